import { hash } from 'node:crypto';
import { SERVER } from '@app/core';
import { SweepInvites } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = 'violet-engine-harbour-tuesday';

describe('invitations into an organization', () => {
  let mails: MailServer;
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    mails = await startMailServer();
    app = await startApp({ env: { SMTP_URL: mails.url, MAIL_FROM: 'Chronova <c@example.com>', PUBLIC_URL: 'https://time.example.com' } });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await mails.close();
  });

  interface Org {
    owner: TestUser;
    slug: string;
  }

  const newAddress = (): string => `person.${++made}@example.com`;
  async function newOrg(): Promise<Org> {
    const owner = await app.newUser();
    const { body } = await app.call('POST', '/api/v1/organizations', owner, { name: `Guild ${++made}` });
    return { owner, slug: body.data.slug };
  }
  async function personWith(email: string, isConfirmed = true): Promise<TestUser> {
    const user = await app.newUser();
    await db.query('UPDATE users SET email = $2, email_confirmed_at = CASE WHEN $3::bool THEN now() END WHERE id = $1', [
      user.userId,
      email,
      isConfirmed,
    ]);
    return user;
  }
  const invite = ({ owner, slug }: Org, body: object): Promise<Answer> =>
    app.call('POST', `/api/v1/organizations/${slug}/invites`, owner, body);
  const tokenIn = (link = ''): string => new URL(link).searchParams.get('token') ?? '';
  const tokenFor = async (email: string, n = 1): Promise<string> => tokenIn((await mails.mailTo(email, n)).links.at(-1));
  async function invited(org: Org, more: object = {}): Promise<{ email: string; token: string; id: string }> {
    const email = newAddress();
    const answer = await invite(org, { email, ...more });
    expect(answer.status).toBe(201);
    return { email, token: await tokenFor(email), id: answer.body.data.id };
  }
  const accept = (token: string, user: TestUser): Promise<Answer> => app.call('POST', `/api/v1/invites/${token}/accept`, user, {});
  const look = (token: string): Promise<Answer> => app.call('GET', `/api/v1/invites/${token}`, null);
  const list = async ({ owner, slug }: Org, status = 'pending'): Promise<Answer['body']> =>
    (await app.get(`organizations/${slug}/invites?status=${status}`, owner)).body;
  const idOf = async (slug: string): Promise<number> => (await db.query('SELECT id FROM organizations WHERE slug = $1', [slug])).rows[0].id;
  async function withMember(org: Org, role: string): Promise<TestUser> {
    const user = await app.newUser();
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, $3, 'link')`, [
      await idOf(org.slug),
      user.userId,
      role,
    ]);
    return user;
  }

  it('are mailed, say what will be seen, and make a member once', async () => {
    const org = await newOrg();
    const email = newAddress();
    await db.query(`INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, gen_random_uuid(), 'Engines')`, [await idOf(org.slug)]);
    const answer = await invite(org, { email: ` ${email.toUpperCase()} `.trim(), role: 'viewer', teams: ['engines'] });
    expect([answer.status, answer.body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        email,
        result: 'invited',
        message: 'Invited.',
        role: 'viewer',
        status: 'pending',
        teams: [{ id: expect.any(String), name: 'Engines' }],
        invited_by: expect.objectContaining({ id: org.owner.publicId }),
        created_at: expect.any(String),
        expires_at: expect.any(String),
        answered_at: null,
        mailed_at: null,
        mail_pending: true,
      },
    ]);
    const mail = await mails.mailTo(email);
    expect(mail.links.at(-1)).toMatch(/^https:\/\/time\.example\.com\/account\/join\?token=[\w-]{43}$/);
    expect(mail.text).toContain('within seven days');
    const token = tokenIn(mail.links.at(-1));
    const { rows } = await db.query('SELECT token_hash FROM org_invites WHERE email = $1', [email]);
    expect(rows).toEqual([{ token_hash: hash('sha256', token, 'buffer') }]);

    const offer = await look(token);
    expect([offer.status, offer.headers['cache-control'], offer.body.data]).toEqual([
      200,
      'no-store',
      expect.objectContaining({
        kind: 'invite',
        email,
        role: 'viewer',
        teams: ['Engines'],
        next: 'ask_for_account',
        policies: { min_group: 5, most_shared: 'everything', asked_to_share: 'none', members_see_reports: false },
        shared_at_first: 'none',
      }),
    ]);
    expect(offer.body.data.levels.map(({ level }: { level: string }) => level)).toEqual([
      'none',
      'aggregate',
      'totals',
      'org_projects',
      'everything',
    ]);

    const person = await personWith(email);
    expect((await look(token)).body.data.next).toBe('sign_in');
    const joined = await accept(token, person);
    expect([joined.status, joined.body.data]).toEqual([200, expect.objectContaining({ slug: org.slug, role: 'viewer', memberCount: 2 })]);
    expect((await accept(token, person)).status).toBe(404);
    expect((await look(token)).status).toBe(404);
    expect((await list(org, 'accepted')).data).toEqual([expect.objectContaining({ email, status: 'accepted' })]);
    const teams = await db.query('SELECT is_lead FROM org_team_members WHERE user_id = $1', [person.userId]);
    expect(teams.rows).toEqual([{ is_lead: false }]);
    const audit = await db.query(
      `SELECT message, subject_id, details FROM audit_log WHERE org_id = $1 AND message LIKE '%Invite%' ORDER BY id`,
      [await idOf(org.slug)],
    );
    const id = answer.body.data.id;
    expect(audit.rows).toEqual([
      { message: 'InviteToOrg', subject_id: null, details: { role: 'viewer', teams: ['engines'], invites: [id] } },
      { message: 'AcceptInvite', subject_id: person.userId, details: { invite: id, role: 'viewer', by: 'invite' } },
    ]);
  });

  it('tell of each address what became of it', async () => {
    const org = await newOrg();
    const [member, again, fresh] = [newAddress(), newAddress(), newAddress()];
    const user = await personWith(member);
    await db.query(`INSERT INTO org_members (org_id, user_id, role, source) VALUES ($1, $2, 'member', 'link')`, [
      await idOf(org.slug),
      user.userId,
    ]);
    await invite(org, { email: again });
    const answer = await invite(org, { emails: [member, again, 'no address', fresh, fresh.toUpperCase()] });
    expect(answer.status).toBe(201);
    expect(answer.body.data.map(({ email, result, id }: Record<string, unknown>) => [email, result, id !== null])).toEqual([
      [member, 'already_member', false],
      [again, 'already_invited', true],
      ['no address', 'invalid', false],
      [fresh, 'invited', true],
      [fresh, 'invited', true],
    ]);
    expect((await invite(org, { email: member })).status).toBe(409);
    expect((await list(org)).total).toBe(2);
  });

  it.each([
    [{}, 'email'],
    [{ email: 'nobody' }, 'email'],
    [{ emails: [] }, 'email'],
    [{ emails: Array.from({ length: 101 }, (_, n) => `a${n}@example.com`) }, 'emails'],
    [{ email: 'a@example.com', role: 'owner' }, 'role'],
    [{ email: 'a@example.com', role: 'manager' }, 'role'],
    [{ email: 'a@example.com', teams: ['No such team'] }, 'teams'],
    [{ email: 'a@example.com', level: 4 }, 'level'],
  ])('refuse what is bad: %#', async (body, field) => {
    const answer = await invite(await newOrg(), body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
    if (field === 'role') expect(answer.body.error).toContain('admin, billing, member, viewer');
  });

  it('take a hundred addresses at once', async () => {
    const org = await newOrg();
    const answer = await invite(org, { emails: Array.from({ length: 100 }, newAddress) });
    expect(new Set(answer.body.data.map(({ result }: { result: string }) => result))).toEqual(new Set(['invited']));
    expect((await list(org)).total).toBe(100);
  });

  it('are of those with the right alone', async () => {
    const org = await newOrg();
    for (const [role, status] of [
      ['admin', 201],
      ['billing', 403],
      ['member', 403],
      ['viewer', 403],
    ] as const)
      expect([role, (await invite({ ...org, owner: await withMember(org, role) }, { email: newAddress(), role: 'admin' })).status]).toEqual(
        [role, status],
      );
  });

  it('are for the confirmed address alone', async () => {
    const org = await newOrg();
    const { email, token, id } = await invited(org);
    const other = await personWith(newAddress());
    expect([(await accept(token, other)).status, (await accept(token, org.owner)).status]).toEqual([403, 403]);
    const unconfirmed = await personWith(email, false);
    const refused = await accept(token, unconfirmed);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('Confirm the e-mail address')]);
    expect((await look(token)).body.data.next).toBe('confirm_address');
    expect((await app.call('POST', `/api/v1/users/current/invites/${id}/accept`, other, {})).status).toBe(404);
    expect((await app.get('users/current/invites', unconfirmed)).body).toEqual({ data: [], total: 0 });
    await db.query('UPDATE users SET email_confirmed_at = now() WHERE id = $1', [unconfirmed.userId]);
    expect((await accept(token, unconfirmed)).status).toBe(200);
  });

  it('are good for seven days', async () => {
    const org = await newOrg();
    const { email, token } = await invited(org);
    const person = await personWith(email);
    app.clock.at = Date.now() + 7 * DAY + 1_000;
    try {
      expect([(await look(token)).status, (await accept(token, person)).status]).toEqual([404, 404]);
      expect((await app.get('users/current/invites', person)).body.data).toEqual([]);
      expect((await list(org, 'expired')).data).toEqual([expect.objectContaining({ email, status: 'expired' })]);
      expect((await list(org)).total).toBe(0);
    } finally {
      app.clock.at = undefined;
    }
  });

  it('end with the right of who invited, with the organization, and with their withdrawal', async () => {
    const org = await newOrg();
    const admin = await withMember(org, 'admin');
    const ofAdmin = await invited({ ...org, owner: admin });
    const person = await personWith(ofAdmin.email);
    await db.query(`UPDATE org_members SET role = 'member' WHERE user_id = $1`, [admin.userId]);
    expect([(await look(ofAdmin.token)).status, (await accept(ofAdmin.token, person)).status]).toEqual([404, 404]);
    await db.query(`UPDATE org_members SET role = 'admin', left_at = now() WHERE user_id = $1`, [admin.userId]);
    expect((await accept(ofAdmin.token, person)).status).toBe(404);

    const withdrawn = await invited(org);
    expect((await app.call('DELETE', `/api/v1/organizations/${org.slug}/invites/${withdrawn.id}`, org.owner)).status).toBe(200);
    expect((await app.call('DELETE', `/api/v1/organizations/${org.slug}/invites/${withdrawn.id}`, org.owner)).status).toBe(404);
    expect((await accept(withdrawn.token, await personWith(withdrawn.email))).status).toBe(404);

    const ofDeleted = await invited(org);
    await db.query('UPDATE organizations SET deleted_at = now() WHERE slug = $1', [org.slug]);
    const late = await personWith(ofDeleted.email);
    expect([(await look(ofDeleted.token)).status, (await accept(ofDeleted.token, late)).status]).toEqual([404, 404]);
  });

  it('of another organization are not there', async () => {
    const [org, other] = [await newOrg(), await newOrg()];
    const { id, token } = await invited(org);
    for (const [method, path] of [
      ['DELETE', id],
      ['POST', `${id}/resend`],
      ['DELETE', 'no-id'],
    ] as const)
      expect((await app.call(method, `/api/v1/organizations/${other.slug}/invites/${path}`, other.owner)).status).toBe(404);
    expect((await look(token)).status).toBe(200);
  });

  it('are mailed again at most once an hour, and the old link dies', async () => {
    const org = await newOrg();
    const { email, token, id } = await invited(org);
    const resend = () => app.call('POST', `/api/v1/organizations/${org.slug}/invites/${id}/resend`, org.owner);
    expect((await resend()).status).toBe(429);
    const again = await invite(org, { email, role: 'viewer' });
    expect([again.status, again.body.data.result, again.body.data.role]).toEqual([201, 'already_invited', 'viewer']);
    expect((await look(token)).body.data.role).toBe('viewer');
    app.clock.at = Date.now() + HOUR + 1_000;
    try {
      expect((await resend()).status).toBe(200);
      const second = await tokenFor(email, 2);
      expect([(await look(token)).status, (await look(second)).status]).toEqual([404, 200]);
      app.clock.at += HOUR + 1_000;
      expect((await invite(org, { email })).body.data.result).toBe('already_invited');
      const third = await tokenFor(email, 3);
      expect([(await look(second)).status, (await look(third)).status]).toEqual([404, 200]);
      expect((await accept(third, await personWith(email))).status).toBe(200);
    } finally {
      app.clock.at = undefined;
    }
  });

  it('take the last seat once, also two at once, and one link makes one member', async () => {
    const org = await newOrg();
    const [one, two] = [await invited(org), await invited(org)];
    await db.query('UPDATE organizations SET seats = 2 WHERE slug = $1', [org.slug]);
    expect((await invite(org, { email: newAddress() })).body).toEqual({ error: expect.stringContaining('No seat is free') });
    const [first, second] = [await personWith(one.email), await personWith(two.email)];
    const answers = await Promise.all([accept(one.token, first), accept(two.token, second), accept(one.token, first)]);
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const { rows } = await db.query('SELECT count(*)::int AS members FROM org_members WHERE org_id = $1 AND left_at IS NULL', [
      await idOf(org.slug),
    ]);
    expect(rows).toEqual([{ members: 2 }]);
  });

  it('share what one says, up to what the organization takes, and nothing of who comes back and says nothing', async () => {
    const org = await newOrg();
    const { email, token } = await invited(org);
    const person = await personWith(email);
    const orgId = await idOf(org.slug);
    const levels = async () =>
      (await db.query('SELECT level FROM org_shares WHERE org_id = $1 ORDER BY version', [orgId])).rows.map(({ level }) => level);
    const share = (link: string, level: string) => app.call('POST', `/api/v1/invites/${link}/accept`, person, { share: level });
    await db.query('UPDATE organizations SET most_shared = 2 WHERE id = $1', [orgId]);
    const refused = await share(token, 'everything');
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, ['share']]);
    expect((await share(token, 'everybody')).status).toBe(400);
    expect(await levels()).toEqual([]);
    expect((await share(token, 'totals')).status).toBe(200);
    expect(await levels()).toEqual([2]);
    await db.query('UPDATE org_members SET left_at = now() WHERE org_id = $1 AND user_id = $2', [orgId, person.userId]);
    const again = await invite(org, { email });
    expect((await app.call('POST', `/api/v1/users/current/invites/${again.body.data.id}/accept`, person, {})).status).toBe(200);
    expect(await levels()).toEqual([2, 0]);
  });

  it('are declined by the link without an account', async () => {
    const org = await newOrg();
    const { email, token } = await invited(org);
    expect((await app.call('POST', `/api/v1/invites/${token}/decline`, null)).status).toBe(200);
    expect([(await look(token)).status, (await app.call('POST', `/api/v1/invites/${token}/decline`, null)).status]).toEqual([404, 404]);
    expect((await list(org, 'declined')).data).toEqual([expect.objectContaining({ email })]);
  });

  it('are listed to who has the address, and answered there', async () => {
    const [org, other] = [await newOrg(), await newOrg()];
    const email = newAddress();
    const person = await personWith(email);
    await invite(org, { email });
    await invite(other, { email });
    const { data } = (await app.get('users/current/invites', person)).body;
    expect(data.map(({ organization }: { organization: { slug: string } }) => organization.slug)).toEqual([other.slug, org.slug]);
    const [theirs, mine] = data;
    expect((await app.call('POST', `/api/v1/users/current/invites/${mine.id}/accept`, person, {})).body.data.slug).toBe(org.slug);
    expect((await app.call('POST', `/api/v1/users/current/invites/${theirs.id}/decline`, person)).status).toBe(200);
    expect((await app.get('users/current/invites', person)).body).toEqual({ data: [], total: 0 });
  });

  it('of who does not administer the instance lets nobody sign up where everybody may make organizations', async () => {
    const { email, token } = await invited(await newOrg());
    expect((await look(token)).body.data).toMatchObject({ next: 'ask_for_account', sign_up_url: null });
    expect((await app.call('POST', '/account/link', null, { kind: 'invite', secret: token })).body).toEqual({ works: false });
    expect((await app.call('POST', '/api/auth/register', null, { email, password: PASSWORD, invite: token })).status).toBe(400);
  });

  it('let one sign up where an invitation is needed, and prove the address', async () => {
    const org = await newOrg();
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [org.owner.userId]);
    const { email, token } = await invited(org);
    const { sign_up_url: url } = (await look(token)).body.data;
    expect(url).toBe(`https://time.example.com/account/register?${new URLSearchParams({ invite: token, email }).toString()}`);
    expect((await app.call('POST', '/account/link', null, { kind: 'invite', secret: token })).body).toEqual({ works: true });
    const register = (body: object) => app.call('POST', '/api/auth/register', null, { password: PASSWORD, ...body });
    expect((await register({ email: newAddress(), invite: token })).status).toBe(400);
    expect((await register({ email, invite: token })).status).toBe(201);
    const { body } = await app.call('POST', '/api/auth/login', null, { email, password: PASSWORD });
    const headers = { authorization: `Bearer ${body.apiKey}` };
    expect((await app.call('POST', `/api/v1/invites/${token}/accept`, null, {}, headers)).status).toBe(200);
    expect((await register({ email: newAddress(), invite: token })).status).toBe(400);
  });

  it('hold no address of others in their mail, whatever the organization is called', async () => {
    const owner = await app.newUser();
    const { body } = await app.call('POST', '/api/v1/organizations', owner, { name: 'Win at evil.example', slug: `plain-${++made}` });
    const email = newAddress();
    await invite({ owner, slug: body.data.slug }, { email });
    const mail = await mails.mailTo(email);
    expect([mail.subject.includes('evil'), mail.text.includes('evil'), mail.text.includes(body.data.slug)]).toEqual([false, false, true]);
  });

  it('are mailed later where the mail server takes none for now, and not where it never will', async () => {
    const org = await newOrg();
    const [later, never] = [newAddress(), newAddress()];
    const isDue = async (): Promise<boolean[]> => (await list(org)).data.map((each: { mail_pending: boolean }) => each.mail_pending);
    const settled = async (due: boolean[]): Promise<true | undefined> => ((await isDue()).join() === due.join() ? true : undefined);
    mails.refused.add(never);
    await invite(org, { email: never });
    expect(await eventually(() => settled([false]))).toBe(true);
    let tries = 0;
    mails.beforeTaking = ({ to }) => (to === later && ++tries === 1 ? Promise.reject(new Error('451 later')) : Promise.resolve());
    await invite(org, { email: later });
    await eventually(async () => (tries === 1 ? true : undefined));
    app.clock.at = Date.now() + HOUR;
    try {
      await app.commands.execute(new SweepInvites(SERVER, new AbortController().signal));
      expect((await look(await tokenFor(later))).status).toBe(200);
      expect(await isDue()).toEqual([false, false]);
      app.clock.at += 98 * DAY;
      await app.commands.execute(new SweepInvites(SERVER, new AbortController().signal));
      expect((await list(org, 'all')).total).toBe(0);
    } finally {
      app.clock.at = undefined;
      mails.beforeTaking = async () => {};
    }
  });
});

describe('without a mail server', () => {
  it('invitations are found by who has the confirmed address', async () => {
    const app = await startApp();
    const db = await connect(app.databaseUrl);
    const [owner, person] = [await app.newUser(), await app.newUser()];
    const { slug } = (await app.call('POST', '/api/v1/organizations', owner, { name: 'Guild' })).body.data;
    const made = await app.call('POST', `/api/v1/organizations/${slug}/invites`, owner, { email: 'ada@example.com' });
    expect([made.status, made.body.data.mail_pending, JSON.stringify(made.body).includes('token')]).toEqual([201, false, false]);
    expect((await db.query('SELECT token_hash FROM org_invites')).rows).toEqual([{ token_hash: null }]);
    await db.query(`UPDATE users SET email = 'ada@example.com', email_confirmed_at = now() WHERE id = $1`, [person.userId]);
    const { data } = (await app.get('users/current/invites', person)).body;
    expect((await app.call('POST', `/api/v1/users/current/invites/${data[0].id}/accept`, person, {})).status).toBe(200);
    await db.end();
    await app.close();
  });
});
