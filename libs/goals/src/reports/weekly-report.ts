import { isAiTime, type NamedTime, type TimeRead } from '@app/analytics';
import { percentOf } from '@app/compat';
import { addDays, dayNumber, sumOf } from '@app/core';
import { datesOfWeek, weekOf } from './iso-weeks.js';
import { MOST_REPORTED_GOALS, type ReportedGoal } from './report-goals.js';

/** Names in a list of a report; what is beyond is one amount. */
export const MOST_NAMES = 5;

/** How many days a streak is looked for, the last of the week included. */
export const STREAK_DAYS = 366;

/** A list of a report: the names with the most time, and what is left. Their sum is the total of the week. */
export interface ReportList {
  names: readonly NamedTime[];
  othersUs: number;
}

/** A week of a user. Amounts are integer µs, days `YYYY-MM-DD`, Monday to Sunday: the user's goal days, which are those of the zone, moved by the day start. */
export interface WeeklyReport {
  username: string;
  /** ISO 8601, `2026-W47`. */
  week: string;
  first: string;
  last: string;
  /** IANA name. */
  zone: string;
  /** Minutes after midnight at which the days begin, at present. */
  dayStart: number;
  /** Whether its last day is over; else the numbers are those so far. */
  isOver: boolean;
  us: number;
  before: { week: string; us: number };
  /** Against the week before, in percent of it where it had time. Null: the week is not over. */
  change: { us: number; percent: number | null } | null;
  /** All seven. */
  days: readonly { date: string; us: number }[];
  activeDays: number;
  /** The day with the most time, the first of them; null: there was none. */
  bestDay: { date: string; us: number } | null;
  /** Days in a row that have time, looked for over `STREAK_DAYS` days. */
  streak: {
    /** Up to the last day of the week; while it runs up to today, or to yesterday where today has no time yet. */
    days: number;
    longest: number;
  };
  projects: ReportList;
  languages: ReportList;
  editors: ReportList;
  /** How goals went in the week, by their making: the first ones, and how many others there are. */
  goals: readonly ReportedGoal[];
  otherGoals: number;
  /** AI time (`isAiTime`), in percent of the total. */
  ai: { us: number; percent: number };
}

/** What a report is made from: the week with its lists, and the totals of the days up to its end. */
export interface ReportReads {
  week: string;
  /** The goal day that it is, as a day number. */
  today: number;
  read: TimeRead;
  /** Of the `STREAK_DAYS` days up to the last of the week. */
  totals: ReadonlyMap<number, number>;
  dayStart: number;
  goals: readonly ReportedGoal[];
}

/** Folds what was read into a report. */
export function toWeeklyReport({ week, today, read, totals, dayStart, goals }: ReportReads): WeeklyReport {
  const { first, last } = datesOfWeek(week);
  // Both are read in a moment of their own: what the report says of the week itself is of one.
  const amounts = new Map([...totals, ...read.days.map(({ day }): [number, number] => [day, read.dayTotals.get(day) ?? 0])]);
  // A date that a flight left out has no time.
  const days = Array.from({ length: 7 }, (_, n) => ({ date: addDays(first, n), us: amounts.get(dayNumber(first) + n) ?? 0 }));
  const us = sumOf(days.map((day) => day.us));
  const beforeUs = sumOf(Array.from({ length: 7 }, (_, n) => amounts.get(dayNumber(first) - 1 - n) ?? 0));
  const isOver = dayNumber(last) < today;
  const aiUs = sumOf(read.crossed.filter(({ names }) => isAiTime(names)).map((time) => time.us));
  return {
    username: read.owner.username,
    week,
    first,
    last,
    zone: read.zone,
    dayStart,
    isOver,
    us,
    before: { week: weekOf(addDays(first, -7)), us: beforeUs },
    change: isOver ? { us: us - beforeUs, percent: beforeUs === 0 ? null : percentOf(us - beforeUs, beforeUs) } : null,
    days,
    activeDays: days.filter((day) => day.us > 0).length,
    bestDay: bestOf(days),
    streak: streakOf(amounts, isOver ? dayNumber(last) : today, isOver),
    projects: listOf(read.lists.project, us),
    languages: listOf(read.lists.language, us),
    editors: listOf(read.lists.editor, us),
    goals: goals.slice(0, MOST_REPORTED_GOALS),
    otherGoals: Math.max(0, goals.length - MOST_REPORTED_GOALS),
    ai: { us: aiUs, percent: percentOf(aiUs, us) },
  };
}

function listOf(list: readonly NamedTime[], us: number): ReportList {
  // The reader's own entry for the rest stands last, so it is cut off first.
  const names = list.slice(0, MOST_NAMES);
  return { names, othersUs: us - sumOf(names.map((one) => one.us)) };
}

function bestOf(days: WeeklyReport['days']): WeeklyReport['bestDay'] {
  return days.reduce<WeeklyReport['bestDay']>((most, day) => (day.us > (most?.us ?? 0) ? day : most), null);
}

/** Where the last day is still running, it does not break the streak. */
function streakOf(amounts: ReadonlyMap<number, number>, last: number, isOver: boolean): WeeklyReport['streak'] {
  const has = (day: number): boolean => (amounts.get(day) ?? 0) > 0;
  let days = 0;
  for (let day = isOver || has(last) ? last : last - 1; has(day); day--) days++;
  let longest = 0;
  let run = 0;
  for (let day = last - STREAK_DAYS; day <= last; day++) {
    run = has(day) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return { days, longest };
}
