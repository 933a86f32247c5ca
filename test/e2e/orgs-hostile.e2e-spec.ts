import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

// What somebody sends who wants to break an organization, or to see another one's. Every route of organizations, read from openapi.json.

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
/** As openapi.json has it. */
interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: unknown;
}
interface Route {
  method: Method;
  path: string;
  inPath: string[];
  query: string[];
  fields: string[];
}

const ROUTES: Route[] = Object.entries<Record<string, Operation>>(JSON.parse(readFileSync('openapi.json', 'utf8')).paths)
  .filter(([path]) => /\/(orgs|organizations|invites)(\/|$)/.test(path) && !path.includes('leaderboards') && !path.includes('/compat/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const names = (where: string): string[] => parameters.filter((p) => p.in === where).map((p) => p.name);
      return { method: method.toUpperCase() as Method, path, inPath: names('path'), query: names('query'), fields: fieldsOf(requestBody) };
    }),
  );
function fieldsOf(body: unknown): string[] {
  const spec = JSON.parse(readFileSync('openapi.json', 'utf8'));
  const ref = JSON.stringify(body ?? {}).match(/#\/components\/schemas\/(\w+)/)?.[1];
  return ref === undefined ? [] : Object.keys(spec.components.schemas[ref]?.properties ?? {});
}

const RTL = '\u202Egnp.exe';
const TEXTS = ['a\u0000b', RTL, '%', '99999999999999999999', 'x'.repeat(5_000)];
const VALUES: unknown[] = [null, -1, 1e21, [], {}, '9999-12-31', 'a\u0000b', RTL, '\uD800', 'x'.repeat(5_000)];
const QUERIES = ['-1', '0', '1000000000', '99999999999999999999', '9999-12-31', 'a\u0000b'];

describe('hostile requests to organizations', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;
  let bob: TestUser;
  const own = 'own-org';
  const other = 'other-org';
  /** What the other organization has, by the name of the parameter. */
  const ofOther: Record<string, string> = {};

  const call = (method: Method, path: string, user: TestUser | null, body?: unknown) => app.call(method, path, user, body);
  const org = (slug: string) => `/api/v1/organizations/${slug}`;
  async function filled(slug: string, owner: TestUser): Promise<Record<string, string>> {
    await call('POST', '/api/v1/organizations', owner, { name: slug, slug });
    const post = async (path: string, body: object) => (await call('POST', `${org(slug)}${path}`, owner, body)).body.data;
    const member = await app.newUser();
    await db.query(
      `INSERT INTO org_members (org_id, user_id, role, source) SELECT id, $2, 'member', 'link' FROM organizations WHERE slug = $1`,
      [slug, member.userId],
    );
    const invite = await post('/invites', { email: `guest@${slug}.test`, role: 'member' });
    return {
      member: member.publicId,
      team: (await post('/teams', { name: 'Engines' })).id,
      key: (await post('/keys', { name: 'x', permissions: ['org:read'] })).id,
      domain: (await post('/domains', { domain: `${slug}.test` })).id,
      pattern: (await post('/project-patterns', { kind: 'exact', pattern: 'engine' })).id,
      invite: invite.id ?? invite[0]?.invite?.id,
    };
  }
  const contents = async (slug: string) => {
    const parts: unknown[] = [];
    for (const table of [
      'org_members',
      'org_teams',
      'org_team_members',
      'org_keys',
      'org_domains',
      'org_projects',
      'org_invites',
      'org_transfers',
      'org_shares',
    ])
      parts.push(
        (
          await db.query(
            `SELECT to_jsonb(t) AS row FROM ${table} t WHERE org_id = (SELECT id FROM organizations WHERE slug = $1) ORDER BY 1`,
            [slug],
          )
        ).rows,
      );
    return parts;
  };
  /** Fills a path: the named parameter with `value`, others with what is there. */
  const fill = (path: string, given: Record<string, string>) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(
        (given[name] ?? { range: 'last_7_days', token: 'x'.repeat(43), dashboard: 'everyone' }[name] ?? 'x').toWellFormed(),
      ),
    );
  /** What is wrong with an answer; undefined: nothing. */
  const wrong = (answer: Answer): string | undefined => {
    if (answer.status >= 500 && answer.status !== 503) return `${answer.status} ${answer.text.slice(0, 200)}`;
    if (answer.status >= 400 && (typeof answer.body?.error !== 'string' || answer.body.error.length < 10))
      return `${answer.status} says ${answer.text.slice(0, 100)}`;
    return undefined;
  };
  const ends = ({ method, path }: Route) => method === 'DELETE' && /\{org\}$|members\/current$/.test(path);

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    [ada, bob] = [await app.newUser(), await app.newUser()];
    await filled(own, ada);
    Object.assign(ofOther, await filled(other, bob));
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  it('find nothing of another organization, whatever id stands in whatever place', async () => {
    const before = await contents(other);
    const problems: string[] = [];
    for (const route of ROUTES.filter(({ inPath }) => inPath.some((name) => name in ofOther))) {
      const path = fill(route.path, { org: own, ...ofOther });
      const { status } = await call(route.method, path, ada, ['GET', 'DELETE'].includes(route.method) ? undefined : {});
      if (status !== 404 && status !== 400) problems.push(`${status} ${route.method} ${route.path}`);
    }
    expect(problems).toEqual([]);
    expect(await contents(other)).toEqual(before);
  });

  it('say what is wrong with a path', async () => {
    const problems: string[] = [];
    for (const route of ROUTES.filter((each) => each.inPath.length > 0 && !ends(each))) {
      const paths = route.inPath.flatMap((name) => TEXTS.map((text) => fill(route.path, { org: own, ...ofOther, [name]: text })));
      const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
      const answers = await Promise.all(paths.map((path) => call(route.method, path, ada, body)));
      for (const [n, answer] of answers.entries())
        if (wrong(answer)) problems.push(`${route.method} ${paths[n]?.slice(0, 120)}: ${wrong(answer)}`);
    }
    expect(problems).toEqual([]);
  });

  it('say what is wrong with a query', async () => {
    const problems: string[] = [];
    for (const route of ROUTES.filter(({ query, method }) => query.length > 0 && method === 'GET')) {
      const values = route.query.flatMap((name) => [...QUERIES.map((text) => `${name}=${encodeURIComponent(text)}`), `${name}[]=1`]);
      const answers = await Promise.all(values.map((value) => call('GET', `${fill(route.path, { org: own })}?${value}`, ada)));
      for (const [n, answer] of answers.entries()) if (wrong(answer)) problems.push(`${route.path}?${values[n]}: ${wrong(answer)}`);
    }
    expect(problems).toEqual([]);
  });

  it('say what is wrong with a body', async () => {
    const problems: string[] = [];
    for (const route of ROUTES.filter(({ method }) => ['POST', 'PATCH', 'PUT'].includes(method))) {
      const fields = route.fields.flatMap((field) => VALUES.map((value): unknown => ({ ...valid(route.fields), [field]: value })));
      const bodies: unknown[] = [null, [], 'x', '{"a":', `{"name":"${'x'.repeat(1_000_000)}"}`, '['.repeat(20_000), ...fields];
      const path = fill(route.path, { org: own, ...ofOther });
      const answers = await Promise.all(bodies.map((body) => call(route.method, path, ada, body)));
      for (const [n, answer] of answers.entries())
        if (wrong(answer)) problems.push(`${route.method} ${route.path} ${JSON.stringify(bodies[n])?.slice(0, 120)}: ${wrong(answer)}`);
    }
    expect(problems).toEqual([]);
  });
  const twenty = async (method: Method, path: string, user: TestUser, body: (n: number) => object = () => ({})) => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => call(method, path, user, body(n))));
    expect(answers.map((answer) => wrong(answer)).filter((problem) => problem !== undefined)).toEqual([]);
    return answers.filter(({ status }) => status < 300).length;
  };

  it('are done once, though somebody clicks twenty times at once', async () => {
    const slug = 'clicked';
    const { member = '' } = await filled(slug, ada);
    const { rows } = await db.query('SELECT id FROM users WHERE public_id = $1', [member]);
    const heir: TestUser = { userId: rows[0].id, publicId: member, key: await app.newKey(rows[0].id) };
    expect(await twenty('POST', `${org(slug)}/teams`, ada, () => ({ name: 'Same' }))).toBe(1);
    expect(await twenty('DELETE', `${org(slug)}/teams/Same`, ada)).toBe(1);
    expect(await twenty('POST', `${org(slug)}/project-patterns`, ada, () => ({ kind: 'exact', pattern: 'same' }))).toBe(1);
    expect(await twenty('POST', `${org(slug)}/transfer`, ada, () => ({ member }))).toBe(1);
    expect(await twenty('POST', `${org(slug)}/transfer/accept`, heir)).toBe(1);
    expect(await twenty('POST', `${org(slug)}/invites`, heir, () => ({ email: 'twice@example.com', role: 'member' }))).toBe(20);
    const guest = await app.newUser();
    await db.query(`UPDATE users SET email = 'twice@example.com', email_confirmed_at = now() WHERE id = $1`, [guest.userId]);
    const offers = (await app.get('users/current/invites', guest)).body.data;
    expect(offers).toHaveLength(1);
    expect(await twenty('POST', `/api/v1/users/current/invites/${offers[0].id}/accept`, guest)).toBe(1);
    expect(await twenty('DELETE', `${org(slug)}/members/current`, guest)).toBe(1);
    expect(await twenty('POST', `${org(slug)}/keys`, heir, () => ({ name: 'x', permissions: ['org:read'] }))).toBe(20);
    const { rows: roles } = await db.query(
      `SELECT role FROM org_members WHERE left_at IS NULL AND org_id = (SELECT id FROM organizations WHERE slug = $1) ORDER BY role`,
      [slug],
    );
    expect(roles.map(({ role }) => role)).toEqual(['admin', 'owner']);
  });

  it('get no address that looks like another one', async () => {
    const create = async (body: object) => (await call('POST', '/api/v1/organizations', ada, body)).status;
    expect(await create({ name: 'Lookalike', slug: 'lookalike' })).toBe(201);
    for (const slug of ['LOOKALIKE', 'lооkalike', 'ｌｏｏｋalike', 'look\u200Balike', 'lookalıke', 'admin', 'Ａdmin', RTL, '1', '-a', 'a-'])
      expect([slug, (await create({ name: 'x', slug })) >= 400]).toEqual([slug, true]);
    for (const name of ['pаypal', 'a\u200Bb', `a${RTL}`, 'a\u0000', '\u{1F600}', ' '])
      expect([name, await create({ name })]).toEqual([name, 400]);
    expect(await create({ name: 'Crème 😀' })).toBe(201);
  });

  it('write no formula into a file', async () => {
    const slug = 'formulas';
    const { member = '' } = await filled(slug, ada);
    await db.query(
      `INSERT INTO org_shares (org_id, user_id, version, level, spans)
       SELECT o.id, u.id, 1, 4, '[[null, 4]]' FROM organizations o, users u WHERE o.slug = $1 AND u.public_id = $2`,
      [slug, member],
    );
    await call('POST', `${org(slug)}/teams`, ada, { name: '=HYPERLINK(1)' });
    await call('POST', `${org(slug)}/keys`, ada, { name: '+1', permissions: ['org:read'] });
    await call('PATCH', org(slug), ada, { description: '@SUM(A1)' });
    const files = ROUTES.filter(
      ({ method, path, query }) => method === 'GET' && path.includes('{org}') && (query.includes('format') || path.endsWith('.csv')),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const { path } of files) {
      const { text, headers } = await call('GET', `${fill(path, { org: slug, member })}${path.endsWith('.csv') ? '' : '?format=csv'}`, ada);
      expect([path, headers['content-type']]).toEqual([path, expect.stringContaining('text/csv')]);
      expect([path, /(^|,)"?[=+@\t]/m.test(text)]).toEqual([path, false]);
    }
  });

  const valid = (fields: string[]): object =>
    Object.fromEntries(
      Object.entries({
        name: 'Name',
        email: 'x@y.test',
        role: 'member',
        permissions: ['org:read'],
        kind: 'exact',
        pattern: 'x',
        member: 'x',
        level: 'none',
        domain: 'x.test',
      }).filter(([name]) => fields.includes(name)),
    );
});
