/** Weeks that suggestions are made of: the last complete ones. */
export const SUGGESTION_WEEKS = 8;
/** Days with time that a suggestion needs. */
export const FEWEST_DAYS = 10;

const MINUTE_US = 60_000_000;
/** Targets are whole multiples of it, and no less. */
const STEP_US = 5 * MINUTE_US;
/** The share of active days that may stay below the target. */
const BELOW = 0.4;

/** A day that has time: in which of the weeks, and how much, µs. */
export interface ActiveDay {
  week: number;
  us: number;
}

/** A target for each day, and what it was made of. Amounts are µs. */
export interface SuggestedTarget {
  us: number;
  activeDays: number;
  /** Weeks that have an active day. */
  activeWeeks: number;
  median: number;
  /** Of the active days, which share would have met it: 0 to 1. */
  share: number;
  /** 0 to 1, two decimals. */
  confidence: number;
}

/**
 * A daily target that at least 60 % of the active days would have met: their 40th percentile (in order of time, the first day that has 40 % of
 * them before it), down to whole 5 minutes. Its confidence is min(1, active weeks ÷ 8) × (1 − MAD ÷ median), where MAD is the median of how far the
 * days are from their median. Undefined: under 10 active days, or under 5 minutes.
 *
 * Ten days in 5 weeks of 20, 30, 40, 50, 60, 60, 70, 80, 90 and 100 minutes: 4 of them come before 60, so 60 minutes, which 6 of 10 days had. The median is 60,
 * they are 40, 30, 20, 10, 0, 0, 10, 20, 30 and 40 from it, so MAD is 20: 5 ÷ 8 × (1 − 20 ÷ 60) = 0.42.
 */
export function suggestedTarget(days: readonly ActiveDay[]): SuggestedTarget | undefined {
  if (days.length < FEWEST_DAYS) return undefined;
  const amounts = days.map(({ us }) => us).toSorted((a, b) => a - b);
  const percentile = amounts[Math.floor(amounts.length * BELOW)] ?? 0;
  const us = percentile - (percentile % STEP_US);
  if (us < STEP_US) return undefined;
  const median = medianOf(amounts);
  const spread = medianOf(amounts.map((amount) => Math.abs(amount - median)).toSorted((a, b) => a - b));
  const activeWeeks = new Set(days.map(({ week }) => week)).size;
  const confidence = Math.min(1, activeWeeks / SUGGESTION_WEEKS) * (1 - spread / median);
  return {
    us,
    activeDays: days.length,
    activeWeeks,
    median,
    share: amounts.filter((amount) => amount >= us).length / days.length,
    confidence: Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100,
  };
}

/** Of amounts in order; of two in the middle their mean. */
function medianOf(amounts: readonly number[]): number {
  const middle = amounts.length >> 1;
  const upper = amounts[middle] ?? 0;
  return amounts.length % 2 === 1 ? upper : Math.round(((amounts[middle - 1] ?? 0) + upper) / 2);
}
