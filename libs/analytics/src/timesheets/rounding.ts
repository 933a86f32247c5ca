import { sumOf } from '@app/core';
/** How time is rounded. */
export interface Rounding {
  /** µs: amounts are whole multiples of it. */
  unit: number;
  /** `up`: to the next multiple; `nearest`: to the nearest, half of one up. */
  mode: 'up' | 'nearest';
  /**
   * `entry`: each entry (a row on a day) by itself. `day`: the sum of a day, which its entries share: each has its whole units, and the units
   * that are left go one by one to those with the largest rest.
   */
  per: 'entry' | 'day';
}

const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;

/** The roundings by name: whole seconds, tenths and quarters of an hour. */
export const ROUNDINGS = { none: SECOND_US, 6: 6 * MINUTE_US, 15: 15 * MINUTE_US } as const;

/** An amount, rounded. */
export function rounded(us: number, { unit, mode }: Pick<Rounding, 'unit' | 'mode'>): number {
  const units = us / unit;
  return (mode === 'up' ? Math.ceil(units) : Math.floor(units + 0.5)) * unit;
}

/** The entries of a day, rounded, in their order. */
export function roundedDay(entries: readonly number[], rounding: Rounding): number[] {
  if (rounding.per === 'entry') return entries.map((us) => rounded(us, rounding));
  const { unit } = rounding;
  const whole = entries.map((us) => us - (us % unit));
  const left = (rounded(sumOf(entries), rounding) - sumOf(whole)) / unit;
  const places = entries
    .map((us, place) => ({ place, rest: us % unit }))
    .toSorted((a, b) => b.rest - a.rest || a.place - b.place)
    .slice(0, left)
    .map(({ place }) => place);
  const more = new Set(places);
  return whole.map((us, place) => (more.has(place) ? us + unit : us));
}
