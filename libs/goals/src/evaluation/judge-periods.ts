import type { NumberedDay } from '@app/analytics';
import { weekdayOf } from '@app/core';
import type { Period } from '../days/periods.js';
import { type GoalRules, type GoalVersion, judgingVersion, type Rest } from './goal-rules.js';

/** WakaTime's words. */
export type PeriodStatus = 'success' | 'fail' | 'pending' | 'ignored';

/** Why a period is ignored. */
export type Ignored = 'before-history' | 'disabled' | 'paused' | 'snoozed' | 'weekday' | 'no-time' | 'paused-in-part' | 'cut-short';

/** A period and how it was judged. */
export interface JudgedPeriod extends Period {
  version: GoalVersion;
  /** What counted, µs. */
  us: number;
  /** The days that it counted on: of "at most" without those that rest. */
  counted: readonly NumberedDay[];
  /** What was asked for, µs, a whole number of seconds; of `days_of_week` on each day. */
  targetUs: number;
  status: PeriodStatus;
  isRunning: boolean;
  /** Of `days_of_week`: days that reached the target or kept to it. */
  metDays: number | null;
  /** Of `days_of_week`: days that must. */
  wantedDays: number | null;
  /** Null where it is not ignored. */
  ignored: Ignored | null;
  /** Why it is paused; null where it is not. */
  pause: string | null;
}

/** µs of a goal day that a version's filter lets pass. */
export type TimeOfDay = (version: GoalVersion, day: number) => number;

/** Periods before one whose average decides its target where a goal is to improve. */
export const IMPROVED_OVER = 7;
const US_PER_SECOND = 1_000_000;
const WEEK = 7;

/**
 * Judges periods, ascending, at `now` (µs). The last one may still run; it ends after `now`.
 *
 * * **At least**: met once the time is reached; failed when the period is over.
 * * **At most**: failed once there is more time; met when the period is over.
 * * **Days of a week**: met once enough days reached the target (of "at most": are over and kept to it).
 * * **Ignored**: before the first heartbeat and the goal itself, disabled, paused or snoozed as a whole, on ignored weekdays alone, or without any time where the goal says so.
 * * A week or month that is **paused in part**, or cut short by a change of the calendar, is judged only where that is clear: a target reached
 *   counts, a limit passed counts, all else is ignored. Time on paused days and ignored weekdays helps a goal and never breaks a limit.
 */
export function judgePeriods(rules: GoalRules, periods: readonly Period[], timeOf: TimeOfDay, now: number): JudgedPeriod[] {
  const judged: JudgedPeriod[] = [];
  /** What is known of the periods before, for those that are to improve: µs, or undefined where it says nothing. */
  const before: (number | undefined)[] = [];
  const improves = rules.versions.some(({ improveByPercent }) => improveByPercent !== null);
  for (const period of periods) {
    const seen = lookAt(rules, period, timeOf, now);
    const targetUs = improves ? improvedTarget(seen.version, rules, period, before) : seen.version.targetUs;
    judged.push(judge(rules, seen, targetUs));
    if (!improves) continue;
    before.push(seen.leftOut === null && !seen.isPartial && !seen.isEmpty ? seen.us : undefined);
    if (before.length > IMPROVED_OVER) before.shift();
  }
  return judged;
}

/** µs of a day, and whether it is over. */
interface DayTime {
  us: number;
  isOver: boolean;
}

/** A period without its target. */
interface Seen {
  period: Period;
  version: GoalVersion;
  us: number;
  /** The days that count. */
  counted: readonly NumberedDay[];
  /** Of `days_of_week`: each of them. */
  days: readonly DayTime[];
  isOver: boolean;
  /** Whether it is ignored whatever was done. */
  leftOut: Ignored | null;
  /** Whether it lacks some of its days. */
  isPartial: boolean;
  /** Whether it had no time and is to be ignored then. */
  isEmpty: boolean;
  pause: Rest | undefined;
}

/** One walk over the days, as this is done for each period of each goal. */
function lookAt(rules: GoalRules, period: Period, timeOf: TimeOfDay, now: number): Seen {
  const version = judgingVersion(rules, period.to);
  const free: NumberedDay[] = [];
  const days: DayTime[] = [];
  let us = 0;
  let hasFreeDay = false;
  let isEmpty = version.ignoreZeroDays;
  let pause: Rest | undefined;
  for (const one of period.days) {
    const rest = restOn(rules.rests, one.day);
    const isFree = rest === undefined && !version.ignoreDays.includes(weekdayOf(one.day));
    const time = timeOf(version, one.day);
    pause ??= rest;
    hasFreeDay ||= isFree;
    isEmpty &&= time === 0;
    if (version.isInverse && !isFree) continue;
    if (version.isInverse) free.push(one);
    us += time;
    if (rules.daysPerWeek !== null) days.push({ us: time, isOver: one.to <= now });
  }
  return {
    period,
    version,
    us,
    counted: version.isInverse ? free : period.days,
    days,
    isOver: period.to <= now,
    leftOut: period.to <= rules.knownSince ? 'before-history' : leftOutOf(version, hasFreeDay, pause),
    isPartial: pause !== undefined || period.isShort,
    isEmpty,
    pause,
  };
}

function restOn(rests: readonly Rest[], day: number): Rest | undefined {
  if (rests.length === 0) return undefined;
  return rests.find(({ fromDay, untilDay }) => fromDay <= day && (untilDay === null || day <= untilDay));
}

function leftOutOf(version: GoalVersion, hasFreeDay: boolean, pause: Rest | undefined): Ignored | null {
  if (!version.isEnabled) return 'disabled';
  if (hasFreeDay) return null;
  if (pause === undefined) return 'weekday';
  return pause.isSnooze ? 'snoozed' : 'paused';
}

function judge(rules: GoalRules, seen: Seen, targetUs: number): JudgedPeriod {
  const { period, version, us, counted, pause } = seen;
  const metDays = rules.daysPerWeek === null ? null : seen.days.filter((day) => isMet(version, day, targetUs)).length;
  const [status, ignored] = verdictOn(rules, seen, targetUs, metDays ?? 0);
  // Field by field: this is done for each period of each goal.
  return {
    key: period.key,
    days: period.days,
    from: period.from,
    to: period.to,
    zone: period.zone,
    isShort: period.isShort,
    version,
    us,
    counted,
    targetUs,
    status,
    isRunning: !seen.isOver,
    metDays,
    wantedDays: rules.daysPerWeek,
    ignored,
    pause: pause?.reason ?? null,
  };
}

function isMet({ isInverse, ignoreZeroDays }: GoalVersion, { us, isOver }: DayTime, targetUs: number): boolean {
  return isInverse ? isOver && us <= targetUs && !(ignoreZeroDays && us === 0) : us >= targetUs;
}

const PENDING = ['pending', null] as const;

function verdictOn(
  { daysPerWeek }: GoalRules,
  { version, us, days, isOver, leftOut, isPartial, isEmpty, pause }: Seen,
  targetUs: number,
  metDays: number,
): readonly [PeriodStatus, Ignored | null] {
  if (leftOut !== null) return ['ignored', leftOut];
  if (isEmpty) return isOver ? ['ignored', 'no-time'] : PENDING;
  const clear = daysPerWeek === null ? clearSum(version, us, targetUs) : clearDays(version, daysPerWeek, metDays, days, targetUs);
  if (clear !== undefined) return [clear, null];
  if (!isOver) return PENDING;
  if (isPartial) return ['ignored', pause === undefined ? 'cut-short' : 'paused-in-part'];
  return [version.isInverse && daysPerWeek === null ? 'success' : 'fail', null];
}

/** What cannot change any more, whether the period is over or not. */
function clearSum({ isInverse }: GoalVersion, us: number, targetUs: number): PeriodStatus | undefined {
  if (isInverse) return us > targetUs ? 'fail' : undefined;
  return us >= targetUs ? 'success' : undefined;
}

/** The same of days a week: of "at most", it fails once so many days passed the limit that a whole week would not have enough others. */
function clearDays(
  { isInverse, ignoreDays }: GoalVersion,
  wanted: number,
  met: number,
  days: readonly { us: number }[],
  targetUs: number,
): PeriodStatus | undefined {
  if (met >= wanted) return 'success';
  const broken = days.filter(({ us }) => us > targetUs).length;
  return isInverse && broken > WEEK - ignoreDays.length - wanted ? 'fail' : undefined;
}

/**
 * The target of a goal that is to improve: the average of what counted in the seven periods before, and so many percent more (of "at most":
 * less), in whole seconds. It is at least the goal's own target and at most the period's length; of "at most" at most the own target and at least
 * half of it. Periods that were ignored or lack days say nothing; where none says anything it is the goal's own.
 */
function improvedTarget(version: GoalVersion, rules: GoalRules, period: Period, before: readonly (number | undefined)[]): number {
  const { targetUs, improveByPercent, isInverse } = version;
  const known = before.filter((us) => us !== undefined);
  if (improveByPercent === null || rules.daysPerWeek !== null || known.length === 0) return targetUs;
  const average = known.reduce((sum, us) => sum + us, 0) / known.length;
  const wanted = average * (1 + (isInverse ? -improveByPercent : improveByPercent) / 100);
  const bounded = isInverse
    ? Math.min(targetUs, Math.max(targetUs / 2, wanted))
    : Math.max(targetUs, Math.min(period.to - period.from, wanted));
  return Math.round(bounded / US_PER_SECOND) * US_PER_SECOND;
}
