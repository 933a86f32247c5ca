import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { ChangeTimeSettings } from '@app/users';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Beat, type External, type Gap, timeOf } from '../support/oracle.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ROUTE = 'users/current/analytics/focus';
const NOON = Date.parse('2026-11-24T12:00:00Z');
const MINUTE = 60;
const US = 1_000_000;

describe('focus', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
  });
  afterAll(() => app.close());

  const focus = async (user: TestUser, query = '', mount = '/api/v1') => {
    const answer = await app.call('GET', `${mount}/${ROUTE}${query}`, user);
    expect([answer.status, query]).toEqual([200, query]);
    expect(answer.body).toEqual({ ...answer.body.data, data: answer.body.data });
    return answer.body.data;
  };
  /** Heartbeats at minutes after 09:00 on the day of the test. */
  const at = (minute: number) => NOON / 1000 - 3 * 3600 + minute * MINUTE;
  const everyTwo = (from: number, to: number, project: string) =>
    Array.from({ length: (to - from) / 2 + 1 }, (_, n) => ({ time: at(from + 2 * n), project, language: 'Go' }));

  it('is as its example says: two hours, 90 minutes of them in blocks, and six switches are 75', async () => {
    const ada = await app.newUser();
    // 50 and 40 minutes of one project, and 30 minutes of which no project has ten on end.
    const beats = [
      ...everyTwo(0, 50, 'engine').slice(0, -1),
      ...[50, 56, 62, 68].map((minute, n) => ({ time: at(minute), project: n % 2 === 0 ? 'site' : 'docs', language: 'Go' })),
      ...everyTwo(72, 112, 'engine').slice(0, -1),
      { time: at(112), project: 'docs', language: 'Go' },
      { time: at(120), project: 'docs', language: 'Go' },
    ];
    await app.send(ada, beats);
    const data = await focus(ada, '?range=today');
    expect(data).toMatchObject({
      concentrationScore: 75,
      totalCodingTime: 7200,
      contextSwitches: { total: 6, perHour: 3 },
      deepWorkBlocks: { totalBlocks: 2, totalDeepWorkHours: 1.5 },
      sessions: { total: 1, longestSeconds: 7200 },
      topProject: { name: 'engine', percent: 75 },
      top_project: { name: 'engine', percent: 75 },
      range: 'today',
      start: '2026-11-24T00:00:00Z',
      end: '2026-11-24T23:59:59Z',
      days: 1,
      is_shortened: false,
      timezone: 'UTC',
      timeout: 15,
    });
    expect(data.contextSwitches.recent[0]).toEqual({
      fromProject: 'engine',
      toProject: 'docs',
      timestampFormatted: 'Tue Nov 24th 2026, 10:52',
      timestamp: '2026-11-24T10:52:00Z',
    });
    expect(data.deepWorkBlocks.blocks[0]).toEqual({
      project: 'engine',
      duration: 3000,
      startTimeFormatted: 'Tue Nov 24th 2026, 09:00',
      endTimeFormatted: 'Tue Nov 24th 2026, 09:50',
      start: '2026-11-24T09:00:00Z',
      end: '2026-11-24T09:50:00Z',
    });
    expect(data.projectDistribution[0]).toEqual({ name: 'engine', totalSeconds: 5400, percent: 75, hours: 1, minutes: 30 });
    const tokyo = await focus(ada, '?range=today&timezone=Asia/Tokyo');
    expect(tokyo.deepWorkBlocks.blocks[0].startTimeFormatted).toBe('Tue Nov 24th 2026, 18:00');
  });

  it('of a block: 25 minutes are enough, a gap of five minutes goes on, a longer one and another project end it', async () => {
    const blocks = async (beats: Record<string, unknown>[]) => {
      const user = await app.newUser();
      await app.send(user, beats);
      return (await focus(user)).deepWorkBlocks.blocks.map(({ duration }: { duration: number }) => duration / MINUTE);
    };
    const of = (...minutes: number[]) => minutes.map((minute) => ({ time: at(minute), project: 'engine', language: 'Go' }));
    expect(await blocks(of(0, 5, 10, 15, 20, 25))).toEqual([25]);
    expect(await blocks(of(0, 5, 10, 15, 20, 24))).toEqual([]);
    expect(await blocks(of(0, 5, 10, 15.1, 20, 25, 30))).toEqual([]);
    const excursion = [...of(0, 5, 10, 15), { time: at(20), project: 'site' }, ...of(20.5, 25, 30)];
    expect(await blocks(excursion)).toEqual([]);
  });

  it('of nothing is nothing, whatever the range', async () => {
    const ada = await app.newUser();
    for (const range of ['today', 'last_year', 'all_time', '2024-11-01_to_2026-11-01']) {
      expect(await focus(ada, `?range=${range}`)).toMatchObject({
        concentrationScore: 0,
        totalCodingTime: 0,
        contextSwitches: { total: 0, perHour: 0, recent: [] },
        deepWorkBlocks: { blocks: [], totalBlocks: 0, totalDeepWorkHours: 0 },
        projectDistribution: [],
        topProject: null,
      });
    }
  });

  it('reads the newest 366 days of a longer range, and says which', async () => {
    const ada = await app.newUser();
    const old = Date.parse('2024-03-05T09:00:00Z') / 1000;
    await app.send(ada, [...everyTwo(0, 30, 'engine'), { time: old, project: 'old' }, { time: old + 60, project: 'old' }]);
    const long = { is_shortened: true, days: 366, totalCodingTime: 1800 };
    expect(await focus(ada, '?range=all_time')).toMatchObject({ ...long, start: '2025-11-24T00:00:00Z', end: '2026-11-24T23:59:59Z' });
    expect(await focus(ada, '?range=2024-12-01_to_2026-11-24')).toMatchObject(long);
    expect(await focus(ada, '?range=last_year')).toMatchObject({ is_shortened: false, days: 365 });
  });

  it('ends yesterday under WakaTime’s mount, and takes the parameters of stats', async () => {
    const ada = await app.newUser();
    await app.send(ada, [
      ...everyTwo(0, 30, 'engine'),
      { time: at(40), project: 'site', is_write: true },
      { time: at(44), project: 'site' },
    ]);
    expect((await focus(ada, '', '/api/v1/compat/waka')).totalCodingTime).toBe(0);
    expect((await focus(ada, '?is_including_today=true', '/api/v1/compat/waka')).totalCodingTime).toBe(44 * MINUTE);
    for (const query of [
      '?timeout=1',
      '?timeout=3',
      '?writes_only=true',
      '?project=engine',
      '?project=nothing',
      '?timezone=Asia/Kathmandu',
    ]) {
      const stats = (await app.get(`users/current/stats/last_7_days${query}`, ada)).body.data;
      const seconds = stats.projects.reduce((sum: number, { total_seconds: s }: { total_seconds: number }) => sum + s, 0);
      expect([query, (await focus(ada, query)).totalCodingTime]).toEqual([query, seconds]);
    }
    expect((await focus(ada, '?project=site')).contextSwitches.total).toBe(0);
    expect((await focus(ada, '?project=engine')).contextSwitches.total).toBe(1);
    for (const [query, field] of [
      ['?range=whenever', 'range'],
      ['?timezone=Mars', 'timezone'],
      ['?timeout=0', 'timeout'],
      ['?label=none', 'label'],
      ['?client=none', 'client'],
    ] as const) {
      const { status, body } = await app.get(`${ROUTE}${query}`, ada);
      expect([query, status, Object.keys(body.errors)]).toEqual([query, 400, [field]]);
    }
  });

  it('equals its definition in random worlds, rolled up or not, in any zone, with external durations', async () => {
    const world = fc.record({
      zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
      timeout: fc.constantFrom(3, 15, 60),
      // The clocks of New York went back on November 1st.
      begin: fc.constantFrom('2026-10-28T12:00:00Z', '2026-11-12T12:00:00Z'),
      steps: fc.array(
        fc.record({
          pause: fc.oneof(fc.integer({ min: 0, max: 320 }), fc.constantFrom(300, 180, 900), fc.integer({ min: 0, max: 6000 })),
          project: fc.constantFrom('a', 'a', 'a', 'b', ''),
        }),
        { minLength: 1, maxLength: 150 },
      ),
      externals: fc.array(
        fc.record({ from: fc.nat(60_000), length: fc.integer({ min: 60, max: 6000 }), project: fc.constantFrom('a', 'c') }),
        {
          maxLength: 4,
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ zone, timeout, begin, steps, externals }) => {
        const user = await app.newUser({ zone, timeout });
        let time = Date.parse(begin) / 1000;
        const start = time;
        const beats = steps.map(({ pause, project }, n): Beat => {
          time += pause;
          return {
            id: String(n).padStart(4, '0'),
            time: time * US,
            project,
            language: 'Go',
            entity: `/${n}`,
            editor: '',
            isWrite: false,
            dependencies: [],
          };
        });
        const durations = externals.map(({ from, length, project }, n): External => {
          const span = { from: (start + from) * US, to: (start + from + length) * US };
          return { externalId: String(n), ...span, project, language: 'Go', entity: '/x', editor: '' };
        });
        // Of several heartbeats at one instant only the last has time, and ids decide which that is.
        const distinct = beats.filter((beat, n) => beats[n + 1]?.time !== beat.time);
        await app.send(
          user,
          distinct.map(({ entity, project, language, time: us }) => ({ entity, project, language, time: us / US })),
        );
        await app.call(
          'POST',
          '/api/v1/users/current/external_durations.bulk',
          user,
          durations.map(({ externalId, from, to, project }) => ({
            external_id: externalId,
            entity: '/x',
            type: 'app',
            start_time: from / US,
            end_time: to / US,
            project,
            language: 'Go',
          })),
        );
        await app.commands.execute(new ChangeTimeSettings(OPERATOR, user.userId, { countsExternal: true }));
        if (steps.length % 2 === 0) await app.commands.execute(new RollUpUser(SERVER, user.userId));
        const rules = { timeoutMinutes: timeout, writesOnly: false, countsExternal: true, dropped: new Set<string>() };
        const gaps = timeOf(distinct, durations, rules);
        const stats = (await app.get('users/current/stats/2026-10-26_to_2026-11-24', user)).body.data;
        const data = await focus(user, '?range=2026-10-26_to_2026-11-24');
        expect(data.totalCodingTime).toBeCloseTo(stats.total_seconds_including_other_language, 5);
        expect(summaryOf(data)).toEqual(definition(gaps, timeout));
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

interface Summary {
  seconds: number;
  switches: number;
  sessions: number;
  blocks: number[];
}

// oxlint-disable-next-line typescript/no-explicit-any
function summaryOf(data: any): Summary {
  return {
    seconds: Math.round(data.totalCodingTime),
    switches: data.contextSwitches.total,
    sessions: data.sessions.total,
    blocks: data.deepWorkBlocks.blocks.map(({ duration }: { duration: number }) => Math.round(duration)),
  };
}

/** Second by second: which project has it, and whether it is of a gap that a block may have. */
function definition(gaps: readonly Gap[], timeoutMinutes: number): Summary {
  const seconds = new Map<number, { project: string; isSteady: boolean }>();
  for (const { beat, from, to } of gaps) {
    const isSteady = 'externalId' in beat || to - from <= 300 * US;
    for (let s = from / US; s < to / US; s++) seconds.set(s, { project: beat.project, isSteady });
  }
  let switches = 0;
  let sessions = 0;
  const blocks: number[] = [];
  let block = 0;
  let before: { at: number; project: string; isSteady: boolean } | undefined;
  const end = (): void => {
    if (block >= 1500) blocks.push(block);
    block = 0;
  };
  for (const [at, { project, isSteady }] of [...seconds].toSorted(([a], [b]) => a - b)) {
    const isJoined = before !== undefined && at - before.at - 1 <= timeoutMinutes * MINUTE;
    if (!isJoined) sessions++;
    else if (before?.project !== project) switches++;
    if (before?.at !== at - 1 || before.project !== project || !isSteady) end();
    if (isSteady) block++;
    before = { at, project, isSteady };
  }
  end();
  return { seconds: seconds.size, switches, sessions, blocks: blocks.toSorted((a, b) => b - a) };
}
