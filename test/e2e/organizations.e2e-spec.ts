import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('organizations', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;
  let eve: TestUser;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    [ada, eve] = [await app.newUser(), await app.newUser()];
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const create = (body: object, user = ada) => app.call('POST', '/api/v1/organizations', user, body);

  it('are made as the API reference says, and found by id and by slug in any case', async () => {
    const made = await create({ name: 'My Team', slug: 'My-Team', description: 'Development team for awesome projects' });
    expect([made.status, made.body.data]).toEqual([
      201,
      expect.objectContaining({ name: 'My Team', slug: 'my-team', role: 'owner', memberCount: 1, subscriptionPlan: 'free' }),
    ]);
    for (const name of ['my-team', 'MY-TEAM', made.body.data.id, made.body.data.id.toUpperCase()])
      expect((await app.get(`organizations/${name}`, ada)).body.data).toEqual(made.body.data);
    const { rows } = await db.query(`SELECT message, org_id, details FROM audit_log WHERE message = 'CreateOrganization'`);
    expect(rows).toEqual([{ message: 'CreateOrganization', org_id: expect.any(Number), details: { name: 'My Team', slug: 'my-team' } }]);
  });

  it('are made without a slug', async () => {
    const slugs: string[] = [];
    for (let n = 0; n < 3; n++) slugs.push((await create({ name: 'Größe 7' })).body.data.slug);
    expect(slugs).toEqual(['gro-e-7', 'gro-e-7-2', 'gro-e-7-3']);
  });

  it('have a slug of their own, at once too', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'x1', slug: 'twice' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    const together = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'At once' })));
    expect(together.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('are nothing to others', async () => {
    await create({ name: 'Secret', slug: 'secret-org' });
    for (const path of ['secret-org', 'secret-org/permissions', 'no-such-org']) {
      const answer = await app.get(`organizations/${path}`, eve);
      expect([answer.status, answer.body]).toEqual([404, { error: 'There is no such organization, or you are not a member of it.' }]);
    }
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'Аcme' }, 'name'],
    [{ name: 'x1', slug: 'admin' }, 'slug'],
    [{ name: 'x1', slug: 'ünder' }, 'slug'],
    [{ name: 'x1', description: 'x'.repeat(1_001) }, 'description'],
    [{ name: 7 }, 'name'],
    [{ name: 'x1', owner: 'me' }, 'owner'],
  ])('refuse %j', async (body, field) => {
    const answer = await create(body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
  });

  it('tell what one may do there', async () => {
    await create({ name: 'Table', slug: 'table-org' });
    const { body } = await app.get('organizations/table-org/permissions', ada);
    expect(body.data.find(({ permission }: { permission: string }) => permission === 'org:delete')).toEqual({
      permission: 'org:delete',
      holders: ['owner'],
      key_permission: 'orgs:manage',
      means: expect.stringContaining('Delete'),
      granted: true,
    });
  });

  it('have room for so many of one account', async () => {
    const user = await app.newUser();
    const answers: number[] = [];
    for (let n = 0; n < 21; n++) answers.push((await create({ name: `Room ${n}` }, user)).status);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 201), 409]);
  });
});

describe('who may make organizations', () => {
  it.each([
    ['admins', [403, 201]],
    ['closed', [403, 403]],
  ] as const)('is said by the instance: %s', async (ORGANIZATIONS, expected) => {
    const app = await startApp({ env: { ORGANIZATIONS } });
    const [user, admin] = [await app.newUser(), await app.newUser()];
    const db = await connect(app.databaseUrl);
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [admin.userId]);
    await db.end();
    const answers: number[] = [];
    for (const who of [user, admin]) answers.push((await app.call('POST', '/api/v1/organizations', who, { name: 'Guild' })).status);
    expect(answers).toEqual(expected);
    await app.close();
  });
});
