import { uuidV8Of } from '@app/core';
import { cleanText, entityOf, type Errors, fitting, instantOf, isItem, type Item, refuse, REQUIRED, text } from '../parse-heartbeat.js';

/** Time that another program kept, settled. `''` = none; times in µs since 1970. */
export interface ExternalDuration {
  /** From `externalId`: the same one has the same id. */
  id: string;
  externalId: string;
  entity: string;
  type: string;
  provider: string;
  category: string;
  startTime: number;
  endTime: number;
  project: string;
  branch: string;
  language: string;
  meta: string | null;
}

/** An external duration, or what is wrong with it: the field's name on the wire → texts. */
export type ParsedExternalDuration = { ok: true; duration: ExternalDuration } | { ok: false; errors: Record<string, string[]> };

const LONGEST_NAME = 255;
/** As WakaTime has it: an address. */
const LONGEST_META = 2083;
const LONGEST_US = 24 * 3_600_000_000;

/**
 * One item of a request with external durations (contract §1.9). Required are `external_id`, `entity`, `start_time` and `end_time`; the end is
 * after the start and at most 24 hours later. All that is wrong is told at once.
 */
export function parseExternalDuration(item: unknown, nowMs: number): ParsedExternalDuration {
  if (!isItem(item)) return { ok: false, errors: { external_duration: ['An external duration must be a JSON object.'] } };
  const errors: Errors = new Map();
  const externalId = externalIdOf(item, errors);
  const duration: ExternalDuration = {
    id: uuidV8Of(JSON.stringify(['chronova-external-duration-1', externalId])),
    externalId,
    entity: entityOf(item, errors),
    type: text(item, 'type', errors) || 'app',
    provider: fitting('provider', cleanText(item['provider']), errors, LONGEST_NAME),
    category: text(item, 'category', errors),
    startTime: instantOf('start_time', item['start_time'], nowMs, errors),
    endTime: instantOf('end_time', item['end_time'], nowMs, errors),
    project: text(item, 'project', errors),
    branch: text(item, 'branch', errors),
    language: text(item, 'language', errors),
    meta: metaOf(item['meta'], errors),
  };
  checkLength(duration, errors);
  return errors.size > 0 ? { ok: false, errors: Object.fromEntries(errors) } : { ok: true, duration };
}

function externalIdOf(item: Item, errors: Errors): string {
  const value = cleanText(item['external_id']);
  if (value === '') refuse(errors, 'external_id', REQUIRED);
  return fitting('external_id', value, errors, LONGEST_NAME);
}

function metaOf(value: unknown, errors: Errors): string | null {
  if (typeof value === 'object' && value !== null) refuse(errors, 'meta', 'Must be a text.');
  return fitting('meta', cleanText(value), errors, LONGEST_META) || null;
}

function checkLength({ startTime, endTime }: ExternalDuration, errors: Errors): void {
  if (errors.has('start_time') || errors.has('end_time')) return;
  if (endTime <= startTime) refuse(errors, 'end_time', 'The end must be after the start.');
  else if (endTime - startTime > LONGEST_US)
    refuse(errors, 'end_time', 'The end must be at most 24 hours after the start. Send one for each part.');
}
