import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OPERATOR, SERVER } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { ApplyRules, CreateRule, DeleteRule } from '@app/heartbeats';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ONE = '/api/v1/users/current/external_durations';
const BULK = `${ONE}.bulk`;
const NOON = Date.parse('2026-11-24T12:00:00Z');
const HOUR = 3600;
/** 09:00 on that day. */
const START = NOON / 1000 - 3 * HOUR;

describe('external durations', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ada = await app.newUser();
  });

  const meeting = (more: Record<string, unknown> = {}) => ({
    external_id: 'm1',
    entity: 'Planning',
    type: 'event',
    category: 'meeting',
    start_time: START,
    end_time: START + HOUR,
    project: 'engine',
    provider: 'Calendar',
    meta: 'https://calendar.example/1',
    ...more,
  });
  const post = (body: unknown, url = BULK) => app.call('POST', url, ada, body);
  const list = async (query = 'date=2026-11-24') => (await app.get(`users/current/external_durations?${query}`, ada)).body;
  const count = (counts = true) => app.call('PATCH', '/api/v1/users/current', ada, { counts_external_durations: counts });
  const today = async () => (await app.get('users/current/summaries?range=today', ada)).body.data[0];
  const durations = async () => (await app.get('users/current/durations?date=today', ada)).body.data;

  it.each(['/api/v1', '/api/v1/compat/waka'])('are stored, listed and deleted at %s', async (mount) => {
    const url = `${mount}/users/current/external_durations`;
    const stored = await post(meeting({ branch: 'main', language: 'Go' }), url);
    const data = { id: expect.any(String), ...meeting({ branch: 'main', language: 'Go' }) };
    expect(stored).toMatchObject({ status: 201, body: { data } });
    expect(Object.keys(stored.body.data)).toEqual([
      'id',
      'external_id',
      'entity',
      'type',
      'provider',
      'category',
      'start_time',
      'end_time',
      'project',
      'branch',
      'language',
      'meta',
    ]);
    const listed = await app.call('GET', `${url}?date=2026-11-24`, ada);
    expect(listed).toMatchObject({ status: 200 });
    expect(listed.body).toEqual({
      data: [stored.body.data],
      start: '2026-11-24T00:00:00Z',
      end: '2026-11-24T23:59:59Z',
      timezone: 'UTC',
    });
    const deleted = await app.call('DELETE', `${url}.bulk`, ada, { date: '2026-11-24', ids: [stored.body.data.id] });
    expect([deleted.status, deleted.body]).toEqual([200, { data: {} }]);
    expect((await list()).data).toEqual([]);
  });

  it('are nothing but what must be there, and none is null', async () => {
    const { body } = await post({ external_id: 'm', entity: 'Planning', start_time: START, end_time: START + 0.25 }, ONE);
    expect(body.data).toMatchObject({
      type: 'app',
      category: 'coding',
      provider: null,
      project: null,
      branch: null,
      language: null,
      meta: null,
    });
    expect((await list()).data).toEqual([body.data]);
  });

  it('are changed by the same external id, in one request too', async () => {
    const [[first]] = (await post([meeting()])).body.responses;
    const moved = meeting({ start_time: START - 24 * HOUR, end_time: START - 23 * HOUR, entity: 'Review' });
    const again = await post([meeting({ entity: 'x' }), moved]);
    expect(again.status).toBe(201);
    expect(again.body.responses.map(([body, status]: [{ data: { id: string } }, number]) => [body.data.id, status])).toEqual([
      [first.data.id, 201],
      [first.data.id, 201],
    ]);
    expect((await list()).data).toEqual([]);
    expect((await list('date=2026-11-23')).data).toMatchObject([{ id: first.data.id, entity: 'Review' }]);
  });

  it('are refused one by one', async () => {
    const answer = await post([meeting(), meeting({ external_id: 'm2', end_time: START }), 7, {}]);
    expect(answer.status).toBe(201);
    expect(answer.body.responses).toEqual([
      [{ data: expect.objectContaining({ external_id: 'm1' }) }, 201],
      [{ errors: { end_time: ['The end must be after the start.'] } }, 400],
      [{ errors: { external_duration: [expect.any(String)] } }, 400],
      [
        {
          errors: {
            external_id: [expect.any(String)],
            entity: [expect.any(String)],
            start_time: [expect.any(String)],
            end_time: [expect.any(String)],
          },
        },
        400,
      ],
    ]);
    const alone = await post(meeting({ end_time: START }), ONE);
    expect([alone.status, alone.body]).toEqual([
      400,
      { error: expect.stringContaining('The end must be after the start.'), errors: { end_time: ['The end must be after the start.'] } },
    ]);
  });

  it.each<[string, string, unknown, number]>([
    ['a list for one', ONE, [], 400],
    ['one for a list', BULK, {}, 400],
    ['a text', BULK, '"x"', 400],
    ['no body', ONE, undefined, 400],
    ['1,001 of them', BULK, Array.from({ length: 1001 }, () => ({})), 413],
  ])('are refused as a whole: %s', async (_, url, body, status) => {
    const answer = await post(body, url);
    expect([answer.status, answer.body]).toEqual([status, { error: expect.any(String) }]);
  });

  it('are at most 300 that begin on one day', async () => {
    const many = (from: number, n: number) =>
      Array.from({ length: n }, (_, at) => meeting({ external_id: `m${from + at}`, start_time: START + at, end_time: START + at + 1 }));
    const statuses = async (items: unknown[]): Promise<number[]> => {
      const { responses } = (await post(items)).body;
      return [...new Set<number>(responses.map(([, status]: [unknown, number]) => status))];
    };
    expect(await statuses(many(0, 299))).toEqual([201]);
    expect(await statuses(many(299, 2))).toEqual([400]);
    expect(await statuses(many(299, 1))).toEqual([201]);
    expect(await statuses(many(0, 150))).toEqual([201]);
    expect(await statuses([meeting({ external_id: 'more', start_time: START - 24 * HOUR, end_time: START })])).toEqual([201]);
    expect((await list()).data).toHaveLength(301);
  });

  it('are listed by project, branch and zone, and a day is needed', async () => {
    await post([meeting({ branch: 'main' }), meeting({ external_id: 'm2', project: 'wheel', branch: 'dev' })]);
    const ids = async (query: string) => (await list(query)).data.map((d: { external_id: string }) => d.external_id);
    expect(await ids('date=2026-11-24&project=wheel')).toEqual(['m2']);
    expect(await ids('date=2026-11-24&project=wheel&branches=main')).toEqual([]);
    expect(await ids('date=2026-11-24&project=&branches=')).toEqual(['m1', 'm2']);
    expect(await ids('date=2026-11-24&timezone=Pacific/Kiritimati')).toEqual(['m1', 'm2']);
    expect(await ids('date=2026-11-25&timezone=Pacific/Kiritimati')).toEqual([]);
    for (const query of ['', 'date=x', 'date=2026-11-24&timezone=Mars']) {
      const answer = await app.get(`users/current/external_durations?${query}`, ada);
      expect([answer.status, answer.body.error]).toEqual([400, expect.any(String)]);
    }
  });

  it('are somebody’s own', async () => {
    const [[{ data }]] = (await post([meeting()])).body.responses;
    const eve = await app.newUser();
    expect((await app.get('users/current/external_durations?date=2026-11-24', eve)).body.data).toEqual([]);
    expect((await app.call('DELETE', BULK, eve, { date: '2026-11-24', ids: [data.id] })).status).toBe(200);
    expect((await list()).data).toHaveLength(1);
    expect((await app.call('POST', BULK, null, [meeting()])).status).toBe(401);
  });

  it('are deleted on a day that they touch alone', async () => {
    const [[{ data }]] = (await post([meeting({ start_time: START - 10 * HOUR, end_time: START })])).body.responses;
    await app.call('DELETE', BULK, ada, { date: '2026-11-22', ids: [data.id] });
    expect((await list()).data).toHaveLength(1);
    await app.call('DELETE', BULK, ada, { date: '2026-11-23', ids: [data.id] });
    expect((await list()).data).toEqual([]);
    expect((await app.call('DELETE', BULK, ada, { date: '2026-02-30', ids: [] })).status).toBe(400);
    expect((await app.call('DELETE', BULK, ada, { date: '2026-02-20', ids: ['x'] })).status).toBe(400);
  });

  it('count in totals where the user says so, with all their dimensions', async () => {
    await post([meeting()]);
    expect((await today()).grand_total.total_seconds).toBe(0);
    expect((await app.get('users/current', ada)).body.data.counts_external_durations).toBe(false);
    expect(await count()).toMatchObject({ status: 200, body: { data: { counts_external_durations: true } } });
    const day = await today();
    expect(day.grand_total.total_seconds).toBe(3600);
    for (const [dimension, name] of [
      ['projects', 'engine'],
      ['categories', 'Meeting'],
      ['editors', 'Calendar'],
      ['languages', 'Other'],
    ] as const) {
      expect(day[dimension]).toMatchObject([{ name, total_seconds: 3600 }]);
    }
    expect((await app.get('users/current/all_time_since_today', ada)).body.data).toMatchObject({
      total_seconds: 3600,
      range: { start_date: '2026-11-24' },
    });
    await count(false);
    expect((await today()).grand_total.total_seconds).toBe(0);
  });

  it('count where no time between heartbeats does, and never twice', async () => {
    await count();
    await app.send(ada, [{ time: START + 600 }, { time: START + 900 }]);
    await post([meeting(), meeting({ external_id: 'M', project: 'early', start_time: START + 1800, end_time: START + 2 * HOUR })]);
    const day = await today();
    expect(day.grand_total.total_seconds).toBe(2 * HOUR);
    const projects = Object.fromEntries(day.projects.map((p: { name: string; total_seconds: number }) => [p.name, p.total_seconds]));
    expect(projects).toEqual({ early: 2 * HOUR - 1800, engine: 1500, 'Unknown Project': 300 });
    expect((await durations()).map((d: Record<string, unknown>) => [d['time'], d['duration'], d['entity'], d['external_id']])).toEqual([
      [START, 600, 'Planning', 'm1'],
      [START + 600, 300, '/p/a.ts', undefined],
      [START + 900, 900, 'Planning', 'm1'],
      [START + 1800, 2 * HOUR - 1800, 'Planning', 'M'],
    ]);
  });

  it('obey rules: one that drops by project at once, one on the entity when it is applied to history, and both are undone', async () => {
    await count();
    await post([
      meeting(),
      meeting({ external_id: 'm2', project: 'wheel', entity: 'Review', start_time: START + 1800, end_time: START + 2 * HOUR }),
    ]);
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    const projects = async () =>
      Object.fromEntries((await today()).projects.map((p: { name: string; total_seconds: number }) => [p.name, p.total_seconds]));
    expect(await projects()).toEqual({ engine: HOUR, wheel: HOUR });
    const drop = await app.commands.execute(
      new CreateRule(OPERATOR, ada.userId, { field: 'project', operation: 'equals', value: 'engine', sets: null }),
    );
    expect(await projects()).toEqual({ wheel: 2 * HOUR - 1800 });
    const rename = await app.commands.execute(
      new CreateRule(OPERATOR, ada.userId, { field: 'entity', operation: 'equals', value: 'Review', sets: { project: 'engine two' } }),
    );
    await app.commands.execute(new ApplyRules(SERVER, ada.userId));
    expect(await projects()).toEqual({ 'engine two': 2 * HOUR - 1800 });
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    expect(await projects()).toEqual({ 'engine two': 2 * HOUR - 1800 });
    // What is sent from now on obeys both.
    await post([meeting({ external_id: 'm3', entity: 'Review', start_time: START - HOUR, end_time: START })]);
    expect(await projects()).toEqual({ 'engine two': 3 * HOUR - 1800 });
    for (const { id } of [drop, rename]) await app.commands.execute(new DeleteRule(OPERATOR, ada.userId, id));
    await app.commands.execute(new ApplyRules(SERVER, ada.userId));
    expect(await projects()).toEqual({ engine: 2 * HOUR, wheel: HOUR });
  });

  it('are blocks of durations in one piece over midnight of UTC, whether they count or not', async () => {
    app.clock.at = NOON;
    await app.call('PATCH', '/api/v1/users/current', ada, { timezone: 'America/New_York' });
    await post([meeting({ start_time: START - 10 * HOUR, end_time: START - 8 * HOUR })]);
    const { body } = await app.get('users/current/durations?date=2026-11-23', ada);
    expect(body.data).toMatchObject([{ time: START - 10 * HOUR, duration: 2 * HOUR, project: 'engine', external_id: 'm1' }]);
    expect((await app.get('users/current/summaries?start=2026-11-23&end=2026-11-23', ada)).body.data[0].grand_total.total_seconds).toBe(0);
  });
});
