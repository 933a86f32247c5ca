import { PruneViews } from '@app/orgs';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY_MS = 86_400_000;
const TODAY = Date.UTC(2026, 0, 14);

describe('sharing with an organization', () => {
  let app: TestApp;
  let db: Connection;
  let made = 0;
  let org: { slug: string; orgId: number; owner: TestUser };
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    app.clock.at = TODAY + 18 * 3_600_000;
    const owner = await app.newUser();
    const slug = `guild-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [slug]);
    org = { slug, orgId: rows[0].id, owner };
    ada = await join('member');
  });

  const join = async (role: string, orgId = org.orgId): Promise<TestUser> => {
    const user = await app.newUser();
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, $3, 'link')`, [orgId, user.userId, role]);
    return user;
  };
  const share = (user: TestUser, body: object, slug = org.slug) =>
    app.call('PUT', `/api/v1/users/current/orgs/${slug}/sharing`, user, body);
  const sharing = async (user: TestUser, query = '') => (await app.get(`users/current/orgs/${org.slug}/sharing${query}`, user)).body.data;
  /** Two minutes at noon of a day, `ago` days before today. */
  const work = (user: TestUser, ago: number, project = 'app') =>
    app.send(
      user,
      [0, 60, 120].map((s) => ({ project, language: 'Go', time: (TODAY - ago * DAY_MS) / 1000 + 43_200 + s })),
    );
  const seconds = async (viewer: TestUser, user: TestUser): Promise<number[] | number> => {
    const { status, body } = await app.get(`organizations/${org.slug}/members/${user.publicId}/summaries`, viewer);
    return status === 200
      ? body.data.map(({ grand_total }: { grand_total: { total_seconds: number } }) => grand_total.total_seconds)
      : status;
  };

  it('is nothing until there is an answer, and says who sees what', async () => {
    await work(ada, 0);
    const data = await sharing(ada);
    expect(data).toMatchObject({
      organization: { slug: org.slug },
      has_left: false,
      level: 'none',
      answer: null,
      most_shared: 'everything',
      asked_to_share: 'none',
      history: [],
      seen_by: [],
      seen: { by_owner: null, by_lead: null, in_sums: null },
    });
    expect(data.levels.map(({ level }: { level: string }) => level)).toEqual(['none', 'aggregate', 'totals', 'org_projects', 'everything']);
    expect(await seconds(org.owner, ada)).toBe(404);
  });

  it('hides at once, of the past too, and a higher level counts from today unless the past is ticked', async () => {
    for (const ago of [0, 1, 2]) await work(ada, ago);
    await share(ada, { level: 'totals', include_past: true });
    expect(await seconds(org.owner, ada)).toEqual([0, 0, 0, 0, 120, 120, 120]);
    await share(ada, { level: 'aggregate' });
    expect(await seconds(org.owner, ada)).toBe(404);
    await share(ada, { level: 'everything' });
    expect(await seconds(org.owner, ada)).toEqual([0, 0, 0, 0, 0, 0, 120]);
    const data = await sharing(ada);
    expect(data).toMatchObject({ level: 'everything', answer: { version: 3, level: 'everything' } });
    expect(data.answer.spans).toEqual([
      { from: null, level: 'aggregate' },
      { from: '2026-01-14', level: 'everything' },
    ]);
    expect(data.history.map(({ version, level }: { version: number; level: string }) => [version, level])).toEqual([
      [3, 'everything'],
      [2, 'aggregate'],
      [1, 'totals'],
    ]);
    // The same as the owner is told, and what is in sums.
    const { body } = await app.get(`organizations/${org.slug}/members/${ada.publicId}/summaries`, org.owner);
    expect(data.seen.by_owner).toEqual(body);
    expect(data.seen.in_sums.map(({ total_seconds }: { total_seconds: number }) => total_seconds)).toEqual([0, 0, 0, 0, 120, 120, 120]);
    expect(data.seen_by).toEqual([expect.objectContaining({ role: 'owner', leads: [] })]);
  });

  it('is written down as versions, also of two answers at once, with what was before and after', async () => {
    const answers = await Promise.all([share(ada, { level: 'totals' }), share(ada, { level: 'aggregate' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(answers.map(({ body }) => body.data.version))).toEqual(new Set([1, 2]));
    const { rows } = await db.query(
      `SELECT subject_id, details FROM audit_log WHERE message = 'ChangeSharing' AND org_id = $1 ORDER BY id`,
      [org.orgId],
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toEqual({
      subject_id: ada.userId,
      details: { before: rows[0].details.after, after: expect.objectContaining({ version: 2 }) },
    });
  });

  it('can name one team, whose leads alone see by name', async () => {
    const { rows } = await db.query(
      `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines'), ($1, gen_random_uuid(), 'Sails') RETURNING id, public_id`,
      [org.orgId],
    );
    const [engines, sails] = rows;
    const [lead, other] = [await join('member'), await join('member')];
    for (const [team, user, isLead] of [
      [engines, lead, true],
      [engines, ada, false],
      [sails, other, true],
      [sails, ada, false],
    ] as const)
      await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, $4)', [
        org.orgId,
        team.id,
        user.userId,
        isLead,
      ]);
    await work(ada, 0);
    await share(ada, { level: 'totals', team: engines.public_id });
    expect(await seconds(lead, ada)).toEqual([0, 0, 0, 0, 0, 0, 120]);
    expect([await seconds(other, ada), await seconds(org.owner, ada)]).toEqual([404, 404]);
    const data = await sharing(ada);
    expect(data.answer.team).toEqual({ id: engines.public_id, name: 'Engines' });
    expect([data.seen.by_owner, data.seen.by_lead.data.length, data.seen_by.length]).toEqual([null, 7, 1]);
    // Without the team nobody does.
    await db.query('DELETE FROM org_team_members WHERE team_id = $1', [engines.id]);
    await db.query('DELETE FROM org_teams WHERE id = $1', [engines.id]);
    expect([await seconds(lead, ada), await seconds(org.owner, ada)]).toEqual([403, 404]);
    for (const team of [sails.id, 'Engines', '7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b'])
      expect((await share(ada, { level: 'totals', team: String(team) })).status).toBe(400);
  });

  it('is capped by the organization while it is read, and never raised', async () => {
    await work(ada, 0);
    await share(ada, { level: 'everything' });
    await db.query('UPDATE organizations SET most_shared = 2, asked_to_share = 4 WHERE id = $1', [org.orgId]);
    const { body } = await app.get(`organizations/${org.slug}/members/${ada.publicId}/summaries`, org.owner);
    expect(body.sharing.at(-1)).toBe('totals');
    expect(body.data.at(-1)).toMatchObject({ projects: [], languages: [], editors: [], machines: [] });
    expect(await sharing(ada)).toMatchObject({ level: 'totals', answer: { level: 'everything' }, asked_to_share: 'everything' });
    expect((await share(ada, { level: 'org_projects' })).body.errors.level[0]).toContain('no more than totals');
    await db.query('UPDATE organizations SET most_shared = 1 WHERE id = $1', [org.orgId]);
    expect(await seconds(org.owner, ada)).toBe(404);
  });

  it('of who left is no more than a part of sums, and can become less alone', async () => {
    await work(ada, 0);
    await share(ada, { level: 'everything', include_past: true });
    await db.query('UPDATE org_members SET left_at = $3 WHERE org_id = $1 AND user_id = $2', [
      org.orgId,
      ada.userId,
      new Date(TODAY + 20 * 3_600_000),
    ]);
    expect(await seconds(org.owner, ada)).toBe(404);
    expect(await sharing(ada)).toMatchObject({ has_left: true, seen: { by_owner: null, by_lead: null } });
    expect((await share(ada, { level: 'aggregate' })).status).toBe(200);
    expect((await share(ada, { level: 'totals' })).status).toBe(403);
    expect((await share(ada, { level: 'none' })).status).toBe(200);
    expect((await share(ada, { level: 'aggregate', include_past: true })).body.error).toContain('share less');
  });

  it('is one organization’s, and nothing to who never was a member', async () => {
    await work(ada, 0);
    await share(ada, { level: 'everything' });
    const before = org;
    await app.call('POST', '/api/v1/organizations', before.owner, { name: 'second', slug: `second-${made}` });
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [`second-${made}`]);
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [rows[0].id, ada.userId]);
    expect((await app.get(`organizations/second-${made}/members/${ada.publicId}/summaries`, before.owner)).status).toBe(404);
    expect((await app.get(`organizations/second-${made}/leaders`, before.owner)).body.data).toEqual([]);
    const eve = await app.newUser();
    for (const path of ['sharing', 'access-log'])
      expect((await app.get(`users/current/orgs/${org.slug}/${path}`, eve)).body).toEqual({
        error: 'There is no such organization, or you are not a member of it.',
      });
    expect((await share(eve, { level: 'none' })).status).toBe(404);
  });

  it.each([
    [{ level: 'all' }, 'level', 'one of none, aggregate, totals, org_projects, everything'],
    [{}, 'level', 'missing'],
    [{ level: 'none', include_past: 'yes' }, 'include_past', 'true or false'],
    [{ level: 'none', org: 'x' }, 'org', ''],
  ])('refuses %j', async (body, field, text) => {
    const answer = await share(ada, body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
    expect(answer.body.errors[field][0]).toContain(text);
  });

  describe('the access log', () => {
    const log = async (user: TestUser, query = '') => (await app.get(`users/current/orgs/${org.slug}/access-log${query}`, user)).body;

    it('tells who looked, when and at what, before the report is answered', async () => {
      const grace = await join('admin');
      await work(ada, 0);
      await share(ada, { level: 'totals' });
      expect(await log(ada)).toMatchObject({ data: [], total: 0 });
      for (const path of ['leaders', 'leaders', 'timesheet', `members/${ada.publicId}/summaries`])
        expect((await app.get(`organizations/${org.slug}/${path}`, grace)).status).toBe(200);
      app.clock.at = TODAY + DAY_MS + 3_600_000;
      await app.get(`organizations/${org.slug}/leaders`, grace);
      const { data, total } = await log(ada);
      expect(total).toBe(4);
      expect(data[0]).toEqual({
        viewer: { kind: 'user', id: grace.publicId, username: expect.any(String), display_name: expect.any(String) },
        day: '2026-01-15',
        what: 'leaders',
        count: 1,
        last_at: '2026-01-15T01:00:00Z',
      });
      expect(data.slice(1).map(({ what, count }: { what: string; count: number }) => [what, count])).toEqual([
        ['leaders', 2],
        ['summaries', 1],
        ['timesheet', 1],
      ]);
      expect((await log(ada, '?page=2&per_page=3')).data).toHaveLength(1);
      expect(await log(grace)).toMatchObject({ total: 0 });
      expect(await log(org.owner)).toMatchObject({ total: 0 });
    });

    it('has nothing of oneself and of who is not named', async () => {
      const grace = await join('admin');
      await work(grace, 0);
      await share(grace, { level: 'totals' });
      await app.get(`organizations/${org.slug}/leaders`, grace);
      await app.get(`organizations/${org.slug}/members/current/summaries`, grace);
      expect(await log(grace)).toMatchObject({ total: 0 });
      await app.get(`organizations/${org.slug}/leaders?start=2025-01-01&end=2025-01-02`, org.owner);
      expect(await log(grace)).toMatchObject({ total: 0 });
    });

    it('is kept for 400 days', async () => {
      await share(ada, { level: 'totals' });
      await app.get(`organizations/${org.slug}/leaders`, org.owner);
      app.clock.at = TODAY + 400 * DAY_MS;
      await app.commands.execute(new PruneViews(SERVER));
      expect(await log(ada)).toMatchObject({ total: 1 });
      app.clock.at = TODAY + 401 * DAY_MS;
      await app.commands.execute(new PruneViews(SERVER));
      expect(await log(ada)).toMatchObject({ total: 0 });
    });
  });
});
