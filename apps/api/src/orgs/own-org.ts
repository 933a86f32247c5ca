import { applyDecorators } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { ApiRefusedAs } from '../http/refusals.js';

/** A route about one's own membership in `:org`, present or past: its handler looks for it. */
export function ApiOwnOrg(): MethodDecorator {
  return applyDecorators(
    ApiParam({ name: 'org', example: 'acme', description: 'The id of the organization, or its slug in any case.' }),
    ApiRefusedAs(404, 'It is not there, or you never were a member.', 'There is no such organization, or you are not a member of it.'),
  );
}
