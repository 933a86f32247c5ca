import { ApiParam } from '@nestjs/swagger';

/** The member of a route, in Swagger. */
export const ApiMember = (): MethodDecorator =>
  ApiParam({ name: 'member', example: 'ada', description: 'A member’s user id, username or @username, in any case.' });

/** The team of a route, in Swagger. */
export const ApiTeam = (): MethodDecorator =>
  ApiParam({ name: 'team', example: 'Engines', description: 'The id of a team, or its name in any case.' });
