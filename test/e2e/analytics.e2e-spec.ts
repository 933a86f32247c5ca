import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Beat, type Gap, timeOf } from '../support/oracle.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOW = Date.parse('2026-11-24T18:00:00Z');
const MINUTE_US = 60_000_000;
const WEEK = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const RANGES = ['last_7_days', 'this_month', '2026-11', '2026-10-25_to_2026-11-08', 'last_year', 'all_time'];
const QUERIES = ['', '&timezone=Asia/Kathmandu', '&timeout=7', '&project=engine', '&timezone=Pacific/Apia&project=site'];

describe('hours, weekdays, streaks and comparisons', () => {
  let app: TestApp;
  let ada: TestUser;
  let bob: TestUser;
  let beats: Beat[];

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOW;
    // Clocks went back on 1 November.
    ada = await app.newUser({ zone: 'America/New_York' });
    bob = await app.newUser();
    // Heartbeats on whole minutes, over six weeks; the same every time.
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
    let time = Date.parse('2026-10-12T00:00:00Z') * 1000;
    beats = [];
    while (time < NOW * 1000) {
      beats.push({
        id: String(beats.length).padStart(5, '0'),
        time,
        project: ['engine', 'engine', 'site', ''][random(4)] ?? '',
        language: ['Go', 'Rust'][random(2)] ?? '',
        entity: '/a',
        editor: '',
        isWrite: false,
        dependencies: [],
      });
      time += MINUTE_US * (random(40) === 0 ? 300 + random(2500) : 1 + random(12));
    }
    for (let n = 0; n < beats.length; n += 900) {
      await app.send(
        ada,
        beats.slice(n, n + 900).map(({ time: us, project, language }) => ({ time: us / 1e6, project, language })),
      );
    }
  }, 60_000);
  afterAll(() => app.close());

  const ask = async (path: string, user = ada) => {
    const { status, body } = await app.get(`users/current/analytics/${path}`, user);
    expect([path, status]).toEqual([path, 200]);
    return body.data;
  };
  const stats = async (range: string, query: string) => (await app.get(`users/current/stats/${range}?${query}`, ada)).body.data;
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const gapsOf = (timeoutMinutes = 15): Gap[] =>
    timeOf(beats, [], { timeoutMinutes, writesOnly: false, countsExternal: false, dropped: new Set() });

  /** Minutes by weekday and hour, each minute by the clock of the zone. */
  function clockHours(zone: string, first: string, last: string): number[][] {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
    const minutes = WEEK.map(() => Array.from({ length: 24 }, () => 0));
    for (const { from, to } of gapsOf()) {
      for (let us = from; us < to; us += MINUTE_US) {
        const of = Object.fromEntries(format.formatToParts(us / 1000).map(({ type, value }) => [type, value]));
        const date = `${of['year']}-${of['month']}-${of['day']}`;
        const row = minutes[WEEK.indexOf(of['weekday'] ?? '')];
        if (row && date >= first && date <= last) row[Number(of['hour'])] = (row[Number(of['hour'])] ?? 0) + 1;
      }
    }
    return minutes;
  }

  describe.each(['dirty', 'rolled up', 'partly rolled up'])('of days that are %s', (state) => {
    beforeAll(async () => {
      if (state !== 'dirty') await app.commands.execute(new RollUpUser(SERVER, ada.userId));
      if (state !== 'partly rolled up') return;
      // The same heartbeat with another file is no other time, and makes its days dirty.
      const beat = beats.find(({ time }) => time > Date.parse('2026-11-01T03:00:00Z') * 1000);
      if (beat) await app.send(ada, [{ time: beat.time / 1e6, project: beat.project, language: beat.language, entity: '/other' }]);
    });

    it('add up to stats, in any zone, by any rules', async () => {
      for (const range of RANGES)
        for (const query of QUERIES) {
          const whole = await stats(range, query);
          const days = whole.daily_stats.map(({ total_seconds: s }: { total_seconds: number }) => s);
          const hours = await ask(`hours?range=${range}${query}`);
          expect(hours.total_seconds).toBeCloseTo(sum(days), 5);
          expect(hours.hours).toEqual(whole.hourly_stats.map(({ total_seconds: s }: { total_seconds: number }) => s));
          expect(sum(hours.weekdays.flatMap((day: { hours: number[] }) => day.hours))).toBeCloseTo(sum(days), 5);
          const weekdays = await ask(`weekdays?range=${range}${query}`);
          for (const [n, day] of weekdays.weekdays.entries()) {
            expect(day.total_seconds).toBeCloseTo(hours.weekdays[n].total_seconds, 5);
            expect(day.weekday).toBe(hours.weekdays[n].weekday);
          }
          const active = sum(weekdays.weekdays.map((day: { active_days: number }) => day.active_days));
          expect(active).toBe(days.filter((s: number) => s > 0).length);
          for (const head of ['range', 'human_readable_range', 'start', 'end', 'timezone', 'timeout', 'writes_only', 'is_including_today'])
            expect([head, hours[head], weekdays[head]]).toEqual([head, whole[head], whole[head]]);
        }
    });

    it('have the hours that clocks show, over a change of clocks too', async () => {
      for (const zone of ['America/New_York', 'Asia/Kathmandu']) {
        const { weekdays } = await ask(`hours?range=2026-10-20_to_2026-11-20&timezone=${zone}`);
        const expected = clockHours(zone, '2026-10-20', '2026-11-20');
        for (const { weekday, hours } of weekdays)
          expect([weekday, hours.map((s: number) => s / 60)]).toEqual([weekday, expected[WEEK.indexOf(weekday)]]);
      }
    });

    it('compare a range with the one before as two questions for stats would', async () => {
      for (const [range, before] of [
        ['last_7_days', '2026-11-11_to_2026-11-17'],
        ['2026-11', '2026-10-01_to_2026-10-24'],
        ['this_week', '2026-11-16_to_2026-11-17'],
        ['2026-10-26_to_2026-11-08', '2026-10-12_to_2026-10-25'],
      ] as const)
        for (const query of ['', '&timeout=7', '&timezone=Asia/Kathmandu', '&project=engine']) {
          const now = await stats(range, query);
          const was = await stats(before, query);
          for (const [by, list] of [
            ['project', 'projects'],
            ['language', 'languages'],
            ['category', 'categories'],
          ] as const) {
            const data = await ask(`compare?range=${range}&by=${by}${query}`);
            const secondsOf = (of: typeof now, name: string): number =>
              of[list].find((item: { name: string }) => item.name === name)?.total_seconds ?? 0;
            const names = new Set([...now[list], ...was[list]].map(({ name }) => name));
            expect(new Set(data.items.map(({ name }: { name: string }) => name))).toEqual(names);
            for (const item of data.items) {
              expect([item.name, item.total_seconds, item.previous_seconds]).toEqual([
                item.name,
                secondsOf(now, item.name),
                secondsOf(was, item.name),
              ]);
              expect(item.change_seconds).toBeCloseTo(item.total_seconds - item.previous_seconds, 5);
            }
            expect([data.current.start, data.current.end, data.previous.start, data.previous.end]).toEqual([
              now.start,
              now.end,
              was.start,
              was.end,
            ]);
            expect([data.current.active_days, data.previous.active_days]).toEqual([now.days_minus_holidays, was.days_minus_holidays]);
            expect(data.total.total_seconds).toBeCloseTo(sum(now[list].map((item: { total_seconds: number }) => item.total_seconds)), 5);
          }
        }
    });

    it('have the streaks of the days that stats list', async () => {
      for (const [query, threshold] of [
        ['', 0],
        ['&timezone=Asia/Kathmandu', 120],
        ['&project=site', 20],
      ] as const) {
        const { daily_stats: days } = await stats('all_time', query);
        const runs = days
          .map(({ total_seconds: s }: { total_seconds: number }) => (s > 0 && s >= threshold * 60 ? 'x' : ' '))
          .join('')
          .match(/x+/g)
          ?.map((run: string) => run.length)
          .toSorted((a: number, b: number) => b - a);
        const data = await ask(`streaks?threshold=${threshold}${query}`);
        expect(data.streaks.map((streak: { days: number }) => streak.days)).toEqual((runs ?? []).slice(0, 10));
        expect(data.longest?.days).toBe(runs?.[0]);
        expect(data.met_days).toBe(sum(runs ?? []));
        expect(data.today).toMatchObject({ date: days.at(-1).date, total_seconds: days.at(-1).total_seconds });
      }
    });
  });

  it('begin on the day that weeks begin on', async () => {
    const sunday = await app.newUser();
    await app.call('PATCH', '/api/v1/users/current', sunday, { weekday_start: 0 });
    for (const path of ['hours', 'weekdays']) {
      const names = (await ask(path, sunday)).weekdays.map(({ weekday }: { weekday: string }) => weekday);
      expect(names).toEqual(WEEK);
      expect((await ask(path, bob)).weekdays[0].weekday).toBe('Monday');
    }
  });

  it('are nothing without time', async () => {
    expect(await ask('hours', bob)).toMatchObject({ range: 'last_7_days', total_seconds: 0, busiest: null });
    expect(await ask('streaks', bob)).toMatchObject({ current: null, longest: null, streaks: [], met_days: 0 });
    expect(await ask('compare', bob)).toMatchObject({ total: { change_seconds: 0, change_percent: null }, items: [] });
    expect((await ask('weekdays', bob)).weekdays[0]).toMatchObject({ days: 1, active_days: 0, average_seconds: 0 });
  });

  it('refuse what they do not know, and say what they do', async () => {
    for (const [path, field] of [
      ['hours?range=whenever', 'range'],
      ['weekdays?timezone=Mars', 'timezone'],
      ['streaks?threshold=-1', 'threshold'],
      ['streaks?threshold=1441', 'threshold'],
      ['streaks?label=none', 'label'],
      ['compare?by=mood', 'by'],
      ['compare?by=constructor', 'by'],
      ['compare?range=all_time', 'range'],
      ['compare?range=1970', 'range'],
      ['compare?client=none', 'client'],
    ] as const) {
      const { status, body } = await app.get(`users/current/analytics/${path}`, ada);
      expect([path, status, Object.keys(body.errors ?? {})]).toEqual([path, 400, [field]]);
    }
  });

  it('are as their examples say', async () => {
    const user = await app.newUser();
    const at = (iso: string): number => Date.parse(iso) / 1000;
    const span = (iso: string, minutes: number) =>
      [0, minutes / 4, minutes / 2, (minutes * 3) / 4, minutes].map((m) => ({ time: at(iso) + m * 60, project: 'engine' }));
    await app.send(user, [...span('2026-11-16T09:40:00Z', 40), ...span('2026-11-23T09:40:00Z', 40)]);
    const { weekdays, busiest } = await ask('hours?range=last_14_days', user);
    expect([weekdays[0].hours[9], weekdays[0].hours[10], busiest]).toEqual([
      2400,
      2400,
      { weekday: 'Monday', hour: 9, total_seconds: 2400 },
    ]);
    const eve = await app.newUser();
    await app.send(eve, [
      ...span('2026-11-02T09:00:00Z', 60),
      ...span('2026-11-02T10:00:00Z', 60),
      ...span('2026-11-16T09:00:00Z', 60),
      ...span('2026-11-16T10:00:00Z', 60),
    ]);
    const days = await ask('weekdays?range=2026-11-02_to_2026-11-29', eve);
    expect(days.weekdays[0]).toMatchObject({
      days: 4,
      active_days: 2,
      total_seconds: 14_400,
      average_seconds: 7200,
      average_of_all_days_seconds: 3600,
    });
    const streak = await app.newUser();
    const lengths = [30, 0, 45, 31, 30, 12];
    await app.send(
      streak,
      lengths.flatMap((minutes, n) => (minutes > 0 ? span(`2026-11-${19 + n}T09:00:00Z`, minutes) : [])),
    );
    expect(await ask('streaks?threshold=30', streak)).toMatchObject({
      threshold_minutes: 30,
      today: { date: '2026-11-24', total_seconds: 720, is_met: false },
      current: { days: 3, start: '2026-11-21', end: '2026-11-23' },
      longest: { days: 3 },
    });
    const before = await app.newUser();
    await app.send(before, [...span('2026-11-12T09:00:00Z', 60), ...span('2026-11-20T09:00:00Z', 60), ...span('2026-11-20T10:00:00Z', 30)]);
    expect((await ask('compare', before)).total).toEqual({
      total_seconds: 5400,
      previous_seconds: 3600,
      change_seconds: 1800,
      change_percent: 50,
    });
  });
});
