/** A local day: when it was, and how much time it has. */
export interface StreakDay {
  /** `YYYY-MM-DD` */
  date: string;
  us: number;
  /** False for a date that never was in the zone. */
  exists: boolean;
}

/** Days one after the other that each have enough time. */
export interface Streak {
  /** How many. */
  days: number;
  /** Dates of the first and the last of them. */
  first: string;
  last: string;
}

/** All streaks of a history. */
export interface Streaks {
  /** The one that goes on: it ends today or, while today has not enough time, on the day before. */
  current: Streak | null;
  /** Longest first; of the same length the newest first. */
  all: Streak[];
}

/** Whether a day counts: it has time, and no less than `threshold`, µs. */
export function isMet(us: number, threshold: number): boolean {
  return us > 0 && us >= threshold;
}

/**
 * The streaks of days, which are ascending without gaps, the last one today. Today does not break the streak before it while it has too little
 * time. A date that never was in the zone neither adds nor breaks.
 */
export function streaksOf(days: readonly StreakDay[], threshold: number): Streaks {
  const today = days.at(-1);
  const past = today && !isMet(today.us, threshold) ? days.slice(0, -1) : days;
  const all: Streak[] = [];
  let running: Streak | null = null;
  for (const { date, us, exists } of past) {
    if (!exists) continue;
    if (!isMet(us, threshold)) running = null;
    else if (running) {
      running.days += 1;
      running.last = date;
    } else all.push((running = { days: 1, first: date, last: date }));
  }
  return { current: running, all: all.toSorted((a, b) => b.days - a.days || (a.first < b.first ? 1 : -1)) };
}
