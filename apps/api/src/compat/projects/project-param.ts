import { ApiParam } from '@nestjs/swagger';

/** The path parameter of routes about one project. */
export const ApiProject = (): MethodDecorator =>
  ApiParam({
    name: 'project',
    description: 'The name that is shown, one that was sent, or the id.',
    schema: { type: 'string', maxLength: 2000, example: 'chronova' },
  });
