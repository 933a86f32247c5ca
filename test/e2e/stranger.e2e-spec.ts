import { CreateBadgeLink } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { SweepCommitTimes } from '@app/github';
import { ORG_KEY_PERMISSIONS } from '@app/orgs';
import { CreateRule, ListRenames, RenameValue } from '@app/heartbeats';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateApiKey,
  type CreatedApiKey,
  hashOfSecret,
  type KnownPermission,
  permissionsOf,
  RevokeApiKey,
  type Scope,
  SCOPES,
  scopeFor,
} from '@app/users';
import { connect } from '../support/database.js';
import { GithubServer } from '../support/github-server.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

/**
 * Every route there is, from openapi.json, called by who must not see: without credentials, with a stranger's key and ids of another user, and
 * with a key whose scope is too narrow. A new route joins by existing. Parameters and bodies are the examples that Swagger shows, so this
 * also says that they can be sent as they stand.
 */

interface Schema {
  $ref?: string;
  example?: unknown;
  properties?: Record<string, Schema>;
  allOf?: Schema[];
}

interface Operation {
  'x-stranger'?: string;
  'x-scope'?: Scope;
  'x-permission'?: KnownPermission;
  'x-org-permission'?: string;
  parameters?: {
    name: string;
    in: string;
    example?: string | number | boolean;
    examples?: Record<string, { value: string }>;
    schema?: Schema;
  }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const document: { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } } = JSON.parse(
  readFileSync('openapi.json', 'utf8'),
);
const operations = Object.entries(document.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, Operation] => [method.toUpperCase(), route, operation]),
);
const guarded = operations.filter(([, , o]) => o['x-stranger'] === undefined);

const MARK = 'zq7-secret';
/** The secret of the administrator's session. */
const COOKIE = 'a-session-of-the-test';
/** What of the victim must never be seen. */
const SECRETS = ['project', 'branch', 'language', 'entity', 'machine', 'dependency', 'display', 'mail', 'keyname', 'board'].map(
  (w) => `${MARK}-${w}`,
);

describe('a stranger', () => {
  let mails: MailServer;
  let github: GithubServer;
  let app: TestApp;
  let victim: TestUser & {
    username: string;
    keyId: string;
    sessionId: string;
    ruleId: string;
    renameId: string;
    badgeId: string;
    goalId: string;
    pauseId: string;
    boardId: string;
    orgId: string;
    repositoryId: string;
  };
  let stranger: TestUser;
  /** Of an organization of the stranger. */
  let serviceKey: string;

  beforeAll(async () => {
    // Where mails are printed and GitHub is set up, every route works.
    mails = await startMailServer();
    github = await GithubServer.start();
    app = await startApp({ env: { ...github.env, EMBEDDED_DATABASE: true, SMTP_URL: mails.url, MAIL_FROM: 'c@example.com' } });
    const user = await app.newUser();
    stranger = await app.newUser();
    const admin = await app.newUser();
    const { id: keyId } = await app.commands.execute(new CreateApiKey(OPERATOR, user.userId, `${MARK}-keyname`));
    const boardId = (await app.call('POST', '/api/v1/users/current/leaderboards', user, { name: `${MARK}-board` })).body.data.id;
    const orgId = (await app.call('POST', '/api/v1/organizations', user, { name: `${MARK}-board` })).body.data.id;
    const db = await connect(app.databaseUrl);
    const { rows } = await db.query('UPDATE users SET display_name = $2, email = $3 WHERE id = $1 RETURNING username', [
      user.userId,
      `${MARK}-display`,
      `${MARK}-mail@example.com`,
    ]);
    const sessions = await db.query(
      `INSERT INTO sessions (user_id, public_id, hash, user_agent, address, expires_at)
       VALUES ($1, gen_random_uuid(), 'x', $2, '127.0.0.1', now() + interval '1 day') RETURNING public_id`,
      [user.userId, `${MARK}-machine`],
    );
    const repositories = await db.query(
      `INSERT INTO repositories (user_id, id, public_id, connection_id, provider, base_url, external_id, full_name, html_url, address, default_branch,
              is_private, is_archived, is_fork, star_count, fork_count, watch_count)
       VALUES ($1, 1, gen_random_uuid(), 1, 'github', '', 'x', $2, '', '', 'main', true, false, false, 0, 0, 0) RETURNING public_id`,
      [user.userId, `${MARK}-project`],
    );
    // Of an administrator, so that nothing is refused for another reason.
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [admin.userId]);
    await db.query(
      `INSERT INTO sessions (user_id, public_id, hash, user_agent, address, expires_at)
       VALUES ($1, gen_random_uuid(), $2, '', '127.0.0.1', now() + interval '1 day')`,
      [admin.userId, hashOfSecret(COOKIE)],
    );
    await db.end();
    // A link shows a number to whoever has it, and this one has no name in it.
    const { id: badgeId } = await app.commands.execute(new CreateBadgeLink(OPERATOR, user.userId, { range: 'all_time' }));
    const now = Math.floor(Date.now() / 1000);
    const worked = {
      entity: `/${MARK}-entity`,
      project: `${MARK}-project`,
      branch: `${MARK}-branch`,
      language: `${MARK}-language`,
      machine: `${MARK}-machine`,
      dependencies: [`${MARK}-dependency`],
    };
    await app.send(
      user,
      [-120, -60, 0].map((s) => ({ ...worked, time: now + s })),
    );
    const rule = new CreateRule(OPERATOR, user.userId, {
      field: 'project',
      operation: 'equals',
      value: `${MARK}-x`,
      sets: { project: MARK },
    });
    const { id: ruleId } = await app.commands.execute(rule);
    await app.commands.execute(new RenameValue(OPERATOR, user.userId, 'branch', `${MARK}-branch`, `${MARK}-branch 2`));
    const { renames } = await app.queries.execute(new ListRenames(OPERATOR, user.userId, 'branch', { page: 1, perPage: 1 }));
    const goal = await app.call('POST', '/api/v1/users/current/goals', user, { seconds: 60, title: `${MARK}-display` });
    // The stranger makes pauses too, and theirs are counted from 1.
    const pauses = Array.from({ length: 9 }, () =>
      app.call('POST', '/api/v1/users/current/goals/pauses', user, { reason: `${MARK}-display` }),
    );
    const pauseIds = (await Promise.all(pauses)).map(({ body }) => Number(body.data.id));
    victim = {
      ...user,
      username: rows[0].username,
      keyId,
      sessionId: sessions.rows[0].public_id,
      ruleId,
      renameId: renames[0]?.id ?? '',
      badgeId,
      goalId: goal.body.id,
      pauseId: String(Math.max(...pauseIds)),
      boardId,
      orgId,
      repositoryId: repositories.rows[0].public_id,
    };
    const own = await app.call('POST', '/api/v1/organizations', stranger, { name: 'Of the stranger', slug: 'of-the-stranger' });
    const keys = `/api/v1/organizations/${own.body.data.id}/keys`;
    serviceKey = (await app.call('POST', keys, stranger, { name: 'all', permissions: ORG_KEY_PERMISSIONS })).body.data.key;
    // What the examples name.
    await app.send(stranger, [{ time: now, project: 'chronova', branch: 'main', commit_hash: 'e4c668be713e293f7444a88c891ecafa1a4fa44b' }]);
    await app.commands.execute(new SweepCommitTimes(SERVER));
  });
  afterAll(async () => {
    await app.close();
    await mails.close();
    await github.close();
  });

  it('is met by every route', () => {
    expect(operations.length).toBeGreaterThan(20);
    expect(guarded.filter(([, , o]) => !SCOPES.includes(o['x-scope'] ?? ('' as Scope))).map(([m, r]) => `${m} ${r}`)).toEqual([]);
  });

  it.each(operations)('without credentials: %s %s', async (method, route, operation) => {
    const answer = await call(method, route, operation);
    expectNothingOfTheVictim(answer);
    if (operation['x-stranger'] !== undefined) {
      expect(answer.status).toBeLessThan(500);
      return expect(answer.text).not.toContain('An API key is needed');
    }
    return expect([answer.status, Object.keys(answer.body ?? {})]).toEqual([401, ['error']]);
  });

  it.each(operations)('with a key of their own: %s %s', async (method, route, operation) => {
    const answer = await call(method, route, operation, 'full');
    expectNothingOfTheVictim(answer);
    expect(answer.status).toBeLessThan(500);
    if (operation['x-stranger'] === undefined && isOfTheVictim(route)) expect([403, 404]).toContain(answer.status);
    // Examples can be sent as they stand: what is refused is refused for who asks, not for how.
    else if (method === 'GET' && operation['x-stranger'] === undefined) expect([200, 403]).toContain(answer.status);
  });

  it.each(guarded)('with a key that is too narrow: %s %s', async (method, route, operation) => {
    const needed = operation['x-permission'] ?? 'account:change';
    expect(operation['x-scope']).toBe(scopeFor(needed));
    const narrow = SCOPES.filter((scope) => scope !== 'full' && !permissionsOf([scope], true).has(needed));
    expect(narrow).not.toEqual([]);
    for (const scope of narrow) {
      const answer = await call(method, route, operation, scope);
      expect([scope, answer.status, answer.body]).toEqual([scope, 403, { error: expect.stringContaining(`"${scopeFor(needed)}"`) }]);
    }
  });

  it.each(guarded)('with a service key of another organization: %s %s', async (method, route, operation) => {
    const answer = await call(method, route, operation, { authorization: `Bearer ${serviceKey}` });
    expectNothingOfTheVictim(answer);
    expect(answer.status).toBe(operation['x-org-permission'] === undefined ? 401 : 404);
  });

  // Another site can make a browser send the cookie, but neither read it nor set the header.
  it.each(guarded.filter(([method]) => method !== 'GET'))(
    'by the cookie alone, without its CSRF token: %s %s',
    async (method, route, operation) => {
      const answer = await call(method, route, operation, { cookie: `chronova_session=${COOKIE}` });
      expect([answer.status, answer.body]).toEqual([403, { error: expect.stringContaining('CSRF') }]);
    },
  );

  it('may read by the cookie alone', async () => {
    const operation = document.paths['/api/v1/users/current']?.['get'] ?? {};
    const answer = await call('GET', '/api/v1/users/current', operation, { cookie: `chronova_session=${COOKIE}` });
    expect(answer.status).toBe(200);
  });

  /** With a key made for the call, as some routes take theirs away. */
  async function call(method: string, route: string, operation: Operation, by?: Scope | Record<string, string>): Promise<Answer> {
    const key = typeof by === 'string' ? await keyFor(by) : undefined;
    const headers: Record<string, string> = typeof by === 'string' ? { authorization: `Bearer ${key?.key}` } : { ...by };
    const query = new URLSearchParams();
    let url = route;
    for (const { name, in: place, example, examples = {}, schema } of operation.parameters ?? []) {
      const value = example ?? Object.values(examples)[0]?.value ?? (schema?.example as string | undefined);
      if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(valueInPath(route, name, value)));
      else if (place === 'query' && value !== undefined) query.append(name, String(value));
    }
    const json = operation.requestBody?.content['application/json']?.schema;
    const answer = await app.call(method as 'GET', `${url}${query.size > 0 ? `?${query}` : ''}`, null, json && exampleOf(json), headers);
    if (key !== undefined) await revoke(key.id);
    return answer;
  }

  function keyFor(scope: Scope): Promise<CreatedApiKey> {
    return app.commands.execute(new CreateApiKey(OPERATOR, stranger.userId, 'call', { scopes: [scope] }));
  }

  /** An account has only so many keys. The route itself may have taken it away. */
  async function revoke(id: string): Promise<void> {
    await app.commands.execute(new RevokeApiKey(OPERATOR, stranger.userId, { id })).catch(() => {});
  }

  function valueInPath(route: string, name: string, example: unknown): string {
    if (name === 'user') return victim.username;
    if (name === 'org') return victim.orgId;
    if (route.includes('{org}')) return String(example);
    if (name !== 'id') return String(example);
    if (route.includes('/api-keys/')) return victim.keyId;
    if (route.includes('/sessions/')) return victim.sessionId;
    if (/\/(custom_)?rules\//.test(route)) return victim.ruleId;
    if (route.includes('/renames/')) return victim.renameId;
    if (route.includes('/badges/')) return victim.badgeId;
    if (route.includes('/goals/pauses/')) return victim.pauseId;
    if (route.includes('/goals/')) return victim.goalId;
    if (route.includes('/github/repositories/')) return victim.repositoryId;
    if (route.includes('/leaderboard')) return victim.boardId;
    if (route.includes('/admin/users/') || route.startsWith('/photo/')) return victim.publicId;
    throw new Error(`Teach this test whose id stands in ${route}`);
  }

  function isOfTheVictim(route: string): boolean {
    return /\{(user|id|org)\}/.test(route);
  }

  function expectNothingOfTheVictim(answer: Answer): void {
    const seen = answer.text + JSON.stringify(answer.headers);
    expect(SECRETS.filter((secret) => seen.toLowerCase().includes(secret))).toEqual([]);
  }
});

function exampleOf(schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) return exampleOf(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.allOf?.[0]) return exampleOf(schema.allOf[0]);
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property)]);
  return properties.length > 0 ? Object.fromEntries(properties.filter(([, value]) => value !== undefined)) : undefined;
}
