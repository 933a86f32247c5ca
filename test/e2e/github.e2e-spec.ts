import { SERVER } from '@app/core';
import { SyncRepositories } from '@app/github';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { GitRepository } from '../support/git-repository.js';
import { type GithubAccount, GithubServer } from '../support/github-server.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const GITHUB = 'users/current/github';

describe('GitHub', () => {
  let github: GithubServer;
  let git: GitRepository;
  let app: TestApp;
  let db: Connection;
  let accounts = 0;

  beforeAll(async () => {
    github = await GithubServer.start();
    git = new GitRepository();
    git.commit();
    app = await startApp({ env: github.env });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await github.close();
    git.remove();
  });

  const newAccount = (): GithubAccount => {
    const id = 1000 + ++accounts;
    return { id, login: `octo-${id}`, emails: [`octo-${id}@example.com`] };
  };
  const post = (what: string, user: TestUser, body?: unknown): Promise<Answer> => app.call('POST', `/api/v1/${GITHUB}/${what}`, user, body);
  const status = async (user: TestUser) => (await app.get(GITHUB, user)).body.data; // oxlint-disable-line typescript/explicit-function-return-type
  const sync = (user: TestUser): Promise<void> => app.commands.execute(new SyncRepositories(SERVER, user.userId));
  /** As a browser goes to GitHub and back. */
  const throughGithub = async (url: string, as: TestUser | null): Promise<Answer> => {
    const { headers } = await fetch(url, { redirect: 'manual' });
    const back = new URL(headers.get('location') ?? '');
    return app.call('GET', back.pathname + back.search, as);
  };

  describe('a personal token', () => {
    it('connects an account and is kept encrypted', async () => {
      const user = await app.newUser();
      expect(await status(user)).toMatchObject({ status: 'none', login: null, offers: { app: true, token: true, webhooks: true } });
      const account = newAccount();
      const token = github.tokenOf(account);
      const answer = await post('token', user, { token });
      expect([answer.status, answer.body.data]).toMatchObject([
        200,
        {
          status: 'connected',
          login: account.login,
          kind: 'token',
          scopes: ['repo', 'read:user', 'user:email'],
          is_syncing: true,
          problem: null,
        },
      ]);
      const { rows } = await db.query('SELECT * FROM forge_connections WHERE user_id = $1', [user.userId]);
      expect(rows).toMatchObject([
        {
          external_id: String(account.id),
          key_id: 'test',
          emails: [...account.emails, `${account.login}@users.noreply.127.0.0.1:${new URL(github.url).port}`, expect.stringContaining('+')],
        },
      ]);
      expect(rows[0].token_enc.includes(token.slice(4))).toBe(false);
      expect(JSON.stringify([answer.body, await status(user)])).not.toContain(token.slice(4));
      const audit = await db.query(`SELECT details FROM audit_log WHERE message = 'ConnectByToken' AND subject_id = $1`, [user.userId]);
      expect(audit.rows).toEqual([{ details: { login: account.login } }]);
    });

    it('is refused where GitHub does not take it, and where it is none', async () => {
      const user = await app.newUser();
      for (const token of ['ghp_nobody-has-this', 'a b', '', 7]) {
        const { status: code, body } = await post('token', user, { token });
        expect([token, code, Object.keys(body.errors ?? {})]).toEqual([token, 400, ['token']]);
      }
      github.trouble = () => ({ status: 502, body: 'bad gateway' });
      expect(await post('token', user, { token: 'ghp_nobody-has-this' })).toMatchObject({
        status: 503,
        body: { error: expect.stringContaining('GitHub failed (502)') },
      });
      github.trouble = () => undefined;
      expect(await status(user)).toMatchObject({ status: 'none' });
    });

    it('is deleted when the user disconnects', async () => {
      const user = await app.newUser();
      await post('token', user, { token: github.tokenOf(newAccount()) });
      expect(await app.call('DELETE', `/api/v1/${GITHUB}`, user)).toMatchObject({
        status: 200,
        body: { data: { status: 'ended', revoked: false } },
      });
      expect(
        (await db.query('SELECT token_enc, refresh_enc, key_id FROM forge_connections WHERE user_id = $1', [user.userId])).rows,
      ).toEqual([{ token_enc: null, refresh_enc: null, key_id: null }]);
      expect(await status(user)).toMatchObject({ status: 'ended', is_syncing: false });
      expect((await app.call('DELETE', `/api/v1/${GITHUB}`, user)).status).toBe(404);
      expect((await post('sync', user)).status).toBe(409);
    });
  });

  describe('the app of the server', () => {
    it('connects an account by GitHub’s page, with PKCE, and is revoked at GitHub', async () => {
      const user = await app.newUser();
      const account = (github.visitor = newAccount());
      const begun = (await post('auth', user)).body.data;
      expect(new URL(begun.authorization_url).searchParams.get('state')).toBe(begun.state);
      expect(Date.parse(begun.expires_at) - Date.now()).toBeGreaterThan(9 * 60_000);
      const back = await throughGithub(begun.authorization_url, user);
      expect([back.status, back.body]).toMatchObject([200, { data: { status: 'connected', login: account.login } }]);
      expect(await status(user)).toMatchObject({
        status: 'connected',
        kind: 'oauth',
        login: account.login,
        scopes: ['repo', 'read:user', 'user:email'],
        expires_at: null,
      });
      const ended = await app.call('DELETE', `/api/v1/${GITHUB}`, user);
      expect([ended.status, ended.body.data.revoked, github.revoked.length]).toEqual([200, true, 1]);
    });

    it('takes a state once, in ten minutes, of the user who began', async () => {
      const [user, other] = [await app.newUser(), await app.newUser()];
      github.visitor = newAccount();
      const { authorization_url: url, state } = (await post('auth', user)).body.data;
      const callback = (as: TestUser | null, query: string): Promise<Answer> => app.call('GET', `/api/v1/github/callback?${query}`, as);
      expect((await callback(other, `state=${state}&code=x`)).status).toBe(400);
      expect((await throughGithub(url, user)).status).toBe(200);
      expect((await throughGithub(url, user)).status).toBe(400);
      expect((await callback(null, '')).status).toBe(401);
      expect((await callback(user, '')).status).toBe(400);
      const late = (await post('auth', user)).body.data;
      app.clock.at = Date.now() + 11 * 60_000;
      expect((await throughGithub(late.authorization_url, user)).body.error).toContain('Begin again');
      app.clock.at = undefined;
      github.visitor = undefined;
      expect((await throughGithub((await post('auth', user)).body.data.authorization_url, user)).body.error).toContain('did not allow');
    });

    it('connects nothing for who opens a page that somebody else began, or is not signed in', async () => {
      const [attacker, victim] = [await app.newUser(), await app.newUser()];
      const account = (github.visitor = newAccount());
      const { authorization_url: url, state } = (await post('auth', attacker)).body.data;
      const { headers } = await fetch(url, { redirect: 'manual' });
      const { pathname, search, searchParams } = new URL(headers.get('location') ?? '');
      const code = searchParams.get('code');
      expect(await app.call('GET', pathname + search, null)).toMatchObject({
        status: 401,
        body: { error: expect.stringContaining('github/connect') },
      });
      expect((await app.call('GET', pathname + search, victim)).status).toBe(400);
      expect((await post('connect', victim, { state, code })).status).toBe(400);
      expect([await status(attacker), await status(victim)]).toMatchObject([{ status: 'none' }, { status: 'none' }]);
      // Whoever began and has the code goes on with the key.
      expect((await post('connect', attacker, { state, code: 7 })).status).toBe(400);
      expect(await post('connect', attacker, { state, code })).toMatchObject({ status: 200, body: { data: { login: account.login } } });
      expect((await post('connect', attacker, { state, code })).status).toBe(400);
    });

    it('renews tokens that expire, once for all who ask', async () => {
      const user = await app.newUser();
      github.isApp = true;
      github.visitor = newAccount();
      await throughGithub((await post('auth', user)).body.data.authorization_url, user);
      github.isApp = false;
      expect(await status(user)).toMatchObject({ kind: 'app', scopes: [] });
      app.clock.at = Date.now() + 8 * 3_600_000;
      github.isApp = true;
      github.takeRequests();
      await Promise.all([sync(user), sync(user), sync(user)]);
      expect(github.takeRequests().filter((line) => line.includes('access_token'))).toHaveLength(1);
      expect(await status(user)).toMatchObject({ status: 'connected', problem: null });
      app.clock.at = undefined;
      github.isApp = false;
    });
  });

  it('tells a user whose token was revoked', async () => {
    const user = await app.newUser();
    const token = github.tokenOf(newAccount());
    await post('token', user, { token });
    github.accounts.delete(token);
    await sync(user);
    expect(await status(user)).toMatchObject({
      status: 'revoked',
      problem: expect.stringContaining('Connect your account again'),
      is_syncing: false,
    });
    expect(await post('sync', user)).toMatchObject({ status: 409, body: { error: expect.stringContaining('again') } });
  });

  describe('repositories', () => {
    const list = async (user: TestUser, query = '') => (await app.get(`${GITHUB}/repositories${query}`, user)).body; // oxlint-disable-line typescript/explicit-function-return-type
    const connected = async (): Promise<TestUser & { account: GithubAccount }> => {
      const user = await app.newUser();
      const account = newAccount();
      await post('token', user, { token: github.tokenOf(account) });
      return { ...user, account };
    };

    it('are read in pages, and what did not change costs nothing', async () => {
      github.repositories.length = 0;
      for (let n = 0; n < 205; n++) github.add({ node_id: `R_${n}`, full_name: `acme/p-${String(n).padStart(3, '0')}`, git });
      const user = await connected();
      github.takeRequests();
      await sync(user);
      expect(github.takeRequests().filter((line) => line.includes('/user/repos'))).toHaveLength(3);
      const page = await list(user, '?per_page=100&page=3');
      expect([page.total, page.total_pages, page.data.length, page.data[4].full_name]).toEqual([205, 3, 5, 'acme/p-204']);
      expect(page.data[0]).toMatchObject({
        provider: 'github',
        name: 'p-200',
        default_branch: 'main',
        is_private: false,
        star_count: 3,
        project: null,
        last_synced_at: null,
      });
      await sync(user);
      expect(github.requests.splice(0).map((request) => request.status)).toEqual([304, 304, 304]);
      expect((await list(user, '?q=P-20&linked=false')).total).toBe(5);
    });

    it('are those of the list, by their id: renamed, transferred, archived, private, deleted', async () => {
      github.repositories.length = 0;
      const [one, two] = [
        github.add({ node_id: 'R_one', full_name: 'acme/one', git }),
        github.add({ node_id: 'R_two', full_name: 'acme/two', git }),
      ];
      const user = await connected();
      await sync(user);
      const ids = (await list(user)).data.map(({ id }: { id: string }) => id);
      github.rename(one, 'other/renamed');
      Object.assign(two, { private: true, archived: true });
      github.add({ node_id: 'R_three', full_name: 'acme/one', git });
      await sync(user);
      const after = await list(user);
      expect(
        after.data.map((r: Record<string, unknown>) => [r['full_name'], r['is_private'], r['is_archived'], ids.indexOf(r['id'])]),
      ).toEqual([
        ['acme/one', false, false, -1],
        ['acme/two', true, true, 1],
        ['other/renamed', false, false, 0],
      ]);
      github.repositories.splice(0, 1);
      await sync(user);
      expect((await list(user)).data.map((r: Record<string, unknown>) => [r['full_name'], r['deleted_at'] !== null])).toEqual([
        ['acme/one', false],
        ['acme/two', false],
        ['other/renamed', true],
      ]);
    });

    it('are linked to projects by address, by name or by hand', async () => {
      github.repositories.length = 0;
      for (const name of ['acme/by-address', 'acme/By-Name', 'acme/by-hand', 'acme/alike', 'other/alike'])
        github.add({ node_id: `L_${name}`, full_name: name, git });
      const user = await connected();
      const now = Date.now() / 1000;
      await app.send(user, [
        { project: 'a', repository_url: 'git@github.example.com:acme/by-address.git', time: now - 9 },
        { project: 'by-name', time: now - 8 },
        { project: 'mine', time: now - 7 },
        { project: 'alike', time: now - 6 },
      ]);
      await sync(user);
      const links = async (): Promise<unknown> =>
        Object.fromEntries(
          (await list(user)).data
            .filter((r: { linked_by: unknown }) => r.linked_by)
            .map((r: Record<string, unknown>) => [r['full_name'], [r['project'], r['linked_by']]]),
        );
      expect(await links()).toEqual({ 'acme/by-address': ['a', 'url'], 'acme/By-Name': ['by-name', 'name'] });
      const { data } = await list(user, '?q=by-hand');
      const put = (id: string, project: unknown): Promise<Answer> =>
        app.call('PUT', `/api/v1/${GITHUB}/repositories/${id}/project`, user, { project });
      expect(await put(data[0].id, 'mine')).toMatchObject({ status: 200, body: { data: { project: 'mine', linked_by: 'hand' } } });
      expect(await put(data[0].id, 'a')).toMatchObject({ status: 200, body: { data: { project: 'a' } } });
      expect(await links()).toEqual({ 'acme/by-hand': ['a', 'hand'], 'acme/By-Name': ['by-name', 'name'] });
      expect(await put(data[0].id, null)).toMatchObject({ status: 200, body: { data: { project: null, linked_by: 'hand' } } });
      await sync(user);
      expect(await links()).toEqual({
        'acme/by-address': ['a', 'url'],
        'acme/By-Name': ['by-name', 'name'],
        'acme/by-hand': [null, 'hand'],
      });
      for (const [id, project, code] of [
        ['x', 'a', 404],
        [data[0].id, 'nope', 404],
        [data[0].id, 7, 400],
        [data[0].id, undefined, 400],
        [data[0].id, '', 400],
      ] as const)
        expect([project, (await put(id, project)).status]).toEqual([project, code]);
      const stranger = await app.newUser();
      expect((await app.call('PUT', `/api/v1/${GITHUB}/repositories/${data[0].id}/project`, stranger, { project: null })).status).toBe(404);
    });

    it('wait as long as GitHub says, and the user is told', async () => {
      const user = await connected();
      github.trouble = () => ({
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 600) },
        body: { message: 'API rate limit exceeded' },
      });
      await expect(sync(user)).rejects.toMatchObject({ inMs: expect.any(Number), message: expect.stringContaining('no more requests') });
      expect(await status(user)).toMatchObject({
        status: 'connected',
        problem: expect.stringContaining('no more requests'),
        rate_limit: { remaining: 0 },
      });
      github.trouble = () => ({ status: 429, headers: { 'retry-after': '7' }, body: {} });
      await expect(sync(user)).rejects.toMatchObject({ inMs: expect.closeTo(7000, -3) });
      github.trouble = () => ({ status: 500, body: {} });
      await expect(sync(user)).rejects.toThrow('GitHub failed (500)');
      github.trouble = () => undefined;
      await sync(user);
      expect(await status(user)).toMatchObject({ problem: null });
    });

    it('are read once a minute when asked', async () => {
      const user = await connected();
      expect(await post('sync', user)).toMatchObject({ status: 202, body: { data: { again_at: expect.any(String) } } });
      expect(await post('sync', user)).toMatchObject({ status: 429 });
    });
  });
});

describe('GitHub on a server that is not set up for it', () => {
  it('says what to set', async () => {
    const bare = await startApp();
    const user = await bare.newUser();
    expect(await bare.call('POST', `/api/v1/${GITHUB}/auth`, user)).toMatchObject({
      status: 503,
      body: { error: expect.stringMatching(/GITHUB_CLIENT_ID.*TOKEN_KEYS/) },
    });
    expect(await bare.call('POST', `/api/v1/${GITHUB}/token`, user, { token: 'ghp_0123456789' })).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('TOKEN_KEYS') },
    });
    expect((await bare.get(GITHUB, user)).body.data).toMatchObject({
      status: 'none',
      offers: { app: false, token: false, webhooks: false },
    });
    await bare.close();
  });
});
