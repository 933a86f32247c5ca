import { describe, expect, it } from '@jest/globals';
import { dateOf, dayNumber } from '@app/core';
import fc from 'fast-check';
import { type CalendarVersion, type GoalCalendar, goalDayAt, goalDays } from '../days/goal-days.js';
import { type PeriodKind, periodsOf } from '../days/periods.js';
import type { GoalRules, GoalVersion, Rest } from './goal-rules.js';
import { type JudgedPeriod, judgePeriods, type PeriodStatus } from './judge-periods.js';
import { reasonOf } from './reasons.js';
import { currentStreak, longestStreak, strengthOf } from './streaks.js';

const QUARTER = 900_000_000;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;
const us = (text: string): number => Date.parse(text) * 1000;
const UTC: GoalCalendar = [{ since: 0, zone: 'UTC', weekdayStart: 1, dayStart: 0 }];

const version = (more: Partial<GoalVersion> = {}): GoalVersion => ({
  since: 0,
  isEnabled: true,
  targetUs: HOUR,
  filter: {},
  isInverse: false,
  ignoreDays: [],
  ignoreZeroDays: false,
  improveByPercent: null,
  ...more,
});
const rules = (more: Partial<GoalRules> = {}): GoalRules => ({
  period: 'day',
  knownSince: 0,
  daysPerWeek: null,
  versions: [version()],
  rests: [],
  ...more,
});

/** Periods of consecutive days from a date, judged at noon of the last one; `hours` of each day. */
function judged(of: GoalRules, first: string, hours: readonly number[], calendar = UTC): JudgedPeriod[] {
  const from = dayNumber(first);
  const last = from + hours.length - 1;
  const now = last * DAY + 12 * HOUR;
  const days = goalDays(calendar, from, last + 31);
  const periods = periodsOf(days, of.period, calendar).filter((period) => period.from <= now);
  return judgePeriods(of, periods, (_, day) => (hours[day - from] ?? 0) * HOUR, now);
}
const statuses = (periods: readonly JudgedPeriod[]): PeriodStatus[] => periods.map(({ status }) => status);
const run = (...all: (PeriodStatus | 'running')[]): JudgedPeriod[] =>
  all.map((status, n) => ({
    ...judged(rules(), '2026-11-23', [0])[0]!,
    key: n,
    status: status === 'running' ? 'pending' : status,
    isRunning: status === 'running',
  }));

describe('streaks and strength', () => {
  it('is over after a rest of more than 400 days, however far back is known', () => {
    const rested = (days: number): JudgedPeriod[] =>
      run('success', 'success', ...Array.from({ length: days }, () => 'ignored' as const), 'success');
    expect(currentStreak(rested(399))).toEqual({ length: 3, reachesEdge: true });
    expect(currentStreak(rested(400))).toEqual({ length: 1, reachesEdge: false });
  });

  it('counts met periods backwards: met, met, fail, met, ignored, met, pending is 2', () => {
    const periods = run('success', 'success', 'fail', 'success', 'ignored', 'success', 'running');
    expect([currentStreak(periods), longestStreak(periods)]).toEqual([{ length: 2, reachesEdge: false }, 2]);
    expect(currentStreak(run('success', 'ignored', 'success'))).toEqual({ length: 2, reachesEdge: true });
    expect(longestStreak(run('success', 'success', 'success', 'fail', 'success'))).toBe(3);
  });

  it('is halved by 13 missed days and made half by 13 met ones; one miss leaves 47.4 of 50', () => {
    const met = Array.from({ length: 13 }, () => 'success' as const);
    expect(strengthOf(run(...met), 'day')).toBe(50);
    expect(strengthOf(run(...met, 'fail'), 'day')).toBe(47.4);
    expect(strengthOf(run(...met, 'ignored', 'running'), 'day')).toBe(50);
    expect(strengthOf(run('success'), 'day')).toBe(5.2);
    expect(strengthOf(run('success'), 'week')).toBe(31.1);
    expect(strengthOf(run('success'), 'month')).toBe(79.8);
    expect(strengthOf([], 'day')).toBe(0);
  });

  it('never leaves 0 to 100, grows with a met period and shrinks with a miss', () => {
    const status = fc.constantFrom<PeriodStatus>('success', 'fail', 'ignored');
    fc.assert(
      fc.property(fc.array(status, { maxLength: 60 }), fc.constantFrom<PeriodKind>('day', 'week', 'month'), (all, kind) => {
        const before = strengthOf(run(...all), kind);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before).toBeLessThanOrEqual(100);
        expect(strengthOf(run(...all, 'success'), kind)).toBeGreaterThanOrEqual(before);
        expect(strengthOf(run(...all, 'fail'), kind)).toBeLessThanOrEqual(before);
        expect(strengthOf(run(...all, 'ignored'), kind)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a goal that improves', () => {
  it('asks for the average of the seven periods before and 10 percent more: of 1, 2 and 3 hours that are 2 hrs 12 mins', () => {
    const of = rules({ versions: [version({ improveByPercent: 10 })] });
    const targets = judged(of, '2026-11-23', [1, 2, 3, 1]).map(({ targetUs }) => targetUs / HOUR);
    expect(targets).toEqual([1, 1.1, 1.65, 2.2]);
  });

  it('asks for no less than its own target, no more than the period has, and of "at most" for half at least', () => {
    const least = rules({ versions: [version({ targetUs: 2 * HOUR, improveByPercent: 50 })] });
    expect(judged(least, '2026-11-23', [1, 1]).at(-1)?.targetUs).toBe(2 * HOUR);
    const most = rules({ versions: [version({ improveByPercent: 100 })] });
    expect(judged(most, '2026-11-23', [20, 1]).at(-1)?.targetUs).toBe(DAY);
    const limit = rules({ versions: [version({ targetUs: 4 * HOUR, isInverse: true, improveByPercent: 10 })] });
    expect(judged(limit, '2026-11-23', [3, 1]).at(-1)?.targetUs).toBe(2.7 * HOUR);
    expect(judged(limit, '2026-11-23', [0, 1]).at(-1)?.targetUs).toBe(2 * HOUR);
  });

  it('looks at seven periods, and not at ignored ones', () => {
    const rests: Rest[] = [{ fromDay: dayNumber('2026-11-24'), untilDay: dayNumber('2026-11-24'), reason: 'ill', isSnooze: false }];
    const of = rules({ rests, versions: [version({ improveByPercent: 100 })] });
    expect(judged(of, '2026-11-23', [2, 9, 1]).at(-1)?.targetUs).toBe(4 * HOUR);
    expect(judged(of, '2026-11-22', [9, 1, 9, 1, 1, 1, 1, 1, 1]).at(-1)?.targetUs).toBe(2 * HOUR);
  });
});

describe('a period', () => {
  it('says why: "1 hr 12 mins under"', () => {
    const [short] = judged(rules({ versions: [version({ targetUs: 3 * HOUR })] }), '2026-11-23', [1.8]);
    expect(short && reasonOf(short, null)).toEqual({ reason: 'Coded 1 hr 48 mins, 1 hr 12 mins under 3 hrs', short: '1 hr 12 mins under' });
    const [more] = judged(rules({ versions: [version({ isInverse: true })] }), '2026-11-23', [2]);
    expect(more && [more.status, reasonOf(more, null).short]).toEqual(['fail', '1 hr over']);
    const [same] = judged(rules(), '2026-11-23', [1]);
    expect(same && reasonOf(same, null)).toEqual({ reason: 'Coded 1 hr, which is 1 hr', short: 'exactly the target' });
  });

  it('is judged by the version in force at its end, and the running one by the present', () => {
    const versions: GoalRules['versions'] = [version(), version({ since: us('2026-11-24T23:00Z'), targetUs: 3 * HOUR })];
    expect(judged(rules({ versions }), '2026-11-23', [2, 2, 2, 2]).map(({ targetUs, status }) => [targetUs / HOUR, status])).toEqual([
      [1, 'success'],
      [3, 'fail'],
      [3, 'fail'],
      [3, 'pending'],
    ]);
  });

  it('of a week that is paused in part counts when it is met, and is ignored when it is not', () => {
    const rests: Rest[] = [{ fromDay: dayNumber('2026-11-18'), untilDay: null, reason: 'vacation', isSnooze: false }];
    const week = rules({ period: 'week', rests, versions: [version({ targetUs: 5 * HOUR })] });
    expect(statuses(judged(week, '2026-11-09', [5, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0]))).toEqual(['success', 'ignored', 'ignored']);
    const [, partly, wholly] = judged(week, '2026-11-09', [5, 0, 0, 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0]);
    expect([partly?.status, wholly && reasonOf(wholly, null).reason]).toEqual(['success', 'Paused: vacation']);
    const limit = rules({ period: 'week', rests, versions: [version({ targetUs: 5 * HOUR, isInverse: true })] });
    // What is coded in the vacation breaks no limit.
    expect(statuses(judged(limit, '2026-11-09', [5, 0, 0, 0, 0, 0, 0, 2, 2, 9, 0, 0, 0, 0, 0]))).toEqual(['success', 'ignored', 'ignored']);
    expect(statuses(judged(limit, '2026-11-09', [6, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0]))).toEqual(['fail', 'fail', 'ignored']);
  });

  it('of a week ends early where its start was changed in it, and is ignored then unless it was met', () => {
    const calendar: GoalCalendar = [
      { since: 0, zone: 'UTC', weekdayStart: 0, dayStart: 0 },
      { since: us('2026-11-18T10:00Z'), zone: 'UTC', weekdayStart: 1, dayStart: 0 },
    ];
    const week = rules({ period: 'week', versions: [version({ targetUs: 5 * HOUR })] });
    const periods = judged(week, '2026-11-08', [5, ...Array.from({ length: 7 }, () => 0), 4, 0, 0, 0, 5, 0, 0, 0, 1], calendar);
    expect(periods.map(({ days, status, ignored }) => [days[0]?.date, days.length, status, ignored])).toEqual([
      ['2026-11-08', 7, 'success', null],
      ['2026-11-15', 4, 'ignored', 'cut-short'],
      ['2026-11-19', 4, 'success', null],
      ['2026-11-23', 7, 'pending', null],
    ]);
  });
});

// The oracle: the same rules written down once more, day by day and without the code above.

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const START = us('2026-10-05T00:00Z');
const LENGTH = 60;

interface World {
  calendar: GoalCalendar;
  kind: PeriodKind;
  daysPerWeek: number | null;
  versions: GoalRules['versions'];
  rests: Rest[];
  /** Seconds of each quarter of an hour, by its number since START. */
  seconds: Map<number, number>;
  now: number;
}

const instant = fc.integer({ min: 0, max: LENGTH * 96 }).map((n) => START + n * QUARTER);
const calendars = fc
  .array(
    fc.record({
      since: instant,
      zone: fc.constantFrom(...ZONES),
      weekdayStart: fc.integer({ min: 0, max: 6 }),
      dayStart: fc.integer({ min: 0, max: 24 }).map((n) => n * 15),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((all): GoalCalendar => {
    const [first, ...others] = all.toSorted((a, b) => a.since - b.since).filter(({ since }, n, list) => since !== list[n - 1]?.since);
    return [first!, ...others];
  });
const goalVersions = fc
  .array(
    fc.record({
      since: instant.map((at) => at + 1),
      isEnabled: fc.boolean().chain((b) => (b ? fc.constant(true) : fc.boolean())),
      targetUs: fc.constantFrom(QUARTER, HOUR, 2 * HOUR, 6 * HOUR),
      isInverse: fc.boolean(),
      ignoreDays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { maxLength: 3 }),
      ignoreZeroDays: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all): GoalRules['versions'] => {
    const [first, ...others] = all.toSorted((a, b) => a.since - b.since).filter(({ since }, n, list) => since !== list[n - 1]?.since);
    return [version(first), ...others.map((one) => version(one))];
  });
const rests = fc.array(
  fc.record({
    fromDay: fc.integer({ min: 0, max: LENGTH }).map((n) => dayNumber('2026-10-05') + n),
    length: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null, freq: 4 }),
    isSnooze: fc.boolean(),
  }),
  { maxLength: 2 },
);
const worlds: fc.Arbitrary<World> = fc
  .record({
    calendar: calendars,
    kind: fc.constantFrom<PeriodKind>('day', 'week', 'month', 'days_of_week'),
    days: fc.integer({ min: 1, max: 7 }),
    versions: goalVersions,
    rests,
    seconds: fc.array(fc.tuple(fc.integer({ min: 0, max: LENGTH * 96 }), fc.integer({ min: 1, max: 900 })), { maxLength: 250 }),
    now: instant,
  })
  .map(({ days, rests: planned, seconds, ...world }) => ({
    ...world,
    // No goal may ask for more days than count against it.
    daysPerWeek: world.kind === 'days_of_week' ? Math.min(days, ...world.versions.map(({ ignoreDays }) => 7 - ignoreDays.length)) : null,
    rests: planned.map(({ fromDay, length, isSnooze }) => ({
      fromDay,
      untilDay: length === null ? null : fromDay + length,
      reason: 'r',
      isSnooze,
    })),
    seconds: new Map(seconds),
  }));

/** Goal days by quarters of an hour: their dates, from one that is whole to one long after now. */
function quartersByDay({ calendar }: World): Map<number, number[]> {
  const days = new Map<number, number[]>();
  for (let n = -40 * 96; n < (LENGTH + 45) * 96; n++) {
    const day = goalDayAt(calendar, START + n * QUARTER);
    days.set(day, [...(days.get(day)?.length ? days.get(day)! : []), n]);
  }
  return days;
}

const weekday = (day: number): number => new Date(day * 86_400_000).getUTCDay();

/** What becomes of each period that has begun, by the day that it begins on. */
function oracle(world: World): Map<number, PeriodStatus> {
  const { calendar, kind, daysPerWeek, versions, rests: planned, seconds, now } = world;
  const list = [...quartersByDay(world)].toSorted(([a], [b]) => a - b).slice(1, -1);
  const groups: { name: string; days: { day: number; from: number; to: number; us: number }[] }[] = [];
  let weekKey = -Infinity;
  for (const [day, quarters] of list) {
    const from = START + Math.min(...quarters) * QUARTER;
    let inForce: CalendarVersion = calendar[0];
    for (const one of calendar) if (one.since <= from) inForce = one;
    let back = day;
    while (weekday(back) !== inForce.weekdayStart) back--;
    weekKey = Math.max(weekKey, back);
    const name = kind === 'day' ? dateOf(day) : kind === 'month' ? dateOf(day).slice(0, 7) : String(weekKey);
    const one = {
      day,
      from,
      to: START + (Math.max(...quarters) + 1) * QUARTER,
      us: quarters.reduce((sum, n) => sum + (seconds.get(n) ?? 0) * 1_000_000, 0),
    };
    if (groups.at(-1)?.name === name) groups.at(-1)!.days.push(one);
    else groups.push({ name, days: [one] });
  }
  const results = new Map<number, PeriodStatus>();
  for (const { name, days } of groups.slice(1)) {
    const begins = days[0]!.from;
    const ends = days.at(-1)!.to;
    if (begins > now) break;
    let goal = versions[0];
    for (const one of versions) if (one.since < ends) goal = one;
    const resting = days.map(({ day }) =>
      planned.some(({ fromDay, untilDay }) => day >= fromDay && (untilDay === null || day <= untilDay)),
    );
    const left = days.map(({ day }, n) => resting[n] || goal.ignoreDays.includes(weekday(day)));
    const isOver = ends <= now;
    const full =
      kind === 'day' ? 1 : kind === 'month' ? new Date(Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5)), 0)).getUTCDate() : 7;
    const unsure = resting.includes(true) || days.length < full;
    results.set(days[0]!.day, status());

    function status(): PeriodStatus {
      if (!goal.isEnabled || !left.includes(false)) return 'ignored';
      if (goal.ignoreZeroDays && days.every((one) => one.us === 0)) return isOver ? 'ignored' : 'pending';
      const otherwise = (end: PeriodStatus): PeriodStatus => (isOver ? (unsure ? 'ignored' : end) : 'pending');
      const looked = goal.isInverse ? days.filter((_, n) => !left[n]) : days;
      if (daysPerWeek === null) {
        const sum = looked.reduce((all, one) => all + one.us, 0);
        if (goal.isInverse) return sum > goal.targetUs ? 'fail' : otherwise('success');
        return sum >= goal.targetUs ? 'success' : otherwise('fail');
      }
      if (!goal.isInverse) return looked.filter((one) => one.us >= goal.targetUs).length >= daysPerWeek ? 'success' : otherwise('fail');
      const kept = looked.filter((one) => one.to <= now && one.us <= goal.targetUs && (one.us > 0 || !goal.ignoreZeroDays)).length;
      if (kept >= daysPerWeek) return 'success';
      // Of a whole week, so many days may pass the limit; days that do not count against it are none of them.
      const mayPass = 7 - goal.ignoreDays.length - daysPerWeek;
      if (looked.filter((one) => one.us > goal.targetUs).length > mayPass) return 'fail';
      return otherwise('fail');
    }
  }
  return results;
}

describe('the judgement of periods', () => {
  it('is that of the oracle, in any history of zones, days, goals and pauses', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { calendar, kind, daysPerWeek, versions, rests: planned, seconds, now } = world;
        const wanted = oracle(world);
        const days = goalDays(calendar, goalDayAt(calendar, START) - 36, goalDayAt(calendar, START + (LENGTH + 40) * DAY));
        const timeOf = (_: GoalVersion, day: number): number => {
          const found = days.find((one) => one.day === day);
          if (!found) return 0;
          return [...seconds].reduce(
            (sum, [n, s]) => (START + n * QUARTER >= found.from && START + n * QUARTER < found.to ? sum + s * 1_000_000 : sum),
            0,
          );
        };
        const periods = periodsOf(days, kind, calendar)
          .slice(1)
          .filter(({ from }) => from <= now);
        const found = judgePeriods({ period: kind, knownSince: -Infinity, daysPerWeek, versions, rests: planned }, periods, timeOf, now);
        for (const period of found) {
          const first = period.days[0]!.day;
          if (wanted.has(first)) expect([dateOf(first), period.status]).toEqual([dateOf(first), wanted.get(first)]);
        }
        expect(found.filter(({ days: [first] }) => wanted.has(first!.day)).length).toBeGreaterThanOrEqual(1);
        // Nothing is lost between periods.
        for (const [n, period] of found.entries()) if (n > 0) expect(period.from).toBe(found[n - 1]?.to);
      }),
      { numRuns: 60 },
    );
  });
});
