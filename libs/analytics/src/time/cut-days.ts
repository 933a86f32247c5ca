import { dayBounds, localDate } from '@app/core';
import type { NumberedDay } from './time-question.js';

/** A local day that days which are cut otherwise lie in: all of it counts as one of them, but for what is moved. */
interface LocalDay extends NumberedDay {
  /** The number of the cut day that has most of it. */
  countedAs: number;
}

/** A part of a local day that lies in another cut day than most of it, or in none. µs since 1970. */
interface Move {
  /** The number of the local day. */
  local: number;
  from: number;
  to: number;
  /** The cut day that has most of the local day. */
  outOf: number;
  /** The cut day that has this part; null: it is before or after all of them. */
  into: number | null;
}

export interface LocalDays {
  local: readonly LocalDay[];
  moves: readonly Move[];
}

/**
 * The local days of a zone that cut days lie in, ascending and without a date between them left out, and what of them belongs to another cut day than most of
 * it. `days` are ascending and without gaps. Each instant of a cut day is then in one whole local day, plus or minus what is moved.
 */
export function localDaysOf(zone: string, days: readonly NumberedDay[]): LocalDays {
  const local: LocalDay[] = [];
  const moves: Move[] = [];
  const begin = days[0]?.from ?? 0;
  const end = days.at(-1)?.to ?? 0;
  let place = 0;
  for (const one of dayBounds(zone, localDate(zone, begin / 1000), localDate(zone, end / 1000 - 1))) {
    while ((days[place]?.to ?? Infinity) <= one.from) place++;
    const parts: Omit<Move, 'local' | 'outOf'>[] = [];
    if (one.from < begin) parts.push({ from: one.from, to: begin, into: null });
    for (let at = place; (days[at]?.from ?? Infinity) < one.to; at++) {
      const { day, from, to } = days[at] ?? one;
      parts.push({ from: Math.max(from, one.from), to: Math.min(to, one.to), into: day });
    }
    if (one.to > end) parts.push({ from: Math.max(end, one.from), to: one.to, into: null });
    const countedAs = longest(parts) ?? days[place]?.day ?? one.day;
    local.push({ ...one, countedAs });
    for (const part of parts) if (part.into !== countedAs) moves.push({ ...part, local: one.day, outOf: countedAs });
  }
  return { local, moves };
}

/** The cut day of the longest part; the first of several. */
function longest(parts: readonly Omit<Move, 'local' | 'outOf'>[]): number | undefined {
  let most = 0;
  let found: number | undefined;
  for (const { from, to, into } of parts) {
    if (into === null || to - from <= most) continue;
    most = to - from;
    found = into;
  }
  return found;
}
