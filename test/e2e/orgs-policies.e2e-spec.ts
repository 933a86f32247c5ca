import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('policies of organizations', () => {
  let app: TestApp;
  let db: Connection;
  let owner: TestUser;
  let admin: TestUser;
  let member: TestUser;
  let orgId: number;
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
    [owner, admin, member] = [await app.newUser(), await app.newUser(), await app.newUser()];
    slug = `policies-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: `Policies ${made}`, slug });
    orgId = (await db.query('SELECT id FROM organizations WHERE slug = $1', [slug])).rows[0].id;
    for (const [user, role] of [
      [admin, 'admin'],
      [member, 'member'],
    ] as const)
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, $3, 'link')`, [orgId, user.userId, role]);
  });

  const change = (body: object, user = owner) => app.call('PATCH', `/api/v1/organizations/${slug}/policies`, user, body);
  const preview = (body: object) => app.call('POST', `/api/v1/organizations/${slug}/policies/preview`, admin, body);
  const notices = async (user = member) => (await app.get(`users/current/orgs/${slug}/notices`, user)).body.data;
  const USUAL = {
    min_group: 5,
    most_shared: 'everything',
    asked_to_share: 'none',
    members_see_reports: false,
    timezone: null,
    email_domains: [],
    session_hours: null,
    key_days: null,
    key_permissions: null,
    personal_keys: 'manage',
    details_days: null,
    former_names_days: null,
  };

  it('are seen by every member', async () => {
    expect((await app.get(`organizations/${slug}/policies`, member)).body.data).toEqual(USUAL);
    expect((await change({ min_group: 6 }, member)).status).toBe(403);
  });

  it('are tightened by administrators at once, and nobody is told', async () => {
    const answer = await change({ min_group: 8, most_shared: 'totals', asked_to_share: 'aggregate' }, admin);
    expect([answer.status, answer.body.data]).toEqual([
      200,
      { ...USUAL, min_group: 8, most_shared: 'totals', asked_to_share: 'aggregate' },
    ]);
    expect(await notices()).toEqual([]);
    const { body } = await app.get(`organizations/${slug}/audit-log?action=policies`, owner);
    expect(body.data[0]).toMatchObject({ action: 'policies.changed', before: USUAL, after: { min_group: 8 }, details: { relaxed: [] } });
  });

  it.each([
    [{ min_group: 4 }, 'min_group'],
    [{ members_see_reports: true }, 'members_see_reports'],
    [{ timezone: 'Europe/Berlin' }, 'timezone'],
  ])('are relaxed by owners alone, and every member is told: %j', async (body, policy) => {
    const refused = await change(body, admin);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('policies:relax')]);
    expect((await change(body)).status).toBe(200);
    expect(await notices()).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        by: expect.any(String),
        relaxed: [policy],
        before: USUAL,
        after: { ...USUAL, ...body },
      },
    ]);
  });

  it('are relaxed by owners alone: most_shared', async () => {
    await change({ most_shared: 'totals' });
    expect((await change({ most_shared: 'everything' }, admin)).status).toBe(403);
    expect((await change({ most_shared: 'everything' })).status).toBe(200);
    expect((await notices()).map(({ relaxed }: { relaxed: string[] }) => relaxed)).toEqual([['most_shared']]);
  });

  it('tell nothing to strangers, nor to who joined later of before', async () => {
    await change({ min_group: 4 });
    const eve = await app.newUser();
    expect((await app.get(`users/current/orgs/${slug}/notices`, eve)).status).toBe(404);
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [orgId, eve.userId]);
    expect(await notices(eve)).toEqual([]);
  });

  it('are previewed: whom a change would hit', async () => {
    await db.query(`INSERT INTO org_shares (org_id, user_id, version, level, spans) VALUES ($1, $2, 1, 4, '[[null,4]]')`, [
      orgId,
      member.userId,
    ]);
    await db.query(`INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines')`, [orgId]);
    const { status, body } = await preview({ most_shared: 'totals', min_group: 3 });
    expect([status, body.data]).toEqual([
      200,
      {
        after: { ...USUAL, most_shared: 'totals', min_group: 3 },
        relaxed: ['min_group'],
        capped_members_count: 1,
        capped_members: [expect.any(String)],
        hidden_teams_count: 1,
        hidden_teams: ['Engines'],
        other_address_members_count: 0,
        other_address_members: [],
        dead_invites_count: 0,
        dead_invites: [],
        old_service_keys_count: 0,
        old_service_keys: [],
        narrowed_service_keys_count: 0,
        narrowed_service_keys: [],
        shortened_members_count: 0,
        shortened_members: [],
        unnamed_former_members_count: 0,
        unnamed_former_members: [],
        old_session_members_count: null,
        refused_key_members_count: null,
      },
    ]);
    expect((await app.get(`organizations/${slug}/policies`, member)).body.data).toEqual(USUAL);
  });

  it.each([
    [{ min_group: 2 }, 'min_group'],
    [{ min_group: 101 }, 'min_group'],
    [{ most_shared: 'all' }, 'most_shared'],
    [{ most_shared: 'totals', asked_to_share: 'everything' }, 'asked_to_share'],
    [{ members_see_reports: 'yes' }, 'members_see_reports'],
    [{ timezone: 'Mars' }, 'timezone'],
    [{ retention: 1 }, 'retention'],
    [{ email_domains: 'acme.test' }, 'email_domains'],
    [{ email_domains: Array.from({ length: 21 }, (_, n) => `a${n}.test`) }, 'email_domains'],
    [{ email_domains: ['a@b.test'] }, 'email_domains'],
    [{ email_domains: ['unproven.test'] }, 'email_domains'],
    [{ session_hours: 0 }, 'session_hours'],
    [{ session_hours: 721 }, 'session_hours'],
    [{ key_days: 1.5 }, 'key_days'],
    [{ key_days: 731 }, 'key_days'],
    [{ key_permissions: [] }, 'key_permissions'],
    [{ key_permissions: ['org:delete'] }, 'key_permissions'],
    [{ personal_keys: null }, 'personal_keys'],
    [{ personal_keys: 'write' }, 'personal_keys'],
    [{ details_days: 29 }, 'details_days'],
    [{ details_days: 3661 }, 'details_days'],
    [{ former_names_days: -1 }, 'former_names_days'],
    [{ former_names_days: 3661 }, 'former_names_days'],
  ])('refuse %j', async (body, field) => {
    for (const answer of [await change(body), await preview(body)])
      expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
  });
});
