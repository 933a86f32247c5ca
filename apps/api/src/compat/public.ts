import { ApiParam } from '@nestjs/swagger';

/** What somebody without credentials gets of a user's data, for Swagger. */
export const STRANGER = 'What the user made public; 404 where the profile is private, as where there is no such user.';

/** The path parameter of routes about anybody. */
export const ApiUser = (): MethodDecorator =>
  ApiParam({
    name: 'user',
    description: 'A username, @username or public id, in any case; `current` is who asks.',
    // Beside a schema an example of the parameter's own is left out.
    schema: { type: 'string', maxLength: 40, example: 'current' },
  });
