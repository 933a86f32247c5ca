import { DeleteUser } from '@app/users';
import { OPERATOR } from '@app/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ALL = [
  'org:read',
  'members:read',
  'teams:read',
  'invites:read',
  'billing:read',
  'policies:read',
  'projects:read',
  'reports:aggregate',
  'reports:people',
  'audit:read',
];

describe('service keys of organizations', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;
  let slug: string;
  let made = 0;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    ada = await app.newUser();
    slug = `keys-${++made}`;
    await app.call('POST', '/api/v1/organizations', ada, { name: `Keys ${made}`, slug });
  });

  const create = (body: object, user = ada, org = slug) => app.call('POST', `/api/v1/organizations/${org}/keys`, user, body);
  const keyOf = async (permissions = ALL, org = slug, owner = ada): Promise<TestUser> => {
    const { status, body } = await create({ name: 'for a test', permissions }, owner, org);
    expect(status).toBe(201);
    return { userId: 0, publicId: body.data.id, key: body.data.key };
  };
  const remembered = () => new Promise((resolve) => setTimeout(resolve, 1_000));

  it('are shown once, and listed without what they are', async () => {
    const answer = await create({ name: ' Hall ', permissions: ['audit:read', 'org:read'], expires_at: '2100-01-01' });
    expect([answer.status, answer.body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'Hall',
        key: expect.stringMatching(/^chro_[\w-]{43}$/),
        prefix: expect.stringMatching(/^chro_[\w-]{8}$/),
        permissions: ['org:read', 'audit:read'],
        made_by: { id: ada.publicId, username: expect.any(String) },
        created_at: expect.any(String),
        expires_at: '2100-01-01T00:00:00Z',
        last_used_at: null,
      },
    ]);
    const { key, ...facts } = answer.body.data;
    const list = await app.get(`organizations/${slug}/keys`, ada);
    expect(list.body.data).toEqual([facts]);
    const { rows } = await db.query('SELECT * FROM org_keys k, audit_log a WHERE k.public_id = $1 AND a.org_id = k.org_id', [facts.id]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify([list.text, rows])).not.toContain(key);
  });

  it.each([
    [{ name: '', permissions: ['org:read'] }, 'name'],
    [{ name: 'x', permissions: [] }, 'permissions'],
    [{ name: 'x', permissions: ['org:delete'] }, 'permissions'],
    [{ name: 'x', permissions: 'org:read' }, 'permissions'],
    [{ name: 'x' }, 'permissions'],
    [{ name: 'x', permissions: ['org:read'], expires_at: '2020-01-01' }, 'expires_at'],
    [{ name: 'x', permissions: ['org:read'], expires_at: 'soon' }, 'expires_at'],
  ])('refuse %j', async (body, field) => {
    const answer = await create(body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
  });

  it('read what they may, of their organization', async () => {
    const key = await keyOf(['org:read', 'audit:read']);
    const org = await app.get(`organizations/${slug}`, key);
    expect([org.status, org.body.data.slug, org.body.data.role]).toEqual([200, slug, null]);
    expect((await app.get(`organizations/${slug}/audit-log`, key)).status).toBe(200);
    expect((await app.call('GET', `/api/v1/organizations/${slug}?api_key=${key.key}`)).status).toBe(200);
    const refused = await app.get(`organizations/${slug}/members`, key);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('lacks the permission "members:read"')]);
    expect((await app.get(`organizations/${slug}/members`, await keyOf(['members:read']))).status).toBe(200);
  });

  it('are in the audit log as who asked', async () => {
    const key = await keyOf(['audit:read']);
    await app.get(`organizations/${slug}/audit-log.csv`, key);
    const { body } = await app.get(`organizations/${slug}/audit-log?actor=${key.publicId}`, ada);
    expect(body.data.map(({ action, actor }: { action: string; actor: object }) => ({ action, actor }))).toEqual([
      { action: 'audit_log.exported', actor: { kind: 'org-key', id: key.publicId, name: 'for a test' } },
    ]);
    const target = await app.get(`organizations/${slug}/audit-log?target=${key.publicId}`, ada);
    expect(target.body.data[0]).toMatchObject({ action: 'service_key.created', target: { kind: 'key', name: 'for a test' } });
  });

  it('are nothing to another organization, and nothing at all elsewhere', async () => {
    const key = await keyOf();
    const eve = await app.newUser();
    await app.call('POST', '/api/v1/organizations', eve, { name: 'Other', slug: `other-${made}` });
    const other = await app.get(`organizations/other-${made}`, key);
    expect([other.status, other.body.error]).toEqual([404, 'There is no such organization, or you are not a member of it.']);
    const beat = [{ entity: '/a.ts', type: 'file', time: Date.now() / 1_000 }];
    for (const [method, url, body] of [
      ['GET', '/api/v1/users/current', undefined],
      ['GET', '/api/v1/users/current/api-keys', undefined],
      ['GET', '/api/v1/admin/users', undefined],
      ['POST', '/api/v1/users/current/heartbeats.bulk', beat],
      ['POST', '/api/v1/compat/waka/users/current/heartbeats', beat[0]],
      ['POST', '/api/v1/organizations', { name: 'Mine' }],
    ] as const) {
      const answer = await app.call(method, url, key, body);
      expect([url, answer.status]).toEqual([url, 401]);
    }
    expect((await db.query('SELECT count(*)::int AS n FROM heartbeats')).rows[0].n).toBe(0);
  });

  it('change nothing', async () => {
    const key = await keyOf();
    for (const [method, path, body] of [
      ['POST', 'keys', { name: 'x', permissions: ['org:read'] }],
      ['DELETE', `keys/${key.publicId}`, undefined],
      ['DELETE', 'members/current', undefined],
    ] as const)
      expect([path, (await app.call(method, `/api/v1/organizations/${slug}/${path}`, key, body)).status]).toEqual([path, 403]);
  });

  it('are revoked by their organization alone, and dead within a second', async () => {
    const key = await keyOf();
    const eve = await app.newUser();
    await app.call('POST', '/api/v1/organizations', eve, { name: 'Third', slug: `third-${made}` });
    const revoke = (org: string, user: TestUser, id = key.publicId) => app.call('DELETE', `/api/v1/organizations/${org}/keys/${id}`, user);
    expect((await revoke(`third-${made}`, eve)).status).toBe(404);
    expect((await revoke(slug, eve)).status).toBe(404);
    expect((await revoke(slug, ada, 'no-id')).status).toBe(404);
    expect((await app.get(`organizations/${slug}`, key)).status).toBe(200);
    expect((await revoke(slug, ada)).status).toBe(200);
    expect([401, 404]).toContain((await app.get(`organizations/${slug}`, key)).status);
    await remembered();
    const dead = await app.get(`organizations/${slug}`, key);
    expect([dead.status, dead.body.error]).toEqual([401, expect.stringContaining('service key')]);
    expect((await revoke(slug, ada)).status).toBe(404);
    expect((await app.get(`organizations/${slug}/keys`, ada)).body.data).toEqual([]);
  });

  it('die with their expiry, their organization and the account of their maker', async () => {
    const { body } = await create({ name: 'short', permissions: ['org:read'], expires_at: new Date(Date.now() + 60_000).toISOString() });
    const short = { ...ada, key: body.data.key };
    expect((await app.get(`organizations/${slug}`, short)).status).toBe(200);
    app.clock.at = Date.now() + 61_000;
    expect([401, 404]).toContain((await app.get(`organizations/${slug}`, short)).status);
    app.clock.at = undefined;
    const key = await keyOf(['org:read']);
    await db.query('UPDATE organizations SET deleted_at = now() WHERE slug = $1', [slug]);
    expect([401, 404]).toContain((await app.get(`organizations/${slug}`, key)).status);
    await db.query('UPDATE organizations SET deleted_at = NULL WHERE slug = $1', [slug]);
    await remembered();
    expect((await app.get(`organizations/${slug}`, key)).status).toBe(200);
    await app.commands.execute(new DeleteUser(OPERATOR, ada.userId));
    expect([401, 404]).toContain((await app.get(`organizations/${slug}`, key)).status);
  });

  it('die with the role of their maker, for good', async () => {
    const admin = await app.newUser();
    await db.query(
      `INSERT INTO org_members (org_id, user_id, role, source) SELECT id, $2, 'admin', 'link' FROM organizations WHERE slug = $1`,
      [slug, admin.userId],
    );
    const role = (name: string) => app.call('PATCH', `/api/v1/organizations/${slug}/members/${admin.publicId}`, ada, { role: name });
    const [own, key] = [await keyOf(['org:read']), await keyOf(['org:read'], slug, admin)];
    await role('owner');
    await role('admin');
    expect((await app.get(`organizations/${slug}`, key)).status).toBe(200);
    expect((await role('member')).status).toBe(200);
    expect([401, 404]).toContain((await app.get(`organizations/${slug}`, key)).status);
    await role('admin');
    await remembered();
    expect((await app.get(`organizations/${slug}`, key)).status).toBe(401);
    expect((await app.get(`organizations/${slug}/keys`, ada)).body.data).toHaveLength(1);
    const { rows } = await db.query(
      `SELECT details->'revokedKeys' AS keys FROM audit_log WHERE message = 'ChangeMemberRole' AND subject_id = $1 ORDER BY id`,
      [admin.userId],
    );
    expect(rows.map(({ keys }) => keys)).toEqual([null, null, ['for a test'], null]);
    expect((await app.get(`organizations/${slug}`, own)).status).toBe(200);
  });

  it('rest while the account of their maker is disabled, or the role is gone in whatever way', async () => {
    const key = await keyOf(['org:read']);
    for (const [change, undo] of [
      ['UPDATE users SET disabled_at = now() WHERE id = $1', 'UPDATE users SET disabled_at = NULL WHERE id = $1'],
      [`UPDATE org_members SET role = 'viewer' WHERE user_id = $1`, `UPDATE org_members SET role = 'owner' WHERE user_id = $1`],
    ]) {
      await db.query(change ?? '', [ada.userId]);
      expect([401, 404]).toContain((await app.get(`organizations/${slug}`, key)).status);
      await db.query(undo ?? '', [ada.userId]);
      await remembered();
      expect((await app.get(`organizations/${slug}`, key)).status).toBe(200);
    }
  });

  it('are used: it is told to the hour', async () => {
    const key = await keyOf(['org:read']);
    await app.get(`organizations/${slug}`, key);
    expect((await app.get(`organizations/${slug}/keys`, ada)).body.data[0].last_used_at).toEqual(expect.any(String));
  });

  it('are fifty at most, at once too', async () => {
    for (let n = 0; n < 47; n++) await keyOf(['org:read']);
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({ name: 'x', permissions: ['org:read'] })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 409, 409, 409]);
  });

  it('do not outlive the key that makes them', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await app.call('POST', '/api/v1/users/current/api-keys', ada, { name: 'hour', expires_at: until });
    const hour = { ...ada, key: body.data.key };
    expect((await create({ name: 'x', permissions: ['org:read'] }, hour)).status).toBe(403);
    expect((await create({ name: 'x', permissions: ['org:read'], expires_at: until }, hour)).status).toBe(201);
  });
});
