import { SERVER } from '@app/core';
import { CheckDomains } from '@app/orgs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY = 86_400_000;

describe('domains of an organization', () => {
  let dns: DnsServer;
  let app: TestApp;
  let db: Connection;
  let made = 0;

  beforeAll(async () => {
    dns = await startDnsServer();
    app = await startApp({ env: { DNS_SERVERS: [dns.address] } });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await dns.close();
  });

  interface Org {
    owner: TestUser;
    slug: string;
  }

  const newDomain = (): string => `guild-${++made}.test`;
  async function newOrg(): Promise<Org> {
    const owner = await app.newUser();
    const { body } = await app.call('POST', '/api/v1/organizations', owner, { name: `Guild ${++made}` });
    return { owner, slug: body.data.slug };
  }
  const call = ({ owner, slug }: Org, method: 'POST' | 'PATCH' | 'DELETE', path = '', body?: object): Promise<Answer> =>
    app.call(method, `/api/v1/organizations/${slug}/domains${path}`, owner, body);
  const list = async ({ owner, slug }: Org): Promise<Answer['body']> => (await app.get(`organizations/${slug}/domains`, owner)).body;
  async function added(org: Org, domain = newDomain()): Promise<string> {
    const { status, body } = await call(org, 'POST', '', { domain });
    expect(status).toBe(201);
    dns.texts.set(body.data.record.name, ['something else', body.data.record.value]);
    return domain;
  }
  async function proven(org: Org, domain?: string): Promise<string> {
    const name = await added(org, domain);
    expect((await call(org, 'POST', `/${name}/verify`)).status).toBe(200);
    return name;
  }
  async function personAt(domain: string, isConfirmed = true): Promise<TestUser> {
    const user = await app.newUser();
    await db.query('UPDATE users SET email = $2, email_confirmed_at = CASE WHEN $3::bool THEN now() END WHERE id = $1', [
      user.userId,
      `person.${++made}@${domain}`,
      isConfirmed,
    ]);
    return user;
  }
  const offers = async (user: TestUser): Promise<{ id: string; kind: string; role: string }[]> =>
    (await app.get('users/current/invites', user)).body.data;
  const at = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
    app.clock.at = ms;
    try {
      return await work();
    } finally {
      app.clock.at = undefined;
    }
  };
  const check = (): Promise<void> => app.commands.execute(new CheckDomains(SERVER, new AbortController().signal));

  it('are proven by a record, and let who has an address there join, by consent', async () => {
    const org = await newOrg();
    const domain = newDomain();
    const { body } = await call(org, 'POST', '', { domain: ` ${domain.toUpperCase()}. ` });
    expect(body.data).toEqual({
      id: expect.any(String),
      domain,
      status: 'pending',
      record: {
        type: 'TXT',
        name: `_chronova-challenge.${domain}`,
        value: expect.stringMatching(/^chronova-domain-verification=[0-9a-f]{40}$/),
      },
      capture: 'off',
      role: 'member',
      created_at: expect.any(String),
      verified_at: null,
      checked_at: null,
      misses: 0,
    });
    expect((await call(org, 'POST', '', { domain })).body.data).toEqual(body.data);
    const missing = await call(org, 'POST', `/${domain}/verify`);
    expect([missing.status, missing.body.error]).toEqual([409, expect.stringContaining(body.data.record.value)]);
    dns.texts.set(`_chronova-challenge.${domain}`, [body.data.record.value]);
    expect((await call(org, 'POST', `/${domain}/verify`)).status).toBe(429);
    const person = await personAt(domain);
    expect((await call(org, 'PATCH', `/${domain}`, { capture: 'join' })).status).toBe(409);
    const later = Date.now() + 31_000;
    expect((await at(later, () => call(org, 'POST', `/${body.data.id}/verify`))).body.data).toEqual(
      expect.objectContaining({ status: 'verified' }),
    );
    expect(await offers(person)).toEqual([]);
    expect((await call(org, 'PATCH', `/${domain}`, { capture: 'join', role: 'viewer' })).body.data).toEqual(
      expect.objectContaining({ capture: 'join', role: 'viewer' }),
    );
    const [offer] = await offers(person);
    expect(offer).toEqual(expect.objectContaining({ kind: 'domain', role: 'viewer', invited_by: null, teams: [], expires_at: null }));
    expect(await offers(await personAt(domain, false))).toEqual([]);
    expect(await offers(await personAt(`sub.${domain}`))).toEqual([]);
    expect((await app.call('POST', `/api/v1/users/current/invites/${offer?.id}/decline`, person)).status).toBe(400);
    const stranger = await personAt(newDomain());
    expect((await app.call('POST', `/api/v1/users/current/invites/${offer?.id}/accept`, stranger, {})).status).toBe(404);
    const joined = await app.call('POST', `/api/v1/users/current/invites/${offer?.id}/accept`, person, {});
    expect([joined.status, joined.body.data.role, joined.body.data.memberCount]).toEqual([200, 'viewer', 2]);
    expect(await offers(person)).toEqual([]);
    const { rows } = await db.query(
      `SELECT message, details FROM audit_log WHERE message IN ('AddDomain', 'VerifyDomain', 'ChangeDomain', 'AcceptInvite')
          AND org_id = (SELECT id FROM organizations WHERE slug = $1) ORDER BY id`,
      [org.slug],
    );
    expect(rows.map(({ message }) => message)).toEqual(['AddDomain', 'AddDomain', 'VerifyDomain', 'ChangeDomain', 'AcceptInvite']);
    expect(rows[3].details).toEqual({
      domain,
      before: { capture: 'off', role: 'member' },
      after: { capture: 'join', role: 'viewer' },
    });
  });

  it('do not bring back who left or was removed', async () => {
    const org = await newOrg();
    const domain = await proven(org);
    await call(org, 'PATCH', `/${domain}`, { capture: 'join' });
    const person = await personAt(domain);
    const [offer] = await offers(person);
    expect((await app.call('POST', `/api/v1/users/current/invites/${offer?.id}/accept`, person, {})).status).toBe(200);
    await db.query('UPDATE org_members SET left_at = now() WHERE user_id = $1', [person.userId]);
    expect(await offers(person)).toEqual([]);
    expect((await app.call('POST', `/api/v1/users/current/invites/${offer?.id}/accept`, person, {})).status).toBe(404);
  });

  it.each([
    [{ domain: 'gmail.com' }, 'domain'],
    [{ domain: 'GMX.de' }, 'domain'],
    [{ domain: 'localhost' }, 'domain'],
    [{ domain: 'ada@acme.test' }, 'domain'],
    [{ domain: '127.0.0.1' }, 'domain'],
    [{ domain: `${'a'.repeat(250)}.test` }, 'domain'],
    [{}, 'domain'],
    [{ domain: 'acme.test', capture: 'join' }, 'capture'],
  ])('refuse %j', async (body, field) => {
    const answer = await call(await newOrg(), 'POST', '', body);
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, [field]]);
  });

  it('let nobody in as an administrator', async () => {
    const org = await newOrg();
    const domain = await proven(org);
    expect((await call(org, 'PATCH', `/${domain}`, { role: 'admin' })).status).toBe(400);
  });

  it('are at most twenty', async () => {
    const org = await newOrg();
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push((await call(org, 'POST', '', { domain: newDomain() })).status);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 201), 409]);
    expect((await list(org)).total).toBe(20);
  });

  it('are one organization’s at a time, also when two prove one at once', async () => {
    const [one, two] = [await newOrg(), await newOrg()];
    const domain = newDomain();
    for (const org of [one, two]) await call(org, 'POST', '', { domain });
    const values = await Promise.all([one, two].map(async (org) => (await list(org)).data[0].record.value));
    dns.texts.set(`_chronova-challenge.${domain}`, values);
    const answers = await Promise.all([one, two].map((org) => call(org, 'POST', `/${domain}/verify`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const [winner, loser] = answers[0]?.status === 200 ? [one, two] : [two, one];
    expect((await call(winner, 'DELETE', `/${domain}`)).status).toBe(200);
    expect((await at(Date.now() + 31_000, () => call(loser, 'POST', `/${domain}/verify`))).status).toBe(200);
    expect((await call(winner, 'PATCH', `/${domain}`, { capture: 'off' })).status).toBe(404);
  });

  it('go from an organization that is deleted to the one that proves them, for good', async () => {
    const [gone, next] = [await newOrg(), await newOrg()];
    const domain = await proven(gone);
    await call(gone, 'PATCH', `/${domain}`, { capture: 'join' });
    await added(next, domain);
    const verify = () => call(next, 'POST', `/${domain}/verify`);
    expect((await verify()).status).toBe(409);
    await app.call('DELETE', `/api/v1/organizations/${gone.slug}`, gone.owner);
    const later = Date.now() + 31_000;
    expect((await at(later, verify)).body.data.status).toBe('verified');
    await app.call('POST', `/api/v1/organizations/${gone.slug}/restore`, gone.owner);
    expect((await list(gone)).data).toMatchObject([{ domain, status: 'pending', capture: 'off', verified_at: null }]);
    expect((await at(later, () => call(gone, 'POST', `/${domain}/verify`))).status).toBe(409);
    const { body } = await app.get(`organizations/${gone.slug}/audit-log?action=domain.lost`, gone.owner);
    expect(body.data).toMatchObject([
      { actor: { kind: 'job' }, details: { domain, reason: 'another organization proved it' }, address: null, request_id: null },
    ]);
    expect(JSON.stringify(body)).not.toContain(next.owner.publicId);
  });

  it('stay where the organization was brought back before', async () => {
    const [gone, next] = [await newOrg(), await newOrg()];
    const domain = await proven(gone);
    await added(next, domain);
    await app.call('DELETE', `/api/v1/organizations/${gone.slug}`, gone.owner);
    await db.query('BEGIN');
    await db.query('UPDATE organizations SET deleted_at = NULL WHERE slug = $1', [gone.slug]);
    const [answer] = await Promise.all([
      call(next, 'POST', `/${domain}/verify`),
      new Promise((resolve) => setTimeout(resolve, 300)).then(() => db.query('COMMIT')),
    ]);
    expect(answer.status).toBe(409);
    expect((await list(gone)).data[0].status).toBe('verified');
  });

  it('change nothing where no DNS server answers', async () => {
    const org = await newOrg();
    const domain = await added(org);
    dns.answers = false;
    try {
      expect((await call(org, 'POST', `/${domain}/verify`)).status).toBe(503);
      expect((await list(org)).data[0].status).toBe('pending');
    } finally {
      dns.answers = true;
    }
  });

  it('are looked up each week, and lost at the third time that the record is missing', async () => {
    const org = await newOrg();
    const domain = await proven(org);
    await call(org, 'PATCH', `/${domain}`, { capture: 'join' });
    const state = async () => {
      const { status, misses, capture } = (await list(org)).data[0];
      return [status, misses, capture];
    };
    const start = Date.now();
    const record = dns.texts.get(`_chronova-challenge.${domain}`) ?? [];
    dns.texts.delete(`_chronova-challenge.${domain}`);
    await at(start + 6 * DAY, check);
    expect(await state()).toEqual(['verified', 0, 'join']);
    await at(start + 8 * DAY, check);
    expect(await state()).toEqual(['verified', 1, 'join']);
    dns.texts.set(`_chronova-challenge.${domain}`, record);
    await at(start + 10 * DAY, check);
    expect(await state()).toEqual(['verified', 0, 'join']);
    dns.texts.delete(`_chronova-challenge.${domain}`);
    await at(start + 18 * DAY, check);
    await at(start + 20 * DAY, check);
    expect(await state()).toEqual(['verified', 2, 'join']);
    await at(start + 22 * DAY, check);
    expect(await state()).toEqual(['pending', 3, 'off']);
    await at(start + 40 * DAY, check);
    const { rows } = await db.query(`SELECT actor_kind, details FROM audit_log WHERE message = 'LoseDomain' AND details->>'domain' = $1`, [
      domain,
    ]);
    expect(rows).toEqual([{ actor_kind: 'job', details: { domain } }]);
  });
});
