/** µs: a deep-work block is at least so long. */
export const SHORTEST_BLOCK_US = 25 * 60_000_000;
/** µs: a gap between two heartbeats of a deep-work block is at most so long. */
export const LONGEST_BLOCK_GAP_US = 5 * 60_000_000;
/** Days of one answer: focus is read from the heartbeats themselves. Of a longer range they are its newest. */
export const LONGEST_FOCUS_RANGE = 366;
/** What lists hold at most. */
export const MOST_SWITCHES = 20;
export const MOST_BLOCKS = 100;
export const MOST_PROJECTS = 100;

/** Share of the score that is for time in deep-work blocks; the rest is for few switches. */
const DEEP_POINTS = 70;
const STEADY_POINTS = 30;
/** So many switches in an hour, or more, give nothing for few switches: one every five minutes. */
const RESTLESS_PER_HOUR = 12;
const HOUR_US = 3_600_000_000;

/** How time was spent, of which the score is made. */
export interface Concentration {
  /** µs, all of it. */
  us: number;
  /** µs of it in deep-work blocks. */
  deepUs: number;
  /** Changes of project within sessions. */
  switches: number;
}

/** Switches in an hour of time; 0 without time. */
export function switchesPerHour({ us, switches }: Pick<Concentration, 'us' | 'switches'>): number {
  return us === 0 ? 0 : (switches * HOUR_US) / us;
}

/**
 * 0 to 100, whole: 70 × the share of time in deep-work blocks + 30 × (1 − switches per hour ÷ 12, at least 0). No time: 0. Two hours, 90 minutes of
 * them in blocks, with 6 switches: 70 × 0.75 + 30 × (1 − 3 ÷ 12) = 75.
 */
export function concentrationScore(time: Concentration): number {
  if (time.us === 0) return 0;
  const restless = Math.min(1, switchesPerHour(time) / RESTLESS_PER_HOUR);
  return Math.round(DEEP_POINTS * (time.deepUs / time.us) + STEADY_POINTS * (1 - restless));
}
