import { DomainError } from '@app/core';
import { headerText, type IngestOrigin } from '@app/heartbeats';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Most heartbeats that one request may carry. */
const MOST_ITEMS = 1000;

/** A body as it came: one heartbeat or a list of them. */
export interface HeartbeatsBody {
  /** Whether it was one object, not a list. */
  single: boolean;
  items: unknown[];
  origin: IngestOrigin;
}

/**
 * The heartbeats of a request. They are no DTOs: they must tolerate what real clients send, item by item (contract §5.6). Refused as a
 * whole: a body that is neither object nor array (400), more than 1,000 items (413).
 */
export const Heartbeats = createParamDecorator((_: unknown, context: ExecutionContext): HeartbeatsBody => {
  const { body, bodyLength, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  if (typeof body !== 'object' || body === null) {
    throw new DomainError('invalid', 'body.not-heartbeats', 'The body must be a heartbeat or a list of heartbeats, as JSON.');
  }
  const single = !Array.isArray(body);
  const items: unknown[] = single ? [body] : body;
  if (items.length > MOST_ITEMS) {
    throw new DomainError(
      'too-large',
      'body.too-many',
      `${items.length} heartbeats are too many for one request; send at most ${MOST_ITEMS}.`,
    );
  }
  const machine = headers['x-machine-name'];
  const origin = {
    userAgent: headerText(headers['user-agent']),
    machineHeader: headerText(Array.isArray(machine) ? machine[0] : machine),
    bytes: bodyLength,
  };
  return { single, items, origin };
});
