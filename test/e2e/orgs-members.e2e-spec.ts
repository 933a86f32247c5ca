import { transaction } from '@app/database';
import { addMember, type Role } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('members of an organization', () => {
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** An organization and its owner. */
  const newOrg = async (): Promise<{ slug: string; orgId: number; owner: TestUser }> => {
    const owner = await app.newUser();
    const slug = `guild-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [slug]);
    return { slug, orgId: rows[0].id, owner };
  };
  const add = (orgId: number, { userId }: TestUser, role: Role = 'member') =>
    transaction(app.nest.get(EntityManager), (em) => addMember(em, { orgId, userId, role, source: 'invite' }));

  it('hold seats exactly, at once too, and whoever left comes back', async () => {
    const { slug, orgId, owner } = await newOrg();
    await db.query('UPDATE organizations SET seats = 3 WHERE id = $1', [orgId]);
    const users = await Promise.all(Array.from({ length: 5 }, () => app.newUser()));
    const answers = await Promise.allSettled(users.map((user) => add(orgId, user)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected']);
    const inside = users.find((_, n) => answers[n]?.status === 'fulfilled') ?? owner;
    await expect(add(orgId, inside, 'admin')).resolves.toBe(false);
    await expect(add(orgId, await app.newUser())).rejects.toMatchObject({ code: 'org.no-seat', kind: 'conflict' });
    await db.query('UPDATE org_members SET left_at = now() WHERE org_id = $1 AND user_id = $2', [orgId, inside.userId]);
    await expect(add(orgId, inside, 'viewer')).resolves.toBe(true);
    expect((await app.get(`organizations/${slug}`, inside)).body.data).toMatchObject({ role: 'viewer', member_count: 3 });
  });

  it('are in fifty organizations at most, and come to none that is deleted', async () => {
    const user = await app.newUser();
    const { orgId } = await newOrg();
    await db.query(
      `WITH made AS (INSERT INTO organizations (public_id, name, slug) SELECT gen_random_uuid(), 'many', 'many-' || n FROM generate_series(1, 50) n RETURNING id)
       INSERT INTO org_members (org_id, user_id, role, source) SELECT id, $1, 'member', 'link' FROM made`,
      [user.userId],
    );
    await expect(add(orgId, user)).rejects.toMatchObject({ code: 'orgs.too-many' });
    await db.query('UPDATE organizations SET deleted_at = now() WHERE id = $1', [orgId]);
    await expect(add(orgId, await app.newUser())).rejects.toMatchObject({ code: 'org.unknown' });
  });

  const members = (slug: string, user: TestUser, query = '') => app.get(`organizations/${slug}/members${query}`, user);
  const change = (slug: string, user: TestUser, member: TestUser, role: string) =>
    app.call('PATCH', `/api/v1/organizations/${slug}/members/${member.publicId}`, user, { role });
  const remove = (slug: string, user: TestUser, member: TestUser | 'current', query = '') =>
    app.call('DELETE', `/api/v1/organizations/${slug}/members/${member === 'current' ? member : member.publicId}${query}`, user);
  /** One member of each role beside the owner. */
  const withAll = async () => {
    const org = await newOrg();
    const [admin, billing, member, viewer] = await Promise.all([0, 1, 2, 3].map(() => app.newUser()));
    if (!admin || !billing || !member || !viewer) throw new Error('users');
    await add(org.orgId, admin, 'admin');
    await add(org.orgId, billing, 'billing');
    await add(org.orgId, member, 'member');
    await add(org.orgId, viewer, 'viewer');
    return { ...org, admin, billing, member, viewer };
  };
  const share = (orgId: number, { userId }: TestUser, level: number, spans: unknown, team: number | null = null) =>
    db.query(
      `INSERT INTO org_shares (org_id, user_id, version, level, team_id, spans)
       SELECT $1, $2, 1 + count(*), $3, $4, $5 FROM org_shares WHERE org_id = $1 AND user_id = $2`,
      [orgId, userId, level, team, JSON.stringify(spans)],
    );
  const worked = ({ userId }: TestUser, day: number, us = 1_000_000) =>
    db.query('INSERT INTO daily_rollups (user_id, day, activity_id, heartbeats, us, with_dependencies) VALUES ($1, $2, 1, 1, $3, 0)', [
      userId,
      day,
      us,
    ]);

  it('are listed with role, teams and how they joined, a page at a time', async () => {
    const { slug, orgId, owner, admin, viewer } = await withAll();
    await db.query(`UPDATE users SET display_name = 'Zoe', email = 'zoe-${orgId}@example.com' WHERE id = $1`, [owner.userId]);
    const list = await members(slug, viewer, '?per_page=2');
    expect([list.status, list.body.total, list.body.total_pages, list.body.data.length]).toEqual([200, 5, 3, 2]);
    const [zoe] = (await members(slug, viewer, '?search=ZO')).body.data;
    expect(zoe).toEqual({
      id: owner.publicId,
      username: expect.any(String),
      display_name: 'Zoe',
      email: null,
      role: 'owner',
      is_lead: false,
      teams: [],
      joined_at: expect.any(String),
      joinedAt: zoe.joined_at,
      left_at: null,
      source: 'created',
      sharing: null,
      last_active_day: null,
      is_disabled: false,
    });
    expect((await members(slug, admin, '?search=zoe')).body.data).toEqual([{ ...zoe, email: `zoe-${orgId}@example.com`, sharing: 'none' }]);
    const roles = (answer: { body: { data: { role: string }[] } }) => answer.body.data.map(({ role }) => role);
    expect(roles(await members(slug, viewer, '?sort=role'))).toEqual(['owner', 'admin', 'billing', 'member', 'viewer']);
    expect(roles(await members(slug, viewer, '?sort=joined'))).toEqual(['owner', 'admin', 'billing', 'member', 'viewer']);
    expect(roles(await members(slug, viewer, '?role=billing'))).toEqual(['billing']);
    expect(roles(await members(slug, viewer, '?team=none'))).toEqual([]);
    expect((await members(slug, viewer, '?sort=size')).status).toBe(400);
    expect((await app.get(`organizations/${slug}/members/${owner.publicId}`, viewer)).body.data).toEqual(zoe);
    expect((await app.get(`organizations/${slug}/members/n%00body`, viewer)).status).toBe(404);
  });

  it('tell when they were active last to whom they share it with, and to nobody else', async () => {
    const { slug, orgId, owner, admin, member, viewer } = await withAll();
    await worked(member, 20_000);
    await worked(member, 20_001, 0);
    const seen = async (user: TestUser) => (await app.get(`organizations/${slug}/members/${member.publicId}`, user)).body.data;
    expect([(await seen(owner)).last_active_day, (await seen(member)).last_active_day]).toEqual([null, '2024-10-04']);
    await share(orgId, member, 1, [[null, 1]]);
    expect(await seen(owner)).toMatchObject({ last_active_day: null, sharing: 'aggregate' });
    await share(orgId, member, 2, [[null, 1], [20_001, 2]]); // prettier-ignore
    expect(await seen(owner)).toMatchObject({ last_active_day: null, sharing: 'totals' });
    await share(orgId, member, 3, [[null, 0], [20_000, 3]]); // prettier-ignore
    expect(await seen(admin)).toMatchObject({ last_active_day: '2024-10-04', sharing: 'org_projects' });
    expect(await seen(viewer)).toMatchObject({ last_active_day: null, sharing: null });
    await worked(admin, 20_005);
    const order = (await members(slug, owner, '?sort=active')).body.data;
    expect(order[0].id).toBe(member.publicId);
    const { rows } = await db.query(
      `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines') RETURNING id`,
      [orgId],
    );
    await db.query('INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, false), ($1, $2, $4, true)', [
      orgId,
      rows[0].id,
      member.userId,
      viewer.userId,
    ]);
    await share(orgId, member, 4, [[null, 4]], rows[0].id);
    expect(await seen(owner)).toMatchObject({ last_active_day: null, sharing: 'everything' });
    expect(await seen(viewer)).toMatchObject({ last_active_day: '2024-10-04', sharing: 'everything' });
    await db.query('UPDATE organizations SET most_shared = 1 WHERE id = $1', [orgId]);
    expect(await seen(viewer)).toMatchObject({ last_active_day: null });
  });

  it('get roles from owners and administrators, who do nothing to owners', async () => {
    const { slug, owner, admin, billing, member } = await withAll();
    expect(await change(slug, admin, member, 'viewer')).toMatchObject({ status: 200, body: { data: { role: 'viewer' } } });
    for (const [who, whom, role, permission] of [
      [admin, owner, 'member', 'members:change'],
      [admin, admin, 'owner', 'members:change'],
      [admin, member, 'owner', 'members:change'],
      [billing, member, 'admin', 'members:change'],
    ] as const) {
      const answer = await change(slug, who, whom, role);
      expect([answer.status, answer.body.error]).toEqual([403, expect.stringContaining(`"${permission}"`)]);
    }
    expect((await remove(slug, admin, owner)).status).toBe(403);
    expect((await change(slug, owner, owner, 'member')).status).toBe(409);
    expect((await remove(slug, owner, 'current')).status).toBe(409);
    expect((await change(slug, owner, member, 'owner')).status).toBe(200);
    expect((await change(slug, owner, owner, 'admin')).status).toBe(200);
    expect((await change(slug, owner, member, 'admin')).status).toBe(403);
    expect((await change(slug, member, member, 'boss')).status).toBe(400);
    expect((await change(slug, member, await app.newUser(), 'admin')).status).toBe(404);
    const { rows } = await db.query(
      `SELECT subject_id, org_id IS NOT NULL AS of_org, details FROM audit_log WHERE message = 'ChangeMemberRole' AND subject_id = $1 ORDER BY id`,
      [member.userId],
    );
    const name = expect.stringMatching(/^user-/);
    expect(rows).toEqual([
      {
        subject_id: member.userId,
        of_org: true,
        details: { member: name, before: { role: 'member' }, after: { role: 'viewer' } },
      },
      { subject_id: member.userId, of_org: true, details: { member: name, before: { role: 'viewer' }, after: { role: 'owner' } } },
    ]);
  });

  it('always are led by an owner, also when two leave or step down at once', async () => {
    for (let round = 0; round < 4; round++) {
      const { slug, orgId, owner } = await newOrg();
      const second = await app.newUser();
      await add(orgId, second, 'owner');
      const steps =
        round % 2 === 0
          ? [change(slug, owner, owner, 'member'), change(slug, second, second, 'member')]
          : [remove(slug, owner, 'current'), remove(slug, owner, second), change(slug, second, owner, 'viewer')];
      await Promise.all(steps);
      const { rows } = await db.query(`SELECT user_id FROM org_members WHERE org_id = $1 AND role = 'owner' AND left_at IS NULL`, [orgId]);
      expect(rows).toHaveLength(1);
    }
  });

  it('that are disabled count as no owner, keep their seat, and are seen by who can remove them', async () => {
    const { slug, orgId, owner, admin, viewer } = await withAll();
    const second = await app.newUser();
    await add(orgId, second, 'owner');
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [second.userId]);
    expect((await change(slug, owner, owner, 'admin')).status).toBe(409);
    const { body } = await members(slug, admin);
    expect([body.total, body.data.filter((member: { is_disabled: boolean }) => member.is_disabled).length]).toEqual([6, 1]);
    expect((await members(slug, viewer)).body.total).toBe(5);
    expect((await remove(slug, owner, second)).status).toBe(200);
  });

  it('who leave see nothing any more, are in no team, and withdraw the past where they say so', async () => {
    const { slug, orgId, owner, admin, member } = await withAll();
    const { rows: team } = await db.query(
      `INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines') RETURNING id`,
      [orgId],
    );
    await db.query('INSERT INTO org_team_members (org_id, team_id, user_id) VALUES ($1, $2, $3)', [orgId, team[0].id, member.userId]);
    await share(orgId, member, 3, [[null, 3]]);
    await share(orgId, admin, 3, [[null, 3]]);
    expect((await remove(slug, member, 'current')).status).toBe(200);
    expect((await remove(slug, admin, 'current', '?forget=true')).status).toBe(200);
    for (const user of [member, admin]) expect((await members(slug, user)).status).toBe(404);
    expect((await members(slug, owner)).body.total).toBe(3);
    const newest = async ({ userId }: TestUser) =>
      (await db.query('SELECT level FROM org_shares WHERE org_id = $1 AND user_id = $2 ORDER BY version DESC LIMIT 1', [orgId, userId]))
        .rows;
    expect([await newest(member), await newest(admin)]).toEqual([[{ level: 3 }], [{ level: 0 }]]);
    expect((await db.query('SELECT FROM org_team_members WHERE org_id = $1', [orgId])).rowCount).toBe(0);
    await add(orgId, member);
    expect(await newest(member)).toEqual([{ level: 0 }]);
    expect((await members(slug, member)).status).toBe(200);
    expect((await remove(slug, member, owner)).status).toBe(403);
    expect((await remove(slug, owner, admin)).status).toBe(404);
  });
});
