import { DomainError } from '@app/core';
import type { IngestResult } from '@app/heartbeats';
import type { BulkAnswer, DeleteAnswer, StoredHeartbeatAnswer } from './heartbeats.dto.js';

/**
 * The answer to a list: one `[body, status]` pair an item, in order; 201 for stored or known, 400 for never. Only `id` in `data`: more is
 * refused by one client or another (contract, facts 2 to 5).
 */
export function toBulkAnswer(results: readonly IngestResult[]): BulkAnswer {
  return { responses: results.map((r) => ('id' in r ? [{ data: { id: r.id } }, 201] : [{ errors: r.errors }, 400])) };
}

/** The answer to `POST heartbeats`: a pair an item for a list; for one object itself, or 400 for the whole (contract §3.5.9). */
export function toHeartbeatsAnswer(single: boolean, results: readonly IngestResult[]): BulkAnswer | StoredHeartbeatAnswer {
  const [only] = results;
  if (!single || !only) return toBulkAnswer(results);
  if ('errors' in only) {
    const texts = Object.entries(only.errors).map(([field, problems]) => `${field}: ${problems.join(' ')}`);
    throw new DomainError('invalid', 'heartbeat.invalid', `This heartbeat cannot be stored. ${texts.join(' ')}`, only.errors);
  }
  const { entity, type, time } = only.heartbeat;
  return { data: { id: only.id, entity, type, time: time / 1e6 } };
}

/** The answer to a deletion, whatever there was to delete: WakaTime's empty object. */
export function toDeleteAnswer(_deleted: number): DeleteAnswer {
  return { data: {} };
}
