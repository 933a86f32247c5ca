import { SERVER } from '@app/core';
import { ORG_TABLES, SweepOrganizations } from '@app/orgs';
import { DeleteUser } from '@app/users';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY_MS = 86_400_000;

describe('the end of an organization, and who owns it', () => {
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

  const newOrg = async () => {
    const [owner, admin, member] = [await app.newUser(), await app.newUser(), await app.newUser()];
    const slug = `firm-${++made}`;
    const { body } = await app.call('POST', '/api/v1/organizations', owner, { name: `Firm ${made}`, slug });
    await db.query(
      `INSERT INTO org_members (org_id, user_id, role, source, joined_at)
       SELECT o.id, u.id, u.role, 'link', now() - interval '1 day' FROM organizations o, (VALUES ($2::int, 'admin'), ($3::int, 'member')) u (id, role)
        WHERE slug = $1`,
      [slug, admin.userId, member.userId],
    );
    const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, user: TestUser, payload?: object) =>
      app.call(method, `/api/v1/organizations/${slug}${path}`, user, payload);
    const { rows } = await db.query('SELECT id FROM organizations WHERE slug = $1', [slug]);
    const orgId: number = rows[0].id;
    return { id: body.data.id, slug, orgId, owner, admin, member, call };
  };
  const sweep = () => app.commands.execute(new SweepOrganizations(SERVER));
  const rolesOf = async (orgId: number) =>
    (await db.query('SELECT user_id, role FROM org_members WHERE org_id = $1 AND left_at IS NULL ORDER BY user_id', [orgId])).rows;

  it('is renamed; the old slug finds nothing, and one that is taken is refused, at once too', async () => {
    const { call, owner, admin, slug } = await newOrg();
    const other = await newOrg();
    expect((await call('PATCH', '', admin, { slug: other.slug.toUpperCase() })).status).toBe(409);
    expect((await call('PATCH', '', admin, { slug: 'admin' })).status).toBe(400);
    const together = await Promise.all([
      call('PATCH', '', owner, { slug: 'same' }),
      other.call('PATCH', '', other.owner, { slug: 'same' }),
    ]);
    expect(together.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const [mine] = together;
    const path = `organizations/${mine.status === 200 ? 'same' : slug}`;
    const changed = await app.call('PATCH', `/api/v1/${path}`, admin, { name: ' Firm of all ', description: 'x' });
    expect(changed.body.data).toMatchObject({ name: 'Firm of all', description: 'x', modified_at: expect.any(String) });
    const { rows } = await db.query(`SELECT details FROM audit_log WHERE message = 'ChangeOrganization' ORDER BY id DESC LIMIT 1`);
    expect(rows[0].details).toMatchObject({ before: { description: '' }, after: { name: 'Firm of all', description: 'x' } });
  });

  it('is gone for all but its owners when it is deleted, and comes back within thirty days', async () => {
    const { call, slug, owner, admin, member } = await newOrg();
    expect((await call('DELETE', '', admin)).status).toBe(403);
    expect((await call('DELETE', '', owner)).body.data.deleted_at).toEqual(expect.any(String));
    for (const user of [admin, member])
      for (const path of ['', '/members', '/teams']) expect((await call('GET', path, user)).status).toBe(404);
    expect((await call('GET', '', owner)).status).toBe(200);
    expect((await call('GET', '/members', owner)).status).toBe(404);
    expect((await call('PATCH', '', owner, { name: 'Again' })).status).toBe(404);
    expect((await call('DELETE', '', owner)).status).toBe(409);
    expect((await app.get('organizations', owner)).body.total).toBe(0);
    expect((await app.get('organizations?include_deleted=true', owner)).body.data).toMatchObject([{ slug }]);
    expect((await app.get('organizations?include_deleted=true', member)).body.total).toBe(0);
    expect((await call('POST', '/restore', owner)).body.data.deleted_at).toBeNull();
    expect((await call('GET', '/members', member)).body.total).toBe(3);
    expect((await call('POST', '/restore', owner)).status).toBe(409);
  });

  it('is removed after thirty days with all that is of it but its audit log, and nothing of others', async () => {
    const { call, orgId, owner, member } = await newOrg();
    const other = await newOrg();
    await call('POST', '/teams', owner, { name: 'Engines' });
    await call('POST', '/transfer', owner, { member: member.publicId });
    await call('DELETE', '', owner);
    await sweep();
    expect((await db.query('SELECT FROM organizations WHERE id = $1', [orgId])).rowCount).toBe(1);
    app.clock.at = Date.now() + 30 * DAY_MS + 7_200_000;
    expect((await call('POST', '/restore', owner)).status).toBe(409);
    const stopped = new AbortController();
    stopped.abort();
    await expect(app.commands.execute(new SweepOrganizations(SERVER, stopped.signal))).rejects.toThrow('aborted');
    await sweep();
    app.clock.at = undefined;
    for (const table of [...ORG_TABLES, 'organizations']) {
      const column = table === 'organizations' ? 'id' : 'org_id';
      expect([table, (await db.query(`SELECT FROM ${table} WHERE ${column} = $1`, [orgId])).rowCount]).toEqual([table, 0]);
    }
    expect((await call('GET', '', owner)).status).toBe(404);
    expect(await rolesOf(other.orgId)).toHaveLength(3);
    const { rows } = await db.query('SELECT message FROM audit_log WHERE org_id = $1 ORDER BY id', [orgId]);
    expect(rows.map(({ message }) => message)).toEqual([
      'CreateOrganization',
      'CreateTeam',
      'OfferTransfer',
      'DeleteOrganization',
      'RemoveOrganization',
    ]);
  });

  it('takes every table of it along', async () => {
    const { rows } = await db.query(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'org_id' AND table_schema = 'public' ORDER BY 1`,
    );
    const kept = new Set(['audit_log']);
    expect(rows.map(({ name }) => name).filter((name) => !kept.has(name))).toEqual([...ORG_TABLES].toSorted());
  });

  it('goes to another by an offer that is accepted, once and in one step', async () => {
    const { call, orgId, owner, admin, member } = await newOrg();
    expect((await call('POST', '/transfer', admin, { member: member.publicId })).status).toBe(403);
    expect((await call('POST', '/transfer', owner, { member: owner.publicId })).status).toBe(409);
    const offers = await Promise.all([1, 2].map(() => call('POST', '/transfer', owner, { member: member.publicId })));
    expect(offers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await call('GET', '/transfer', admin)).status).toBe(404);
    expect((await call('GET', '/transfer', member)).body.data).toMatchObject({ to: { id: member.publicId }, from: { id: owner.publicId } });
    expect((await call('POST', '/transfer/accept', admin)).status).toBe(404);
    const answers = await Promise.all([1, 2].map(() => call('POST', '/transfer/accept', member)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
    expect(await rolesOf(orgId)).toEqual([
      { user_id: owner.userId, role: 'admin' },
      { user_id: admin.userId, role: 'admin' },
      { user_id: member.userId, role: 'owner' },
    ]);
  });

  it('stays where the offer is declined, withdrawn, over, or made by who is no owner any more', async () => {
    const { call, orgId, owner, admin, member } = await newOrg();
    const offer = () => call('POST', '/transfer', owner, { member: member.publicId });
    const accept = async () => (await call('POST', '/transfer/accept', member)).status;
    await offer();
    expect((await call('POST', '/transfer/decline', member)).status).toBe(200);
    expect(await accept()).toBe(404);
    await offer();
    expect((await call('DELETE', '/transfer', owner)).status).toBe(200);
    expect((await call('DELETE', '/transfer', owner)).status).toBe(404);
    expect(await accept()).toBe(404);
    await offer();
    app.clock.at = Date.now() + 8 * DAY_MS;
    expect(await accept()).toBe(404);
    expect((await offer()).status).toBe(201);
    await call('PATCH', `/members/${admin.publicId}`, owner, { role: 'owner' });
    await call('PATCH', `/members/${owner.publicId}`, admin, { role: 'member' });
    expect(await accept()).toBe(409);
    app.clock.at = undefined;
    expect((await rolesOf(orgId)).map(({ role }) => role)).toEqual(['member', 'owner', 'member']);
    await call('DELETE', `/members/${member.publicId}`, admin);
    expect((await db.query('SELECT FROM org_transfers WHERE org_id = $1', [orgId])).rowCount).toBe(0);
  });

  const deleteAccount = (user: TestUser) => app.commands.execute(new DeleteUser(SERVER, user.userId, () => {}));
  const byItself = async (orgId: number) =>
    (
      await db.query(`SELECT message, details->'reason' AS why FROM audit_log WHERE org_id = $1 AND actor_kind = 'job' ORDER BY id`, [
        orgId,
      ])
    ).rows;

  it('has the longest-standing administrator as owner as soon as the account of the last one is being deleted, or ends', async () => {
    const [kept, ended] = [await newOrg(), await newOrg()];
    await db.query(`UPDATE org_members SET role = 'member' WHERE org_id = $1 AND role = 'admin'`, [ended.orgId]);
    await kept.call('POST', '/keys', kept.owner, { name: 'x', permissions: ['org:read'] });
    await kept.call('POST', '/invites', kept.owner, { email: 'guest@example.com', role: 'member' });
    // The account is there for seconds still; the organization is led at once.
    const deletions = [kept, ended].map(({ owner }) => deleteAccount(owner));
    const isLed = async () => (await rolesOf(kept.orgId)).length === 2 && (await ended.call('GET', '', ended.member)).status === 404;
    await eventually(isLed);
    expect((await db.query('SELECT FROM users WHERE id = $1 AND disabled_at IS NOT NULL', [kept.owner.userId])).rowCount).toBe(1);
    await Promise.all(deletions);
    expect(await rolesOf(kept.orgId)).toEqual([
      { user_id: kept.admin.userId, role: 'owner' },
      { user_id: kept.member.userId, role: 'member' },
    ]);
    const gone = { message: 'RemoveMember', why: 'account deleted' };
    expect(await byItself(kept.orgId)).toEqual([gone, { message: 'ChangeMemberRole', why: null }]);
    expect(await byItself(ended.orgId)).toEqual([gone, { message: 'DeleteOrganization', why: 'no owner' }]);
    expect((await kept.call('GET', '/keys', kept.admin)).body.data).toEqual([]);
    expect((await kept.call('GET', '/invites', kept.admin)).body.total).toBe(0);
  });

  it('has an owner when the accounts of two owners and of the first administrator are deleted at once', async () => {
    const { call, orgId, owner, admin, member } = await newOrg();
    const other = await newOrg();
    await call('PATCH', `/members/${member.publicId}`, owner, { role: 'owner' });
    const last = await app.newUser();
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'admin', 'link')`, [orgId, last.userId]);
    await Promise.all([owner, admin, member].map(deleteAccount));
    expect(await rolesOf(orgId)).toEqual([{ user_id: last.userId, role: 'owner' }]);
    expect((await call('GET', '', last)).body.data.deleted_at).toBeNull();
    expect(await rolesOf(other.orgId)).toHaveLength(3);
  });

  it('keeps its owner where one account is deleted and another owner leaves at once', async () => {
    const { call, orgId, owner, admin, member } = await newOrg();
    await call('PATCH', `/members/${member.publicId}`, owner, { role: 'owner' });
    await Promise.all([deleteAccount(owner), call('DELETE', '/members/current', member)]);
    expect((await rolesOf(orgId)).filter(({ role }) => role === 'owner')).toHaveLength(1);
    expect((await call('GET', '', admin)).status).toBe(200);
  });

  it('waits for an administrator of the instance where another owner is only disabled', async () => {
    const { call, orgId, owner, admin, member } = await newOrg();
    await call('PATCH', `/members/${member.publicId}`, owner, { role: 'owner' });
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [member.userId]);
    await deleteAccount(owner);
    await sweep();
    expect(await rolesOf(orgId)).toEqual([
      { user_id: admin.userId, role: 'admin' },
      { user_id: member.userId, role: 'owner' },
    ]);
  });

  it('is found an owner by the sweep where it has none all the same', async () => {
    const { orgId, owner, admin, member } = await newOrg();
    await db.query('DELETE FROM org_members WHERE org_id = $1 AND user_id = $2', [orgId, owner.userId]);
    await sweep();
    expect(await rolesOf(orgId)).toEqual([
      { user_id: admin.userId, role: 'owner' },
      { user_id: member.userId, role: 'member' },
    ]);
  });

  it('has a plan and seats that administrators of the instance set, never fewer than its members', async () => {
    const { call, slug, owner, admin, member } = await newOrg();
    expect((await call('GET', '/billing', member)).status).toBe(403);
    expect((await call('GET', '/billing', owner)).body.data).toEqual({
      plan: 'free',
      status: 'active',
      seats_used: 3,
      seats_allowed: 10_000,
      period_end: null,
    });
    const operator = await app.newUser();
    const set = (body: object, user = operator) => app.call('PATCH', `/api/v1/admin/organizations/${slug}`, user, body);
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [operator.userId]);
    expect((await set({ seats: 5 }, owner)).status).toBe(403);
    expect((await set({ seats: 2 })).status).toBe(409);
    expect((await set({ seats: 0 })).status).toBe(400);
    expect((await set({ plan: 'gold' })).status).toBe(400);
    expect((await app.call('PATCH', '/api/v1/admin/organizations/none-such', operator, {})).status).toBe(404);
    const answer = await set({ plan: 'team', status: 'trialing', seats: 3, period_end: '2027-01-31' });
    expect(answer.body.data).toMatchObject({
      slug,
      plan: 'team',
      status: 'trialing',
      seats_allowed: 3,
      period_end: '2027-01-31T00:00:00Z',
    });
    expect((await app.get('users/current', admin)).body.data).toMatchObject({
      organizations: [{ id: answer.body.data.id, name: answer.body.data.name, role: 'admin' }],
      organizationSubscriptions: [
        {
          organizationId: answer.body.data.id,
          organizationName: answer.body.data.name,
          subscriptionStatus: 'trialing',
          subscriptionPlan: 'team',
          subscriptionPeriodEnd: '2027-01-31T00:00:00Z',
        },
      ],
    });
    for (const mount of ['/api/v1', '/api/v1/compat/waka'])
      expect((await app.call('GET', `${mount}/users/current/orgs`, admin)).body).toMatchObject({
        data: [{ slug, role: 'admin', memberCount: 3, people_count_human_readable: '3 people', subscriptionPlan: 'team' }],
        total: 1,
        next_page: null,
      });
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [owner.userId]);
    const { rows } = await db.query('SELECT username FROM users WHERE id = $1', [member.userId]);
    expect((await set({ owner: rows[0].username, seats: null, period_end: null })).body.data).toMatchObject({
      owners: expect.arrayContaining([rows[0].username]),
      seats_allowed: 10_000,
      period_end: null,
    });
    expect((await call('GET', '', member)).body.data.role).toBe('owner');
    // Whoever has an owner keeps them.
    expect((await set({ owner: operator.publicId })).status).toBe(409);
    expect((await set({ owner: 'nobody-here' })).status).toBe(404);
    const found = await app.get(`admin/organizations?search=${slug.toUpperCase()}`, operator);
    expect(found.body.data.some((org: { slug: string }) => org.slug === slug)).toBe(true);
  });
});
