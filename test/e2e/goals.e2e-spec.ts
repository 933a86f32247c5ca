import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OPERATOR } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { validator } from '../contract/schemas.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const GOALS = '/api/v1/users/current/goals';
/** A Friday. */
const NOON = Date.parse('2026-11-27T12:00:00Z');
const DAY = 86_400;
const HOUR = 3600;
const today = NOON / 1000 - 12 * HOUR;

describe('goals', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.at = NOON;
    ada = await app.newUser();
  });

  /** Work of so many minutes on a day, which begins at eight; a heartbeat every ten minutes. */
  const work = (daysAgo: number, minutes: number, of: Record<string, unknown> = { language: 'Go', project: 'engine' }, at = 8 * HOUR) => {
    const beats = Array.from({ length: Math.floor(minutes / 10) + 1 }, (_, n) => ({ time: today - daysAgo * DAY + at + n * 600, ...of }));
    return app.send(ada, beats);
  };
  const make = async (body: Record<string, unknown>, user = ada) => app.call('POST', GOALS, user, body);
  const list = async (user = ada) => (await app.get('users/current/goals', user)).body.data;
  const one = async (id: string) => (await app.get(`users/current/goals/${id}`, ada)).body.data;
  const change = (id: string, body: unknown, user = ada) => app.call('PATCH', `${GOALS}/${id}`, user, body);
  const statuses = async (id: string) => (await one(id)).chart_data.map(({ range_status: status }: { range_status: string }) => status);

  it.each(['/api/v1', '/api/v1/compat/waka'])('are made in both shapes, listed, read and deleted at %s', async (mount) => {
    await work(0, 90);
    const url = `${mount}/users/current/goals`;
    const seed = await app.call('POST', url, ada, { type: 'daily', target_seconds: 7200, language: 'Go', project: 'engine' });
    expect([seed.status, seed.body.id, seed.body.data.title]).toEqual([201, seed.body.data.id, 'Code 2 hrs a day on engine in Go']);
    const android = await app.call('POST', url, ada, {
      title: 'Ten hours',
      type: 'coding_time',
      seconds: 36_000.4,
      delta: 'Week',
      category: 'learning',
    });
    expect([android.status, android.body]).toEqual([
      201,
      expect.objectContaining({
        title: 'Ten hours',
        type: 'coding_time',
        seconds: 36_000,
        delta: 'week',
        category: 'learning',
        chart_data: [expect.anything()],
      }),
    ]);

    const listed = await app.call('GET', url, ada);
    expect(validator('goals')(listed.body)).toEqual([]);
    expect(listed.body).toMatchObject({ total: 2, total_pages: 1 });
    expect(listed.body.data.map((goal: { chart_data: unknown[] }) => goal.chart_data.length)).toEqual([1, 1]);
    expect(listed.body.data[0]).toMatchObject({
      type: 'daily',
      delta: 'day',
      language: 'Go',
      languages: ['Go'],
      project: 'engine',
      seconds: 7200,
      target_seconds: 7200,
      tags: null,
      shared_with: [],
      progress: { current_seconds: 5400, percentage: 75, streak: 0 },
      status: 'pending',
      status_percent_calculated: 75,
      chart_data: [
        {
          actual_seconds: 5400,
          actual_seconds_text: '1 hr 30 mins',
          goal_seconds: 7200,
          goal_seconds_text: '2 hrs',
          date: '2026-11-27',
          range: { date: '2026-11-27', start: '2026-11-27T00:00:00Z', end: '2026-11-27T23:59:59Z', text: 'Today', timezone: 'UTC' },
          range_status: 'pending',
          range_status_reason: 'Coded 1 hr 30 mins, 30 mins under 2 hrs',
          range_status_reason_short: '30 mins under',
          explain: { projects: [{ name: 'engine', seconds: 5400 }], languages: [{ name: 'Go', seconds: 5400 }] },
        },
      ],
    });

    const read = await app.call('GET', `${url}/${seed.body.id}`, ada);
    expect(validator('goal')(read.body)).toEqual([]);
    expect(read.body.data.chart_data.map(({ date }: { date: string }) => date)).toEqual(
      Array.from({ length: 7 }, (_, n) => `2026-11-${21 + n}`),
    );

    const gone = await app.call('DELETE', `${url}?id=${android.body.id}`, ada);
    expect([gone.status, gone.body]).toEqual([200, { message: 'Deleted.' }]);
    expect((await app.call('DELETE', `${url}/${seed.body.id}`, ada)).body).toEqual({ message: 'Deleted.' });
    expect((await app.call('GET', url, ada)).body).toEqual({ data: [], total: 0, total_pages: 1 });
    expect((await app.call('GET', `${url}/${seed.body.id}`, ada)).status).toBe(404);
  });

  it('have a streak of met periods; the present one adds to it when it is met and never breaks it', async () => {
    for (const daysAgo of [1, 2, 3, 5]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    expect(await list()).toMatchObject([{ progress: { streak: 3 }, status: 'pending', average_status: 'fail' }]);
    expect(await statuses(id)).toEqual(['ignored', 'success', 'fail', 'success', 'success', 'success', 'pending']);
    await work(0, 60);
    expect(await list()).toMatchObject([{ progress: { streak: 4, current_seconds: 3600, percentage: 100 }, status: 'success' }]);
    await app.commands.execute(new RollUpUser(OPERATOR, ada.userId));
    expect(await list()).toMatchObject([{ progress: { streak: 4 } }]);
    // Late heartbeats close the gap.
    await work(4, 60);
    expect(await list()).toMatchObject([{ progress: { streak: 6 } }]);
  });

  it('count only what they ask for, by the names that are shown', async () => {
    await work(0, 60, { language: 'Go', project: 'engine', category: 'coding', branch: 'main', ai_agent: 'codex' });
    await work(0, 30, { language: 'Rust', project: 'wheel', branch: 'dev' }, 10 * HOUR);
    const amount = async (body: Record<string, unknown>) => {
      const made = await make({ seconds: 60, ...body });
      expect(made.status).toBe(201);
      await app.call('DELETE', `${GOALS}/${made.body.id}`, ada);
      return made.body.progress.current_seconds / 60;
    };
    expect(await amount({})).toBe(90);
    expect(await amount({ languages: ['rust'] })).toBe(30);
    expect(await amount({ languages: ['Rust', 'Go'] })).toBe(90);
    expect(await amount({ language: 'Go', project: 'wheel' })).toBe(0);
    expect(await amount({ projects: ['wheel'] })).toBe(30);
    expect(await amount({ branches: ['main'] })).toBe(60);
    expect(await amount({ categories: ['Coding'] })).toBe(90);
    expect(await amount({ language: 'COBOL', project: 'not yet' })).toBe(0);
    expect(await amount({ machines: ['Unknown Hostname'] })).toBe(90);
  });

  it('of at most pass when the period is over, and fail at once when there is more', async () => {
    await work(1, 60);
    await work(2, 180);
    const { id } = (await make({ seconds: 7200, is_inverse: true })).body;
    expect((await statuses(id)).slice(-3)).toEqual(['fail', 'success', 'pending']);
    await work(0, 130);
    expect((await statuses(id)).at(-1)).toBe('fail');
    expect(await list()).toMatchObject([{ progress: { streak: 1 }, title: 'Code at most 2 hrs a day' }]);
  });

  it('of days a week are met when so many days reach the target', async () => {
    // The week of Monday the 23rd, and the one before.
    await work(0, 60);
    await work(2, 60);
    for (const daysAgo of [5, 7, 9]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600, days_per_week: 3, title: 'Three' })).body;
    expect(await one(id)).toMatchObject({
      delta: 'week',
      period: 'days_of_week',
      days_per_week: 3,
      status: 'pending',
      progress: { streak: 1, percentage: 66.67 },
    });
    expect((await one(id)).chart_data.at(-1)).toMatchObject({
      met_days: 2,
      range_status_reason: '2 of 3 days reached 1 hr',
      date: '2026-11-23',
    });
    await work(3, 60);
    expect(await one(id)).toMatchObject({ status: 'success', progress: { streak: 2 } });
  });

  it('leave out weekdays, days without time, disabled and snoozed ones: these neither add nor break', async () => {
    for (const daysAgo of [1, 2, 3, 4]) await work(daysAgo, 60);
    await work(7, 60);
    const { id } = (await make({ seconds: 3600, ignore_days: ['Saturday', 'sun'] })).body;
    // Friday the 20th; Saturday and Sunday; Monday to Thursday.
    expect(await statuses(id)).toEqual(['ignored', 'ignored', 'success', 'success', 'success', 'success', 'pending']);
    expect(await list()).toMatchObject([{ progress: { streak: 5 }, ignore_days: ['sunday', 'saturday'] }]);
    await change(id, { ignore_days: [], ignore_zero_days: true });
    // The past is judged by what was asked then.
    expect(await list()).toMatchObject([{ progress: { streak: 5 }, ignore_days: [] }]);
    await change(id, { snooze_until: '2026-11-28T08:00:00Z' });
    expect(await list()).toMatchObject([
      { is_snoozed: true, status: 'ignored', progress: { streak: 5 }, snooze_until: '2026-11-28T08:00:00Z' },
    ]);
    app.clock.at = NOON + 3 * DAY * 1000;
    expect((await statuses(id)).slice(-4)).toEqual(['ignored', 'ignored', 'ignored', 'pending']);
    await change(id, { is_enabled: false });
    expect(await list()).toMatchObject([{ is_enabled: false, is_snoozed: false, status: 'ignored' }]);
  });

  it('improve as their description says', async () => {
    for (const [n, minutes] of [60, 60, 120, 120, 90, 90, 90].entries()) await work(n + 1, minutes);
    const todays = async (body: Record<string, unknown>) =>
      (await make({ improve_by_percent: 10, ...body })).body.chart_data[0].goal_seconds / 60;
    expect(await todays({ seconds: 3600 })).toBe(99);
    expect(await todays({ seconds: 7200 })).toBe(120);
    expect(await todays({ seconds: 7200, is_inverse: true })).toBe(81);
  });

  it('have an average and a sum of their last periods, as their description says', async () => {
    for (const [daysAgo, minutes] of [
      [4, 120],
      [2, 60],
      [1, 60],
    ] as const)
      await work(daysAgo, minutes);
    await make({ seconds: 3600 });
    expect(await list()).toMatchObject([{ status: 'pending', average_status: 'success', cumulative_status: 'pending' }]);
    await work(0, 60);
    expect(await list()).toMatchObject([{ status: 'success', average_status: 'success', cumulative_status: 'success' }]);
    await make({ seconds: 3660 });
    expect((await list())[1]).toMatchObject({ average_status: 'fail', cumulative_status: 'pending' });
  });

  it('judge the past by the goal as it was then', async () => {
    for (const daysAgo of [1, 2]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    app.clock.at = NOON + DAY * 1000;
    await work(0, 60);
    await change(id, { seconds: 7200, languages: ['Rust'] });
    const { chart_data: periods, progress } = await one(id);
    expect(periods.slice(-3)).toMatchObject([
      { goal_seconds: 3600, range_status: 'success' },
      { goal_seconds: 3600, range_status: 'success', actual_seconds: 3600 },
      { goal_seconds: 7200, actual_seconds: 0, range_status: 'pending' },
    ]);
    expect(progress.streak).toBe(3);
    expect((await change(id, { delta: 'week' })).status).toBe(400);
    expect((await change(id, { delta: 'day', title: 'As before' })).body.title).toBe('As before');
  });

  it('keep the zone and the start of the day that were in force', async () => {
    await app.call('PATCH', '/api/v1/users/current', ada, { day_start: '04:00' });
    app.clock.at = NOON + DAY * 1000;
    // From one to two at night, of Saturday by the clock.
    await work(-1, 60, {}, HOUR);
    const { id } = (await make({ seconds: 3600 })).body;
    expect((await one(id)).chart_data.slice(-2)).toMatchObject([
      { date: '2026-11-27', actual_seconds: 3600, range_end: '2026-11-28T03:59:59Z' },
      { date: '2026-11-28', actual_seconds: 0, range_start: '2026-11-28T04:00:00Z' },
    ]);
    await app.call('PATCH', '/api/v1/users/current', ada, { timezone: 'America/New_York' });
    expect((await one(id)).chart_data.slice(-2)).toMatchObject([
      { date: '2026-11-27', actual_seconds: 3600, range: { timezone: 'UTC' } },
      { date: '2026-11-28', range_end: '2026-11-29T08:59:59Z', range: { timezone: 'UTC' } },
    ]);
    // Everything else keeps midnight.
    expect((await app.get('users/current/summaries?range=today&timezone=UTC', ada)).body.data[0].grand_total.total_seconds).toBe(3600);
  });

  it('rest for a while, one or all, from days ahead or back', async () => {
    for (const daysAgo of [1, 3, 4]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    const other = (await make({ seconds: 1800 })).body.id;
    expect((await one(id)).progress.streak).toBe(1);
    const made = await app.call('POST', `${GOALS}/pauses`, ada, { from: '2026-11-25', until: '2026-11-25', reason: 'vacation' });
    expect([made.status, made.body.data]).toEqual([
      201,
      { id: '1', goal_id: null, from: '2026-11-25', until: '2026-11-25', reason: 'vacation', created_at: expect.any(String) },
    ]);
    expect((await one(id)).progress.streak).toBe(3);
    expect((await one(other)).chart_data.at(-3)).toMatchObject({ range_status: 'ignored', range_status_reason: 'Paused: vacation' });
    await app.call('POST', `${GOALS}/pauses`, ada, { goal_id: other });
    expect([(await one(id)).status, (await one(other)).status]).toEqual(['pending', 'ignored']);
    const { body } = await app.get('users/current/goals/pauses', ada);
    expect(body.data.map(({ goal_id: goal }: { goal_id: string | null }) => goal)).toEqual([other, null]);
    expect((await app.call('DELETE', `${GOALS}/pauses/1`, ada)).status).toBe(200);
    expect((await one(id)).progress.streak).toBe(1);
    expect((await app.call('DELETE', `${GOALS}/pauses/1`, ada)).status).toBe(404);
  });

  it('are analysed over a range, each and all together', async () => {
    // Friday the 20th to Thursday the 26th: met, -, met, half, met, met, double.
    for (const [daysAgo, minutes] of [
      [7, 60],
      [5, 60],
      [4, 30],
      [3, 60],
      [2, 60],
      [1, 120],
    ] as const)
      await work(daysAgo, minutes);
    const { id } = (await make({ seconds: 3600 })).body;
    const { body } = await app.get('users/current/goals/analytics?range=last_7_days', ada);
    expect(body.data.range).toEqual({ name: 'last_7_days', start_date: '2026-11-21', end_date: '2026-11-27', timezone: 'UTC' });
    // Saturday failed, Sunday met, Monday failed, three met, and today still runs: 4 of 6.
    const figures = {
      counts: { met: 4, failed: 2, ignored: 0, pending: 1 },
      achievement_ratio: 0.6667,
      current_streak: 3,
      longest_streak: 3,
      // 0, 100, 50, 100, 100, 200
      average_progress: 91.67,
    };
    expect(body.data.goals).toEqual([
      {
        goal_id: id,
        title: 'Code 1 hr a day',
        ...figures,
        strength: expect.any(Number),
        average_seconds: 3300,
        best_period: {
          goal_id: id,
          title: 'Code 1 hr a day',
          date: '2026-11-26',
          actual_seconds: 7200,
          goal_seconds: 3600,
          percentage: 200,
          range_status: 'success',
        },
        weekdays: expect.arrayContaining([
          { weekday: 'sunday', met: 1, failed: 0, achievement_ratio: 1, average_seconds: 3600 },
          { weekday: 'monday', met: 0, failed: 1, achievement_ratio: 0, average_seconds: 1800 },
          { weekday: 'friday', met: 0, failed: 0, achievement_ratio: null, average_seconds: 0 },
        ]),
        // 133.33 of the later three, 50 of the earlier.
        trend: { direction: 'up', change: 83.33, data: expect.any(Array) },
      },
    ]);
    expect(body.data.goals[0].trend.data).toHaveLength(7);
    expect(body.data.overall).toMatchObject({ ...figures, best_period: { goal_id: id } });
    expect(body.data.overall.trend.at(-1)).toEqual({ date: '2026-11-26', met: 1, failed: 0 });
    await make({ seconds: 1800, is_inverse: true, delta: 'week' });
    const both = (await app.get('users/current/goals/analytics?range=all_time&periods=2', ada)).body.data;
    expect(both.goals.map(({ trend }: { trend: { data: unknown[] } }) => trend.data.length)).toEqual([2, 2]);
    expect((await app.get('users/current/goals/analytics?range=soon', ada)).body.errors).toEqual({
      range: [expect.stringContaining('is not a range. Use today')],
    });
    expect((await app.get('users/current/goals/analytics?periods=0', ada)).status).toBe(400);
    expect((await app.get('users/current/goals/analytics', await app.newUser())).body.data).toMatchObject({
      overall: { counts: { met: 0, failed: 0, ignored: 0, pending: 0 }, achievement_ratio: null, best_period: null, trend: [] },
      goals: [],
    });
  });

  it('rest until the day in which a snooze ends: that one counts', async () => {
    for (const daysAgo of [1, 2]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    // From Friday on until Sunday morning.
    await change(id, { snooze_until: '2026-11-29T08:00:00Z' });
    expect(await one(id)).toMatchObject({ status: 'ignored', is_snoozed: true, progress: { streak: 2 } });
    app.clock.at = NOON + 3 * DAY * 1000;
    expect((await statuses(id)).slice(-4)).toEqual(['ignored', 'ignored', 'fail', 'pending']);
    expect((await one(id)).chart_data.at(-3).range_status_reason).toBe('Snoozed');
    await work(-2, 60);
    expect(await one(id)).toMatchObject({ progress: { streak: 3 }, is_snoozed: false });
    // At midnight a day begins: the one before it was the last.
    await change(id, { snooze_until: '2026-12-01T00:00:00Z' });
    expect((await one(id)).status).toBe('ignored');
    // It ends today, so today counts.
    await change(id, { snooze_until: '2026-11-30T18:00:00Z' });
    expect(await one(id)).toMatchObject({ status: 'pending', is_snoozed: true, progress: { streak: 3 } });
  });

  it('have a current streak over all, whatever range is analysed', async () => {
    for (let daysAgo = 1; daysAgo <= 10; daysAgo++) await work(daysAgo, 60);
    await make({ seconds: 3600 });
    const overall = async (range: string) => {
      const { current_streak: current, longest_streak: longest } = (await app.get(`users/current/goals/analytics?range=${range}`, ada)).body
        .data.overall;
      return [current, longest];
    };
    expect([await overall('last_7_days'), await overall('all_time'), await overall('2026-10')]).toEqual([
      [10, 6],
      [10, 10],
      [10, 0],
    ]);
    await make({ seconds: 36_000, delta: 'week' });
    // The week from Monday the 23rd still runs; the one before failed on Sunday, and did not begin in the range.
    expect(await overall('last_7_days')).toEqual([4, 6]);
  });

  it.each([
    ['a pause of long ago', { from: '2026-10-27' }, 'from'],
    ['a pause that ends before it begins', { from: '2026-11-27', until: '2026-11-26' }, 'until'],
    ['a day that is none', { from: '2026-02-30' }, 'from'],
    ['a reason of two lines', { reason: 'a\nb' }, 'reason'],
  ])('refuse %s', async (_, body, field) => {
    const answer = await app.call('POST', `${GOALS}/pauses`, ada, body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  });

  it.each([
    ['no target', {}, 'seconds'],
    ['a target of 0', { seconds: 0 }, 'seconds'],
    ['a negative target', { target_seconds: -1 }, 'target_seconds'],
    ['a target as text', { seconds: '3600' }, 'seconds'],
    ['more than a day has', { seconds: 86_401 }, 'seconds'],
    ['more than a week has', { seconds: 604_801, delta: 'week' }, 'seconds'],
    ['more than February has', { seconds: 2_419_201, delta: 'month' }, 'seconds'],
    ['days a week by the day', { seconds: 60, delta: 'day', days_per_week: 3 }, 'days_per_week'],
    ['days a week of a daily goal', { seconds: 60, type: 'daily', days_per_week: 3 }, 'days_per_week'],
    ['days a week by the month', { seconds: 60, delta: 'month', days_per_week: 3 }, 'days_per_week'],
    ['an unknown period', { seconds: 60, delta: 'year' }, 'delta'],
    ['two periods', { seconds: 60, delta: 'week', type: 'daily' }, 'delta'],
    ['eight days a week', { seconds: 60, days_per_week: 8 }, 'days_per_week'],
    ['an unknown weekday', { seconds: 60, ignore_days: ['someday'] }, 'ignore_days'],
    ['no weekday left', { seconds: 60, ignore_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }, 'ignore_days'],
    ['an improvement by nothing', { seconds: 60, improve_by_percent: 0 }, 'improve_by_percent'],
    ['an instant that is none', { seconds: 60, snooze_until: 'tomorrow' }, 'snooze_until'],
    ['languages as text', { seconds: 60, languages: 'Go' }, 'languages'],
    ['a field that there is not', { seconds: 60, colour: 'red' }, 'colour'],
  ])('refuse %s and say what to do', async (_, body, field) => {
    const answer = await make(body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
    expect(await list()).toEqual([]);
  });

  it('are 100 at most and none of them twice, also when several are made at once', async () => {
    const twins = await Promise.all(Array.from({ length: 4 }, () => make({ seconds: 3600, languages: ['Go'] })));
    expect(twins.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400, 400, 400]);
    expect(twins.find(({ status }) => status === 400)?.body.error).toContain('You have this goal already: Code 1 hr a day in Go.');
    expect((await make({ seconds: 3600, language: 'go', title: 'The same' })).status).toBe(400);
    for (let n = 0; n < 96; n++) await make({ seconds: 60 + n });
    const last = await Promise.all(Array.from({ length: 6 }, (_, n) => make({ seconds: 1000 + n })));
    expect(last.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 400, 400, 400]);
    expect(last.find(({ status }) => status === 400)?.body.error).toContain('100 goals');
    expect(await list()).toHaveLength(100);
    const id = last.find(({ status }) => status === 201)?.body.id;
    expect((await change(id, { seconds: 3600, language: 'Go' })).status).toBe(400);
  });

  it('may be of 28 days a month, and of days a week by the week', async () => {
    expect((await make({ seconds: 2_419_200, delta: 'month' })).status).toBe(201);
    expect((await make({ seconds: 60, type: 'weekly', days_per_week: 3 })).body).toMatchObject({ delta: 'week', days_per_week: 3 });
    const refused = await make({ seconds: 60, delta: 'day', days_per_week: 3 });
    expect(refused.body.errors.days_per_week[0]).toContain('Use delta "week", or leave days_per_week out of a goal by the day.');
  });

  it('ask for 100,000 characters of names at most, all together', async () => {
    const names = (n: number, length: number) => Array.from({ length: 100 }, (_, at) => `${n}-${at}-`.padEnd(length, 'x'));
    for (const n of [0, 1]) expect((await make({ seconds: 60, projects: names(n, 450) })).status).toBe(201);
    const refused = await make({ seconds: 60, projects: names(2, 101) });
    expect([refused.status, refused.body.error]).toEqual([
      409,
      expect.stringMatching(/may have 100000 characters together, and with these they have 100100\. Use fewer/),
    ]);
    const second = await make({ seconds: 60, projects: names(2, 100), type: 'x' });
    expect(second.status).toBe(201);
    expect((await change(second.body.id, { languages: ['Go'] })).status).toBe(409);
    expect((await change(second.body.id, { is_mailed: true, projects: names(2, 50) })).status).toBe(200);
    expect((await change(second.body.id, { languages: ['Go'] })).status).toBe(200);
    expect(await list()).toHaveLength(3);
  });

  it('are nobody else\u2019s', async () => {
    const eve = await app.newUser();
    const { id } = (await make({ seconds: 3600 })).body;
    for (const answer of [
      await app.get(`users/current/goals/${id}`, eve),
      await change(id, { seconds: 60 }, eve),
      await app.call('DELETE', `${GOALS}/${id}`, eve),
      await app.call('DELETE', `${GOALS}?id=${id}`, eve),
      await app.call('POST', `${GOALS}/pauses`, eve, { goal_id: id }),
      await app.get('users/current/goals/none', eve),
    ])
      expect([answer.status, answer.body.error]).toEqual([404, expect.stringContaining('There is no such goal')]);
    expect(await list(eve)).toEqual([]);
    expect(await list()).toMatchObject([{ seconds: 3600 }]);
  });
});
