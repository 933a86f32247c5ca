import { DomainError } from '@app/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Most external durations that one request may carry. */
const MOST_ITEMS = 1000;

/** External durations as they came. They are no DTOs: each is validated by itself. */
export interface ExternalDurationsBody {
  items: unknown[];
  bytes: number;
}

/** One external duration. Refused: a body that is no object (400). */
export const OneExternalDuration = createParamDecorator((_: unknown, context: ExecutionContext): ExternalDurationsBody => {
  const { body, bodyLength } = context.switchToHttp().getRequest<FastifyRequest>();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError(
      'invalid',
      'body.not-external-duration',
      'The body must be an external duration, as JSON. Send a list to external_durations.bulk.',
    );
  }
  return { items: [body], bytes: bodyLength };
});

/** A list of them. Refused: a body that is no list (400), more than 1,000 items (413). */
export const ManyExternalDurations = createParamDecorator((_: unknown, context: ExecutionContext): ExternalDurationsBody => {
  const { body, bodyLength } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!Array.isArray(body)) {
    throw new DomainError('invalid', 'body.not-external-durations', 'The body must be a list of external durations, as JSON.');
  }
  if (body.length > MOST_ITEMS) {
    throw new DomainError(
      'too-large',
      'body.too-many',
      `${body.length} external durations are too many for one request; send at most ${MOST_ITEMS}.`,
    );
  }
  return { items: body, bytes: bodyLength };
});
