import { INSIGHT_TYPES } from '@app/compat';
import { applyDecorators } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';

/** Describes `:type` and `:range` of an insight. */
export const ApiInsight = (): MethodDecorator =>
  applyDecorators(
    ApiParam({
      name: 'type',
      description: 'What to fold the time into.',
      schema: { type: 'string', enum: [...INSIGHT_TYPES], example: 'weekdays' },
    }),
    ApiParam({ name: 'range', example: 'last_7_days', description: 'As for `users/current/stats/{range}`.' }),
  );
