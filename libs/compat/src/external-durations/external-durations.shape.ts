import type { ExternalDurationList as ListedDurations, ExternalDurationsRequest } from '@app/analytics';
import { DomainError, mapInTurns, must } from '@app/core';
import type { ExternalDuration, StoreResult } from '@app/heartbeats';
import { isoOf, lastSecondOf, secondsOf } from '../texts.js';
import type {
  ExternalBulkAnswer,
  ExternalDurationAnswer,
  ExternalDurationItem,
  ExternalDurationList,
  ExternalDurationsParams,
} from './external-durations.dto.js';

export function externalDurationsQuestion({ date, project, branches, timezone }: ExternalDurationsParams): ExternalDurationsRequest {
  return { date, project, branches, zone: timezone };
}

/** WakaTime's list (contract §1.9). */
export async function toExternalDurations({ durations, day, zone }: ListedDurations): Promise<ExternalDurationList> {
  return { data: await mapInTurns(durations, toItem), start: isoOf(day.from), end: lastSecondOf(day), timezone: zone };
}

/** The answer to one external duration. Refused: one that could not be stored. */
export function toExternalDuration(results: readonly StoreResult[]): ExternalDurationAnswer {
  const only = must(results[0], 'result');
  if ('duration' in only) return { data: toItem(only.duration) };
  const texts = Object.entries(only.errors).map(([field, problems]) => `${field}: ${problems.join(' ')}`);
  throw new DomainError('invalid', 'external-duration.invalid', `This external duration cannot be stored. ${texts.join(' ')}`, only.errors);
}

/** The answer to a list: one `[body, status]` pair an item, in order. */
export function toExternalBulkAnswer(results: readonly StoreResult[]): ExternalBulkAnswer {
  return { responses: results.map((r) => ('duration' in r ? [{ data: toItem(r.duration) }, 201] : [{ errors: r.errors }, 400])) };
}

const orNull = (text: string): string | null => text || null;

function toItem(d: ExternalDuration): ExternalDurationItem {
  return {
    id: d.id,
    external_id: d.externalId,
    entity: d.entity,
    type: d.type,
    provider: orNull(d.provider),
    category: d.category || 'coding',
    start_time: secondsOf(d.startTime),
    end_time: secondsOf(d.endTime),
    project: orNull(d.project),
    branch: orNull(d.branch),
    language: orNull(d.language),
    meta: d.meta,
  };
}
