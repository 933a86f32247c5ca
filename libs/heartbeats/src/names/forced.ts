import { isNamedField, NAMED_FIELDS, type NamedField } from './fields.js';

/** What rules on the entity make of a heartbeat: no other field of it decides that. */
export interface Forced {
  /** It is stored, and no time is computed from it. */
  drop: boolean;
  values: ReadonlyMap<NamedField, string>;
}

const DROP = 'drop';
const NOTHING: Forced = { drop: false, values: new Map() };

/** As one text, which is part of the activity's digest: the same for the same effect; `''` = nothing is forced. */
export function forcedText({ drop, values }: Forced): string {
  if (drop) return DROP;
  if (values.size === 0) return '';
  return JSON.stringify(NAMED_FIELDS.filter((field) => values.has(field)).map((field) => [field, values.get(field)]));
}

/** What a text of `forcedText` says. */
export function forcedOf(text: string): Forced {
  if (text === '') return NOTHING;
  if (text === DROP) return { drop: true, values: new Map() };
  const pairs: unknown = JSON.parse(text);
  const values = new Map<NamedField, string>();
  if (!Array.isArray(pairs)) return NOTHING;
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const [field, value] = pair.map(String);
    if (field !== undefined && value !== undefined && isNamedField(field)) values.set(field, value);
  }
  return { drop: false, values };
}
