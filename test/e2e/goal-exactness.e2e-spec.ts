import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const GOALS = '/api/v1/users/current/goals';
/** A Friday. */
const NOON = Date.parse('2026-11-27T12:00:00Z');
const DAY = 86_400;
const HOUR = 3600;
const today = NOON / 1000 - 12 * HOUR;

describe('goals stay exact', () => {
  let app: TestApp;
  let ada: TestUser;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    app.clock.at = NOON;
    ada = await app.newUser();
  });

  /** So many minutes from eight in the morning; a heartbeat every ten. */
  const workAt = (day: number, minutes: number, of: Record<string, unknown> = { language: 'Go', project: 'engine' }) =>
    app.send(
      ada,
      Array.from({ length: Math.floor(minutes / 10) + 1 }, (_, n) => ({ time: day + 8 * HOUR + n * 600, ...of })),
    );
  const work = (daysAgo: number, minutes: number, of?: Record<string, unknown>) => workAt(today - daysAgo * DAY, minutes, of);
  const make = (body: Record<string, unknown>) => app.call('POST', GOALS, ada, body);
  const one = async (id: string) => (await app.get(`users/current/goals/${id}`, ada)).body.data;
  const change = (id: string, body: unknown) => app.call('PATCH', `${GOALS}/${id}`, ada, body);

  it('when a project or language is renamed, merged or shown by its own name again', async () => {
    await work(0, 60);
    await work(1, 60);
    const { id } = (await make({ seconds: 3600, project: 'engine', language: 'go' })).body;
    expect((await one(id)).progress).toMatchObject({ current_seconds: 3600, streak: 2 });
    expect((await app.call('PATCH', '/api/v1/users/current/projects/engine', ada, { name: 'motor' })).status).toBe(200);
    expect((await one(id)).progress).toMatchObject({ current_seconds: 3600, streak: 2 });
    expect((await app.call('DELETE', '/api/v1/users/current/projects/motor/name', ada)).status).toBe(200);
    expect((await one(id)).progress).toMatchObject({ current_seconds: 3600, streak: 2 });
  });

  it('when a name is renamed again and again, merged on the way, and shown by its own name again', async () => {
    const rename = async (name: string, to: string) =>
      expect((await app.call('PATCH', `/api/v1/users/current/projects/${name}`, ada, { name: to })).status).toBe(200);
    await work(0, 60);
    await work(1, 60, { project: 'wheel' });
    await rename('engine', 'motor');
    const { id } = (await make({ seconds: 3600, project: 'motor' })).body;
    const counted = async () =>
      (await one(id)).chart_data.slice(-2).map(({ actual_seconds: seconds }: { actual_seconds: number }) => seconds);
    expect(await counted()).toEqual([0, 3600]);
    await rename('motor', 'drive');
    expect(await counted()).toEqual([0, 3600]);
    await rename('drive', 'turbine');
    expect(await counted()).toEqual([0, 3600]);
    // Merged with another one: there is one project, and all of it counts.
    await rename('turbine', 'wheel');
    expect(await counted()).toEqual([3600, 3600]);
    expect((await app.call('DELETE', '/api/v1/users/current/projects/wheel/name', ada)).status).toBe(200);
    expect(await counted()).toEqual([0, 3600]);
    await rename('engine', 'mill');
    expect(await counted()).toEqual([0, 3600]);
    await rename('mill', 'motor');
    await rename('motor', 'engine');
    expect(await counted()).toEqual([0, 3600]);
    expect((await db.query('SELECT FROM former_names WHERE user_id = $1', [ada.userId])).rowCount).toBeLessThan(8);
  });

  it('when they are changed often in one day: the past keeps its goal, and one change a day is kept', async () => {
    await work(1, 60);
    await work(0, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    for (const seconds of [7200, 10_800, 14_400]) await change(id, { seconds });
    app.clock.at = NOON + DAY * 1000;
    for (const seconds of [18_000, 21_600]) await change(id, { seconds });
    const targets = (await one(id)).chart_data.slice(-3).map(({ goal_seconds: seconds }: { goal_seconds: number }) => seconds);
    expect(targets).toEqual([3600, 14_400, 21_600]);
    expect((await db.query('SELECT FROM goal_versions WHERE user_id = $1', [ada.userId])).rowCount).toBe(3);
  });

  it('that improve, however far back they are read', async () => {
    const months = Array.from({ length: 21 }, (_, n) => Date.UTC(2025, 1 + n, 10) / 1000);
    // Eight months of 10 minutes, seven of 100, six of 110: each of the last 13 is 1 % more than the seven before it.
    for (const [n, month] of months.entries()) await workAt(month, n < 8 ? 10 : n < 15 ? 100 : 110);
    const { id } = (await make({ seconds: 60, delta: 'month', improve_by_percent: 1 })).body;
    const { progress, chart_data: periods } = await one(id);
    expect(progress.streak).toBe(13);
    expect(periods[0]).toMatchObject({ date: '2026-05-01', goal_seconds: Math.round(6000 * 1.01) });
  });

  it('of at most on days a week: they fail once there are not enough days left', async () => {
    await work(1, 60);
    const { id } = (await make({ seconds: 1800, days_per_week: 7, is_inverse: true })).body;
    expect((await one(id)).status).toBe('fail');
    const lenient = (await make({ seconds: 1800, days_per_week: 6, is_inverse: true })).body;
    expect(lenient.status).toBe('pending');
  });

  it('of at most explain what counts against them alone', async () => {
    await app.call('PATCH', '/api/v1/users/current', ada, { weekday_start: 1 });
    await work(0, 60, { project: 'friday' });
    await work(1, 60, { project: 'thursday' });
    const { body } = await make({ seconds: 36_000, delta: 'week', is_inverse: true, ignore_days: ['thursday'] });
    expect(body.chart_data).toMatchObject([{ actual_seconds: 3600, explain: { projects: [{ name: 'friday', seconds: 3600 }] } }]);
  });

  it('when a pause ends: the days that it covered stay ignored', async () => {
    const pauses = `${GOALS}/pauses`;
    for (const daysAgo of [0, 3]) await work(daysAgo, 60);
    const { id } = (await make({ seconds: 3600 })).body;
    const { body } = await app.call('POST', pauses, ada, { from: '2026-11-25', reason: 'ill' });
    expect((await one(id)).status).toBe('ignored');
    const ended = await app.call('PATCH', `${pauses}/${body.data.id}`, ada, { until: '2026-11-26' });
    expect([ended.status, ended.body.data]).toEqual([200, { ...body.data, until: '2026-11-26' }]);
    expect((await one(id)).progress.streak).toBe(2);
    const named = await app.call('PATCH', `${pauses}/${body.data.id}`, ada, { reason: ' flu ' });
    expect(named.body.data).toMatchObject({ reason: 'flu', until: '2026-11-26' });
    expect((await app.call('GET', pauses, ada)).body.data).toEqual([named.body.data]);
    expect((await app.call('PATCH', `${pauses}/${body.data.id}`, ada, { until: '2026-11-24' })).body.errors).toHaveProperty('until');
    expect((await app.call('PATCH', `${pauses}/${body.data.id}`, await app.newUser(), { reason: 'x' })).status).toBe(404);
    // What is long over does not go on.
    app.clock.at = NOON + 40 * DAY * 1000;
    expect((await app.call('PATCH', `${pauses}/${body.data.id}`, ada, { until: null })).body.errors).toHaveProperty('until');
    expect((await app.call('PATCH', `${pauses}/${body.data.id}`, ada, { until: '2026-11-25' })).status).toBe(200);
  });

  it('about whose title it is: what clients read and send back says nothing', async () => {
    const made = (await make({ seconds: 3600, title: 'Code 1 hr a day' })).body;
    expect(made).toMatchObject({ title: 'Code 1 hr a day', custom_title: null });
    const titles = async (body: Record<string, unknown>) => {
      const { title, custom_title: custom } = (await change(made.id, body)).body;
      return [title, custom];
    };
    // A client that saves a whole form, with another target.
    expect(await titles({ title: 'Code 1 hr a day', custom_title: null, seconds: 7200 })).toEqual(['Code 2 hrs a day', null]);
    expect(await titles({ title: 'Code 2 hrs a day', seconds: 3600 })).toEqual(['Code 1 hr a day', null]);
    expect(await titles({ title: null, custom_title: 'x' })).toEqual(['x', 'x']);
    expect(await titles({ title: 'x', custom_title: 'x', seconds: 7200 })).toEqual(['x', 'x']);
    expect(await titles({ title: 'x', custom_title: ' y ' })).toEqual(['y', 'y']);
    expect(await titles({ title: 'z', custom_title: 'y' })).toEqual(['z', 'z']);
    expect(await titles({ title: 'z' })).toEqual(['z', 'z']);
    expect(await titles({ title: 'z', custom_title: null })).toEqual(['Code 2 hrs a day', null]);
    expect(await titles({ custom_title: 'w' })).toEqual(['w', 'w']);
    expect(await titles({ title: 'Code 2 hrs a day' })).toEqual(['Code 2 hrs a day', null]);
    expect(await titles({ title: 'w' })).toEqual(['w', 'w']);
    expect(await titles({ title: null })).toEqual(['Code 2 hrs a day', null]);
    expect((await make({ seconds: 60, title: null, custom_title: 'x' })).body).toMatchObject({ title: 'x', custom_title: 'x' });
    // Long names, and names of two lines, are titles that can be sent back.
    const long = (await make({ seconds: 60, projects: [`a\nb${'😀'.repeat(300)}`] })).body;
    expect(long.title).toMatch(/^Code 1 min a day on a b😀+…$/u);
    expect((await change(long.id, { title: long.title, seconds: 120 })).body).toMatchObject({
      title: expect.stringContaining('2 mins'),
      custom_title: null,
    });
  });

  it('about what is a duplicate', async () => {
    expect((await make({ seconds: 60, languages: ['Go', 'GO', 'Rust'], project: 'engine' })).body.languages).toEqual(['Go', 'Rust']);
    expect((await make({ seconds: 60, languages: ['rust', 'go'], project: 'engine' })).status).toBe(400);
    // Projects that differ in their letter case are two.
    expect((await make({ seconds: 60, languages: ['rust', 'go'], project: 'Engine' })).status).toBe(201);
    expect((await make({ seconds: 60, language: ' ' })).body).toMatchObject({ languages: [], title: 'Code 1 min a day' });
  });

  it.each([
    ['two targets', { seconds: 60, target_seconds: 120 }, 'seconds'],
    ['more days than a week without the ignored ones has', { seconds: 60, days_per_week: 6, ignore_days: ['sat', 'sun'] }, 'days_per_week'],
    ['a blank name', { seconds: 60, projects: [' '] }, 'projects'],
    ['a name of thousands of characters', { seconds: 60, machines: ['x'.repeat(1001)] }, 'machines'],
    ['the 30th of February', { seconds: 60, snooze_until: '2027-02-30T00:00:00Z' }, 'snooze_until'],
  ])('and refuse %s', async (_, body, field) => {
    const answer = await make(body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
  });

  it('and refuse a type that says another period', async () => {
    const { id } = (await make({ seconds: 60, type: 'daily' })).body;
    expect((await change(id, { type: 'weekly' })).status).toBe(400);
    expect((await change(id, { type: 'daily', title: 'As it was' })).status).toBe(200);
    expect((await change(id, { type: 'coding_time' })).body.type).toBe('coding_time');
  });
});
