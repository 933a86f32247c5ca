import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');

// A dashboard of WakaTime is a team (contract §1.9).
describe.each(['/api/v1', '/api/v1/compat/waka'])('dashboards of organizations at %s', (mount) => {
  let app: TestApp;
  let db: Connection;
  let owner: TestUser;
  let ada: TestUser;
  let bob: TestUser;
  let eve: TestUser;
  let team: string;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
    [owner, ada, bob, eve] = [await app.newUser(), await app.newUser(), await app.newUser(), await app.newUser()];
    await app.call('POST', '/api/v1/organizations', owner, { name: 'Acme', slug: 'acme' });
    for (const [user, level] of [
      [ada, 4],
      [bob, 1],
    ] as const) {
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) SELECT id, $1, 'member', 'link' FROM organizations`, [
        user.userId,
      ]);
      await db.query(
        `INSERT INTO org_shares (org_id, user_id, version, level, spans)
         SELECT id, $1, 1, $2::smallint, jsonb_build_array(jsonb_build_array(NULL, $2::smallint)) FROM organizations`,
        [user.userId, level],
      );
      await app.send(
        user,
        [0, 60, 120].map((s) => ({ time: NOON / 1000 - 3_600 + s, project: 'engine', language: 'Go' })),
      );
    }
    team = (await app.call('POST', '/api/v1/organizations/acme/teams', owner, { name: 'Engines' })).body.data.id;
    await app.call('PUT', `/api/v1/organizations/acme/teams/Engines/members/${ada.publicId}`, owner, {});
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const get = (path: string, user = owner) => app.call('GET', `${mount}/users/current/orgs/acme/${path}`, user);

  it('are everyone and the teams', async () => {
    const { body } = await get('dashboards');
    expect(body.data.map(({ id, name, members_count: n }: { id: string; name: string; members_count: number }) => [id, name, n])).toEqual([
      ['everyone', 'Everyone', 3],
      [team, 'Engines', 1],
    ]);
    expect([body.total, body.page, body.total_pages, body.next_page]).toEqual([2, 1, 1, null]);
    expect((await get('dashboards', eve)).status).toBe(404);
  });

  it('list their members, and whose time is hidden', async () => {
    const { body } = await get('dashboards/everyone/members');
    const hidden = new Map(body.data.map((member: { id: string; is_view_only: boolean }) => [member.id, member.is_view_only]));
    expect([hidden.get(ada.publicId), hidden.get(bob.publicId)]).toEqual([false, true]);
    expect((await get(`dashboards/${team}/members`)).body.data).toHaveLength(1);
  });

  it('tell the day of who shares it, which they can see', async () => {
    const { body } = await get('dashboards/everyone/summaries?date=2026-11-24');
    expect(body.data).toEqual([
      expect.objectContaining({
        member: expect.objectContaining({ id: ada.publicId }),
        grand_total: expect.objectContaining({ total_seconds: 120 }),
        projects: [expect.objectContaining({ name: 'engine' })],
      }),
    ]);
    expect(body.cumulative_total).toMatchObject({ seconds: 120, text: '2 mins' });
    const log = await app.get('users/current/orgs/acme/access-log', ada);
    expect(log.body.data).toEqual([expect.objectContaining({ what: 'summaries' })]);
    expect((await get('dashboards/everyone/summaries', bob)).status).toBe(403);
    expect((await get('dashboards/nobody/summaries')).status).toBe(400);
  });

  it('tell the days of a member', async () => {
    const { body } = await get(`dashboards/${team}/members/${ada.publicId}/summaries?start=2026-11-23&end=2026-11-24`);
    expect(body.data.map((day: { grand_total: { total_seconds: number } }) => day.grand_total.total_seconds)).toEqual([0, 120]);
    expect((await get(`dashboards/everyone/members/${bob.publicId}/summaries`)).status).toBe(404);
  });

  it('tell when who shares everything worked on what, and of others nothing', async () => {
    const { status, body } = await get('dashboards/everyone/durations?date=2026-11-24');
    expect(status).toBe(200);
    const day = { start: '2026-11-24T00:00:00Z', end: '2026-11-24T23:59:59Z', timezone: 'UTC' };
    expect(body.data).toHaveLength(3);
    expect(body.data).toEqual(
      expect.arrayContaining([
        {
          member: expect.objectContaining({ id: ada.publicId, is_view_only: false, email: null }),
          durations: [{ project: 'engine', time: NOON / 1000 - 3_600, duration: 120, color: null }],
          ...day,
        },
        { member: expect.objectContaining({ id: bob.publicId, is_view_only: true }), durations: [], ...day },
      ]),
    );
    expect([body.total, body.page, body.per_page, body.total_pages]).toEqual([3, 1, 50, 1]);
    const log = (await app.get('users/current/orgs/acme/access-log', ada)).body.data;
    expect(log).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'durations', count: 1 })]));
    expect((await app.get('users/current/orgs/acme/access-log', bob)).body.data).toEqual([]);
    expect((await get('dashboards/Engines/durations?date=2026-11-23')).body.data).toEqual([
      expect.objectContaining({ member: expect.objectContaining({ id: ada.publicId }), durations: [] }),
    ]);
    const one = await get(`dashboards/${team}/members/${ada.publicId}/durations?date=today`);
    expect(one.body).toEqual({ data: [{ project: 'engine', time: NOON / 1000 - 3_600, duration: 120, color: null }], ...day });
    expect((await get(`dashboards/everyone/members/${bob.publicId}/durations`)).status).toBe(404);
    expect((await get('dashboards/everyone/durations', bob)).status).toBe(403);
    for (const path of [
      'dashboards/nobody/durations',
      'dashboards/everyone/durations?date=yesterday',
      'dashboards/everyone/durations?page=0',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 400]);
  });
});
