import { createHash } from 'node:crypto';
import { SERVER } from '@app/core';
import { SweepOrgKeys } from '@app/orgs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('policies of organizations about who gets in', () => {
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
    slug = `access-${++made}`;
    await app.call('POST', '/api/v1/organizations', owner, { name: `Access ${made}`, slug });
    orgId = (await db.query('SELECT id FROM organizations WHERE slug = $1', [slug])).rows[0].id;
    for (const [user, role] of [
      [admin, 'admin'],
      [member, 'member'],
    ] as const)
      await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, $3, 'link')`, [orgId, user.userId, role]);
  });
  afterEach(() => {
    app.clock.at = undefined;
  });

  const post = (path: string, body: object, user = owner): Promise<Answer> =>
    app.call('POST', `/api/v1/organizations/${slug}/${path}`, user, body);
  const change = (body: object, user = owner): Promise<Answer> => app.call('PATCH', `/api/v1/organizations/${slug}/policies`, user, body);
  const set = async (body: object): Promise<void> => expect(await change(body)).toMatchObject({ status: 200, body: { data: body } });
  const preview = async (body: object): Promise<Answer['body']> => (await post('policies/preview', body, admin)).body.data;
  const open = (user: TestUser): Promise<Answer> => app.get(`organizations/${slug}`, user);
  const nameOf = async ({ userId }: TestUser): Promise<string> =>
    (await db.query('SELECT username FROM users WHERE id = $1', [userId])).rows[0].username;
  const refusal = async (asked: Promise<Answer>): Promise<[number, string]> => {
    const { status, body } = await asked;
    return [status, body.error];
  };
  const notices = async (): Promise<unknown[]> => (await app.get(`users/current/orgs/${slug}/notices`, member)).body.data;
  const aged = async (key: TestUser, days: number): Promise<void> => {
    await db.query(`UPDATE api_keys SET created_at = now() - make_interval(days => $2) WHERE user_id = $1`, [key.userId, days]);
    await remembered();
  };
  /** Who asks is remembered for less than a second. */
  const remembered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_000));

  describe('email_domains', () => {
    const withDomain = async (name: string): Promise<string> => {
      await db.query(
        `INSERT INTO org_domains (org_id, public_id, domain, challenge, capture, added_by, verified_at) VALUES ($1, gen_random_uuid(), $2, 'x', 'join', $3, now())`,
        [orgId, name, owner.userId],
      );
      return name;
    };
    const withAddress = async (user: TestUser, email: string | null, isConfirmed = true): Promise<void> => {
      await db.query('UPDATE users SET email = $2, email_confirmed_at = CASE WHEN $3::bool THEN now() END WHERE id = $1', [
        user.userId,
        email,
        isConfirmed,
      ]);
    };
    let domain: string;
    beforeEach(async () => {
      domain = await withDomain(`guild-${made}.test`);
    });

    it('are proven, in lower case, each once', async () => {
      await set({ email_domains: [domain] });
      await set({ email_domains: [] });
      const answer = await change({ email_domains: [`${domain.toUpperCase()}.`, domain] }, admin);
      expect([answer.status, answer.body.data.email_domains]).toEqual([200, [domain]]);
      await db.query('UPDATE org_domains SET verified_at = NULL WHERE org_id = $1', [orgId]);
      const [status, error] = await refusal(change({ email_domains: [domain] }));
      expect([status, error]).toEqual([400, expect.stringContaining(`has not proven ${domain}`)]);
      // A domain that is lost stays in the policy, and is said no more is asked for.
      await set({ session_hours: 5 });
      expect((await change({})).body.data.email_domains).toEqual([domain]);
      expect(await notices()).toEqual([]);
      const { body } = await app.get(`organizations/${slug}/audit-log?action=policies`, owner);
      expect(
        body.data.map(({ before, after }: Record<string, Record<string, unknown>>) => [
          before?.['email_domains'],
          after?.['email_domains'],
        ]),
      ).toEqual([
        [[domain], [domain]],
        [[domain], [domain]],
        [[], [domain]],
        [[domain], []],
        [[], [domain]],
      ]);
    });

    it('keep out whose confirmed address is of another domain, but owners', async () => {
      await withAddress(admin, `admin.${made}@${domain}`);
      await set({ email_domains: [domain] });
      for (const [email, isConfirmed] of [
        [null, false],
        [`m.${made}@${domain}`, false],
        [`m.${made}@sub.${domain}`, true],
        [`m.${made}@elsewhere.test`, true],
      ] as const) {
        await withAddress(member, email, isConfirmed);
        for (const path of ['', '/policies', '/members', '/members/current/summaries?range=last_7_days'])
          expect(await refusal(app.get(`organizations/${slug}${path}`, member))).toEqual([403, expect.stringContaining(domain)]);
        expect((await app.get(`users/current/orgs/${slug}/dashboards`, member)).status).toBe(403);
      }
      for (const path of [
        `users/current/orgs/${slug}/sharing`,
        `users/current/orgs/${slug}/access-log`,
        `users/current/orgs/${slug}/notices`,
        'users/current',
      ])
        expect((await app.get(path, member)).status).toBe(200);
      expect((await app.call('PUT', `/api/v1/users/current/orgs/${slug}/sharing`, member, { level: 'none' })).status).toBe(200);
      expect([(await open(owner)).status, (await open(admin)).status]).toEqual([200, 200]);
      expect((await open(await app.newUser())).status).toBe(404);
      await withAddress(member, `m.${made}@${domain}`);
      expect((await open(member)).status).toBe(200);
      await withAddress(member, null, false);
      expect((await app.call('DELETE', `/api/v1/organizations/${slug}/members/current`, member)).status).toBe(200);
    });

    it('say whom they hit', async () => {
      await withAddress(admin, `admin.${made}@${domain}`);
      expect((await post('invites', { emails: [`in.${made}@${domain}`, `out.${made}@elsewhere.test`] })).status).toBe(201);
      expect(await preview({ email_domains: [domain] })).toMatchObject({
        relaxed: [],
        other_address_members_count: 1,
        other_address_members: [await nameOf(member)],
        dead_invites_count: 1,
        dead_invites: [`out.${made}@elsewhere.test`],
      });
      expect((await open(member)).status).toBe(200);
    });

    it('are of who is invited and who joins', async () => {
      const [inside, outside, captured] = [await app.newUser(), await app.newUser(), await app.newUser()];
      const other = await withDomain(`other-${made}.test`);
      await withAddress(inside, `in.${made}@${domain}`);
      await withAddress(outside, `out.${made}@elsewhere.test`);
      await withAddress(captured, `new.${made}@${other}`);
      const before = await post('invites', { emails: [`out.${made}@elsewhere.test`] });
      await set({ email_domains: [domain] });

      const list = await post('invites', { emails: [`in.${made}@${domain}`, `x.${made}@sub.${domain}`] });
      expect(list.body.data.map(({ result }: { result: string }) => result)).toEqual(['invited', 'domain_not_allowed']);
      const one = await post('invites', { email: `x.${made}@sub.${domain}` });
      expect([one.status, one.body.errors.email]).toEqual([400, [expect.stringContaining(`an address of ${domain}.`)]]);
      const again = await refusal(post(`invites/${before.body.data[0].id}/resend`, {}));
      expect(again).toEqual([409, expect.stringContaining(domain)]);

      const accept = (id: string, user: TestUser): Promise<Answer> =>
        app.call('POST', `/api/v1/users/current/invites/${id}/accept`, user, {});
      expect(await refusal(accept(before.body.data[0].id, outside))).toEqual([403, expect.stringContaining(`address of ${domain}`)]);
      const [offer] = (await app.get('users/current/invites', captured)).body.data;
      expect(await refusal(accept(offer.id, captured))).toEqual([403, expect.stringContaining(`address of ${domain}`)]);
      const [invite] = (await app.get('users/current/invites', inside)).body.data;
      expect((await accept(invite.id, inside)).status).toBe(200);
      expect((await open(inside)).status).toBe(200);
    });

    it('name domains that cannot be removed', async () => {
      await set({ email_domains: [domain] });
      const remove = (): Promise<Answer> => app.call('DELETE', `/api/v1/organizations/${slug}/domains/${domain}`, owner);
      expect(await refusal(remove())).toEqual([409, expect.stringContaining('Take it out of the policy first')]);
      await set({ email_domains: [] });
      expect((await remove()).status).toBe(200);
    });
  });

  describe('session_hours', () => {
    const sessionOf = async ({ userId }: TestUser): Promise<string> => {
      const secret = `secret-of-session-${userId}`;
      await db.query(
        `INSERT INTO sessions (user_id, public_id, hash, user_agent, address, created_at, expires_at)
         VALUES ($1, gen_random_uuid(), $2, '', '', now() - interval '3 hours', now() + interval '1 day')`,
        [userId, createHash('sha256').update(secret).digest()],
      );
      return secret;
    };
    const bySession = (secret: string, path = ''): Promise<Answer> =>
      app.call('GET', `/api/v1/organizations/${slug}${path}`, null, undefined, { cookie: `chronova_session=${secret}` });

    it('refuse a browser’s session that began longer ago', async () => {
      const [own, boss] = [await sessionOf(member), await sessionOf(owner)];
      await set({ session_hours: 4 });
      expect((await bySession(own)).status).toBe(200);
      await set({ session_hours: 3 });
      for (const secret of [own, boss]) expect(await refusal(bySession(secret))).toEqual([403, expect.stringContaining('Sign in again')]);
      const elsewhere = await app.call('GET', '/api/v1/users/current', null, undefined, { cookie: `chronova_session=${own}` });
      expect(elsewhere.status).toBe(200);
      expect((await open(member)).status).toBe(200);
      await set({ session_hours: null });
      expect((await bySession(own)).status).toBe(200);
    });

    it('say how many they hit, and whom not', async () => {
      for (const user of [owner, admin, member]) await sessionOf(user);
      expect((await preview({ session_hours: 3 })).old_session_members_count).toBeNull();
      expect((await preview({ session_hours: 3, min_group: 3 })).old_session_members_count).toBeNull();
      await change({ min_group: 3 });
      expect((await preview({ session_hours: 3 })).old_session_members_count).toBe(3);
      expect((await preview({ session_hours: 4 })).old_session_members_count).toBeNull();
    });
  });

  describe('key_days and personal_keys', () => {
    it('refuse keys of members that are too old', async () => {
      await set({ key_days: 10 });
      await aged(member, 9);
      expect((await open(member)).status).toBe(200);
      await aged(member, 10);
      expect(await refusal(open(member))).toEqual([403, expect.stringContaining('within the last 10 days')]);
      expect((await app.get('users/current', member)).status).toBe(200);
      await aged(owner, 10);
      expect((await open(owner)).status).toBe(403);
    });

    it('say what keys of members may do', async () => {
      await set({ personal_keys: 'read' });
      expect((await open(admin)).status).toBe(200);
      for (const asked of [change({ min_group: 6 }), post('teams', { name: 'Engines' }), post('transfer/accept', {}, member)])
        expect(await refusal(asked)).toEqual([403, expect.stringContaining('only read')]);
      await db.query(`UPDATE organizations SET personal_keys = 'none' WHERE id = $1`, [orgId]);
      expect(await refusal(open(owner))).toEqual([403, expect.stringContaining('takes no API keys of members')]);
      expect((await app.get(`users/current/orgs/${slug}/sharing`, member)).status).toBe(200);
      expect((await app.get('organizations', owner)).body.data).toHaveLength(1);
      expect((await app.call('DELETE', `/api/v1/organizations/${slug}/members/current`, member)).status).toBe(200);
    });

    it('say how many members they hit, and whom not', async () => {
      await change({ min_group: 3 });
      await db.query('UPDATE api_keys SET created_at = now() - make_interval(days => 30) WHERE user_id = ANY ($1)', [
        [owner.userId, admin.userId, member.userId],
      ]);
      const hit = async (body: object): Promise<number | null> => (await preview(body)).refused_key_members_count;
      expect([await hit({ key_days: 30 }), await hit({ key_days: 31 })]).toEqual([3, null]);
      expect([await hit({ personal_keys: 'none' }), await hit({ personal_keys: 'read' })]).toEqual([3, 3]);
      await db.query(`UPDATE api_keys SET scopes = '{read}' WHERE user_id = $1`, [member.userId]);
      expect([await hit({ personal_keys: 'none' }), await hit({ personal_keys: 'read' })]).toEqual([3, null]);
    });
  });

  describe('of service keys', () => {
    const create = (body: object = {}): Promise<Answer> =>
      post('keys', { name: 'Hall', permissions: ['org:read', 'members:read'], ...body });
    const created = async (): Promise<TestUser> => {
      const { body } = await create();
      return { userId: 0, publicId: body.data.id, key: body.data.key };
    };
    const sweep = (): Promise<void> => app.commands.execute(new SweepOrgKeys(SERVER));

    it('key_days: they end in time', async () => {
      await set({ key_days: 10 });
      app.clock.at = Math.ceil(Date.now() / DAY) * DAY;
      const [soon, latest, late] = [5, 10, 11].map((days) => new Date((app.clock.at ?? 0) + days * DAY).toISOString().replace('.000', ''));
      expect((await create()).body.data.expires_at).toBe(latest);
      expect((await create({ expires_at: soon })).body.data.expires_at).toBe(soon);
      expect((await create({ expires_at: latest })).status).toBe(201);
      const refused = await create({ expires_at: late });
      expect([refused.status, refused.body.errors.expires_at]).toEqual([400, [expect.stringContaining(`by ${latest}`)]]);
    });

    it('key_days: those that are older are dead at once, and revoked by a job', async () => {
      const [old, young] = [await created(), await created()];
      await db.query(`UPDATE org_keys SET created_at = now() - interval '10 days' WHERE public_id = $1`, [old.publicId]);
      expect([(await open(old)).status, (await open(young)).status]).toEqual([200, 200]);
      expect(await preview({ key_days: 10 })).toMatchObject({ old_service_keys_count: 1, old_service_keys: ['Hall'] });
      await set({ key_days: 10 });
      expect((await open(old)).status).toBe(404);
      await remembered();
      expect([(await open(old)).status, (await open(young)).status]).toEqual([401, 200]);
      const ends = (await app.get(`organizations/${slug}/keys`, owner)).body.data.find(({ id }: { id: string }) => id === old.publicId);
      expect(Date.parse(ends.expires_at)).toBeLessThanOrEqual(Date.now());
      // Two at once write one row.
      await Promise.all([sweep(), sweep()]);
      await sweep();
      const { body } = await app.get(`organizations/${slug}/audit-log?action=service_key.revoked`, owner);
      expect(body.data).toMatchObject([{ actor: { kind: 'job' }, details: { name: 'Hall', reason: 'key_days', key_days: 10 } }]);
      expect((await app.get(`organizations/${slug}/keys`, owner)).body.data.map(({ id }: { id: string }) => id)).toEqual([young.publicId]);
      await set({ key_days: null });
      expect((await open(old)).status).toBe(401);
    });

    it('key_permissions: they have no others', async () => {
      const key = await created();
      expect(await preview({ key_permissions: ['org:read', 'teams:read'] })).toMatchObject({
        narrowed_service_keys_count: 1,
        narrowed_service_keys: ['Hall'],
      });
      await set({ key_permissions: ['org:read', 'teams:read'] });
      expect((await open(key)).status).toBe(200);
      for (const path of ['members', 'teams']) expect((await app.get(`organizations/${slug}/${path}`, key)).status).toBe(403);
      expect((await app.get(`organizations/${slug}/keys`, owner)).body.data[0].permissions).toEqual(['org:read']);
      const refused = await create();
      expect([refused.status, refused.body.errors.permissions]).toEqual([400, [expect.stringContaining('org:read, teams:read')]]);
      expect((await create({ permissions: ['teams:read'] })).status).toBe(201);
      await set({ key_permissions: null });
      expect((await app.get(`organizations/${slug}/members`, key)).status).toBe(200);
    });
  });

  describe('details_days', () => {
    const TODAY = Date.UTC(2026, 5, 30, 12);
    const dayBefore = (days: number): string => new Date(TODAY - days * DAY).toISOString().slice(0, 10);

    beforeEach(async () => {
      app.clock.at = TODAY;
      await db.query(`INSERT INTO org_shares (org_id, user_id, version, level, spans) VALUES ($1, $2, 1, 4, '[[null,4]]')`, [
        orgId,
        member.userId,
      ]);
      for (const days of [29, 30])
        await app.send(
          member,
          [0, 60, 120].map((s) => ({ time: (TODAY - days * DAY) / 1_000 + s, project: 'engine' })),
        );
    });

    const summaries = (user: TestUser, who: string, first: number, last: number): Promise<Answer> =>
      app.get(`organizations/${slug}/members/${who}/summaries?start=${dayBefore(first)}&end=${dayBefore(last)}`, user);
    const seconds = async (user: TestUser, who: string): Promise<number[]> =>
      (await summaries(user, who, 30, 29)).body.data.map(
        (day: { grand_total: { total_seconds: number } }) => day.grand_total.total_seconds,
      );

    it('hide older days by name, and nothing else', async () => {
      expect([await seconds(owner, member.publicId), await seconds(member, 'current')]).toEqual([
        [120, 120],
        [120, 120],
      ]);
      expect(await preview({ details_days: 30 })).toMatchObject({
        relaxed: [],
        shortened_members_count: 1,
        shortened_members: [await nameOf(member)],
      });
      expect((await change({ details_days: 30 }, admin)).status).toBe(200);
      expect([await seconds(owner, member.publicId), await seconds(member, 'current')]).toEqual([
        [0, 120],
        [120, 120],
      ]);
      // As where nothing is shared.
      expect((await summaries(owner, member.publicId, 30, 30)).status).toBe(404);
      const range = `start=${dayBefore(30)}&end=${dayBefore(29)}`;
      const leaders = await app.get(`organizations/${slug}/leaders?${range}`, owner);
      expect(leaders.body.data.map(({ total }: { total: { total_seconds: number } }) => total.total_seconds)).toEqual([120]);
      const sharing = (await app.get(`users/current/orgs/${slug}/sharing?${range}`, member)).body.data.seen;
      expect(sharing.by_owner.data.map(({ grand_total }: { grand_total: { total_seconds: number } }) => grand_total.total_seconds)).toEqual(
        [0, 120],
      );
      expect(sharing.in_sums.map(({ total_seconds }: { total_seconds: number }) => total_seconds)).toEqual([120, 120]);
      const own = await app.get(`users/current/summaries?start=${dayBefore(30)}&end=${dayBefore(30)}`, member);
      expect(own.body.data[0].grand_total.total_seconds).toBe(120);
    });

    it('hide when somebody was active last', async () => {
      const last = async (user: TestUser): Promise<string | null> =>
        (await app.get(`organizations/${slug}/members/${member.publicId}`, user)).body.data.last_active_day;
      const day = Math.floor(TODAY / DAY) - 40; // Nothing is rolled up but this.
      await db.query(
        'INSERT INTO daily_rollups (user_id, day, activity_id, heartbeats, us, with_dependencies) VALUES ($1, $2, 1, 1, $3, 0)',
        [member.userId, day, 120_000_000],
      );
      expect(await last(owner)).toBe(dayBefore(40));
      await set({ details_days: 41 + 1 });
      expect(await last(owner)).toBe(dayBefore(40));
      await set({ details_days: 40 });
      expect([await last(owner), await last(member)]).toEqual([null, dayBefore(40)]);
    });

    it('are raised by owners alone, and members are told', async () => {
      await set({ details_days: 30 });
      for (const details_days of [31, null]) {
        expect((await change({ details_days }, admin)).status).toBe(403);
        expect((await preview({ details_days })).relaxed).toEqual(['details_days']);
      }
      expect(await notices()).toEqual([]);
      await set({ details_days: null });
      expect(await notices()).toMatchObject([{ relaxed: ['details_days'], before: { details_days: 30 }, after: { details_days: null } }]);
    });
  });

  describe('former_names_days', () => {
    interface Former {
      id: string | null;
      username: string | null;
      display_name: string;
      email: string | null;
      left_at: string;
    }
    const left = (user = owner, query = ''): Promise<Answer> => app.get(`organizations/${slug}/members?state=left${query}`, user);
    const named = async (query = ''): Promise<string[]> => {
      const { body } = await left(owner, query);
      expect(body.total).toBe(body.data.length);
      return body.data.map(({ display_name, username }: Former) => username ?? display_name);
    };
    let leaver: TestUser;
    let name: string;
    let leftAt: number;
    beforeEach(async () => {
      leaver = await app.newUser();
      name = await nameOf(leaver);
      leftAt = Math.floor(Date.now() / 1_000) * 1_000;
      await db.query('UPDATE users SET email = $2 WHERE id = $1', [leaver.userId, `leaver.${made}@acme.test`]);
      await db.query(
        `INSERT INTO org_members (org_id, user_id, role, source, left_at) VALUES ($1, $2, 'member', 'link', $3), ($1, $4, 'viewer', 'link', $5)`,
        [orgId, leaver.userId, new Date(leftAt), (await app.newUser()).userId, new Date(leftAt - 100 * DAY)],
      );
      app.clock.at = leftAt + DAY;
    });

    it('list who left to owners and administrators', async () => {
      for (const user of [owner, admin]) {
        const { body } = await left(user);
        expect(body).toMatchObject({ total: 2, page: 1 });
        expect(body.data[0]).toMatchObject({
          id: leaver.publicId,
          username: name,
          email: `leaver.${made}@acme.test`,
          role: 'member',
          left_at: new Date(leftAt).toISOString().replace('.000', ''),
          sharing: null,
          last_active_day: null,
          teams: [],
        });
      }
      expect(await refusal(left(member))).toEqual([403, expect.stringContaining('members:remove')]);
      expect((await left(await app.newUser())).status).toBe(404);
      expect((await left(owner, '&per_page=1&page=2')).body.data.map(({ role }: { role: string }) => role)).toEqual(['viewer']);
      expect((await app.get(`organizations/${slug}/members?state=present`, owner)).body.data.map(({ left_at }: Former) => left_at)).toEqual(
        [null, null, null],
      );
      expect((await app.get(`organizations/${slug}/members?state=gone`, owner)).status).toBe(400);
    });

    it('name nobody after so many days', async () => {
      expect(await preview({ former_names_days: 1 })).toMatchObject({ relaxed: [], unnamed_former_members_count: 2 });
      await set({ former_names_days: 2 });
      expect(await named()).toEqual([name, 'Former member']);
      // Who is not named already is not named by a preview.
      expect(await preview({ former_names_days: 0 })).toMatchObject({ unnamed_former_members_count: 1, unnamed_former_members: [name] });
      app.clock.at = leftAt + 2 * DAY;
      expect(await named()).toEqual(['Former member', 'Former member']);
      const { body, text } = await left();
      expect(body.data[0]).toMatchObject({ id: null, username: null, email: null, left_at: expect.any(String) });
      for (const secret of [name, leaver.publicId, `leaver.${made}`]) expect(text).not.toContain(secret);
      expect([await named(`&search=${name}`), await named('&search=former'), await named('&role=member')]).toEqual([
        [],
        [],
        ['Former member'],
      ]);
      app.clock.at = undefined;
      expect((await change({ former_names_days: 0 }, admin)).status).toBe(200);
      app.clock.at = leftAt;
      expect(await named()).toEqual(['Former member', 'Former member']);
      for (const former_names_days of [1, null]) {
        expect((await change({ former_names_days }, admin)).status).toBe(403);
        expect((await preview({ former_names_days })).relaxed).toEqual(['former_names_days']);
      }
      expect(await notices()).toEqual([]);
      await set({ former_names_days: null });
      expect(await named()).toContain(name);
      expect(await notices()).toMatchObject([{ relaxed: ['former_names_days'] }]);
    });
  });
});
