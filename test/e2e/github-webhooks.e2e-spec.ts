import { randomUUID } from 'node:crypto';
import { Env, SERVER } from '@app/core';
import { HandleDelivery, RotateKeys, SyncRepositories, SyncRepository } from '@app/github';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placeOf } from '../../libs/github/src/connect/connections.js';
import { TokenBox } from '../../libs/github/src/connect/token-box.js';
import { connect, type Connection } from '../support/database.js';
import { GitRepository } from '../support/git-repository.js';
import { type GithubAccount, type GithubRepository, GithubServer } from '../support/github-server.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const OLD_KEY = `old:${Buffer.alloc(32, 'o').toString('base64')}`;

describe('webhooks of GitHub', () => {
  let github: GithubServer;
  let app: TestApp;
  let db: Connection;
  let git: GitRepository;
  let shown: GithubRepository;
  const account: GithubAccount = { id: 77, login: 'ada', emails: ['ada@example.com'] };
  let ada: TestUser;
  let grace: TestUser;

  beforeAll(async () => {
    github = await GithubServer.start();
    git = new GitRepository();
    git.commit();
    shown = github.add({ node_id: 'R_hook', full_name: 'acme/hook', git });
    app = await startApp({ env: { ...github.env, TOKEN_KEYS: `${github.env.TOKEN_KEYS},${OLD_KEY}` } });
    db = await connect(app.databaseUrl);
    [ada, grace] = [await connected(), await connected()];
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await github.close();
    git.remove();
  });

  async function connected(): Promise<TestUser> {
    const user = await app.newUser();
    await app.call('POST', '/api/v1/users/current/github/token', user, { token: github.tokenOf(account) });
    await app.send(user, [{ project: 'hook', time: Date.now() / 1000 - 400 * 86_400 }]);
    await app.commands.execute(new SyncRepositories(SERVER, user.userId));
    await app.commands.execute(new SyncRepository(SERVER, user.userId, 1));
    return user;
  }
  const send = (payload: string, headers: Record<string, string>): Promise<Answer> =>
    app.call('POST', '/api/v1/github/webhooks', null, payload, headers);
  /** Sends what GitHub would, and has it done as a worker would. */
  const tell = async (event: string, payload: object): Promise<void> => {
    const id = randomUUID();
    const text = JSON.stringify(payload);
    expect(await send(text, github.signed(event, text, id))).toMatchObject({
      status: 202,
      body: { data: { received: true, duplicate: false } },
    });
    await app.commands.execute(new HandleDelivery(SERVER, id));
  };
  const due = async (user: TestUser) =>
    (await db.query('SELECT sync_due_at IS NOT NULL AS due FROM repositories WHERE user_id = $1 AND id = 1', [user.userId])).rows[0].due; // oxlint-disable-line typescript/explicit-function-return-type
  const repositoryOf = async (user: TestUser) => (await app.get('users/current/github/repositories', user)).body.data[0]; // oxlint-disable-line typescript/explicit-function-return-type

  it('are taken with the right signature of the bytes as they came, and no other', async () => {
    const text = '{ "zen":  "Ünïcode \\u00e9 stays as it is" }';
    const good = github.signed('ping', text, randomUUID());
    expect(await send(text, good)).toMatchObject({ status: 202, body: { data: { received: true, duplicate: false } } });
    const refused: [payload: string, headers: Record<string, string>, status: number][] = [
      [`${text} `, good, 401],
      [text, github.signed('ping', text, randomUUID(), 'another-secret'), 401],
      [text, { ...good, 'x-hub-signature-256': '' }, 401],
      [text, { ...good, 'x-hub-signature-256': 'sha256=00' }, 401],
      [text, { ...good, 'x-hub-signature-256': good['x-hub-signature-256']?.replace('sha256', 'sha1') ?? '' }, 401],
      ['', github.signed('ping', '', randomUUID()), 401],
      ['no json', github.signed('ping', 'no json', randomUUID()), 400],
      [text, { ...good, 'x-github-delivery': '' }, 400],
      [text, { ...good, 'x-github-event': 'a b' }, 400],
    ];
    for (const [payload, headers, status] of refused)
      expect([payload, headers['x-github-event'], (await send(payload, headers)).status]).toEqual([
        payload,
        headers['x-github-event'],
        status,
      ]);
    const large = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) });
    expect((await send(large, github.signed('push', large, randomUUID()))).status).toBe(413);
    const many = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    expect((await send(many, github.signed('push', many, randomUUID()))).status).toBe(202);
  });

  it('count once, also when they come at the same time', async () => {
    const text = JSON.stringify({ repository: { node_id: 'R_nobody' } });
    const headers = github.signed('push', text, randomUUID());
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(text, headers)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(answers.filter(({ body }) => body.data.duplicate)).toHaveLength(3);
    const { rows } = await db.query(`SELECT FROM jobs WHERE name = 'handle-delivery' AND payload ->> 'deliveryId' = $1`, [
      headers['x-github-delivery'],
    ]);
    expect(rows).toHaveLength(1);
  });

  it('have the commits of a push read for everybody who has the repository, with the files that they tell', async () => {
    const sha = git.commit({ files: { 'src/pushed.ts': 'x\n' } });
    expect([await due(ada), await due(grace)]).toEqual([false, false]);
    const commit = { id: sha, added: ['src/pushed.ts'], modified: [], removed: [] };
    await tell('push', { ref: 'refs/heads/main', repository: { node_id: 'R_hook' }, commits: [commit, { id: 'no sha' }, 7] });
    expect([await due(ada), await due(grace)]).toEqual([true, true]);
    github.takeRequests();
    await app.commands.execute(new SyncRepository(SERVER, ada.userId, 1));
    expect(github.takeRequests().filter((line) => /commits\/[0-9a-f]{40}/.test(line))).toEqual([]);
    const { rows } = await db.query('SELECT files, is_own FROM commits WHERE user_id = $1 AND sha = $2', [ada.userId, sha]);
    expect([rows, await due(ada)]).toEqual([[{ files: ['src/pushed.ts'], is_own: true }], false]);
  });

  it('tell of new names, archives and deletions', async () => {
    github.rename(shown, 'acme/renamed');
    const repository = {
      node_id: 'R_hook',
      full_name: 'acme/renamed',
      html_url: 'https://github.example.com/acme/renamed',
      default_branch: 'main',
      private: true,
      archived: true,
    };
    await tell('repository', { action: 'renamed', repository });
    expect(await repositoryOf(ada)).toMatchObject({
      full_name: 'acme/renamed',
      is_private: true,
      is_archived: true,
      deleted_at: null,
      project: 'hook',
    });
    await tell('repository', { action: 'deleted', repository });
    expect(await repositoryOf(grace)).toMatchObject({ deleted_at: expect.any(String), project: 'hook' });
  });

  it('tell of an installation, and of who took the permission away', async () => {
    const dueAt = async (): Promise<Date> =>
      (await db.query('SELECT sync_due_at AS at FROM forge_connections WHERE user_id = $1', [ada.userId])).rows[0].at;
    await db.query(`UPDATE forge_connections SET sync_due_at = now() + interval '1 hour', kind = 'app' WHERE user_id = $1`, [ada.userId]);
    await tell('installation_repositories', { action: 'added', sender: { id: account.id } });
    expect((await dueAt()).getTime()).toBeLessThan(Date.now() + 60_000);
    await tell('github_app_authorization', { action: 'revoked', sender: { id: account.id } });
    expect((await app.get('users/current/github', ada)).body.data).toMatchObject({
      status: 'revoked',
      problem: expect.stringContaining('Connect'),
    });
    expect((await app.get('users/current/github', grace)).body.data).toMatchObject({ status: 'connected' });
  });

  it('are none of a payload that is something else', async () => {
    for (const event of ['push', 'create', 'repository', 'installation', 'unheard_of'])
      for (const payload of ['{}', '[]', '7', 'null', '{"repository":7,"sender":{"id":"x"},"commits":{}}'])
        expect([event, payload, (await send(payload, github.signed(event, payload, randomUUID()))).status]).toEqual([event, payload, 202]);
  });

  it('keys are rotated', async () => {
    const user = await connected();
    const before = (await db.query('SELECT token_enc, key_id FROM forge_connections WHERE user_id = $1', [user.userId])).rows[0];
    expect(await app.commands.execute(new RotateKeys(SERVER))).toEqual({ rotated: 0, lost: 0 });
    await db.query(`UPDATE forge_connections SET key_id = 'lost' WHERE user_id = $1`, [user.userId]);
    expect(await app.commands.execute(new RotateKeys(SERVER))).toEqual({ rotated: 0, lost: 1 });
    const after = (await db.query('SELECT token_enc FROM forge_connections WHERE user_id = $1', [user.userId])).rows[0];
    expect(after.token_enc.equals(before.token_enc)).toBe(true);
    const token = github.tokenOf(account);
    const old = new TokenBox(Object.assign(new Env(), { TOKEN_KEYS: OLD_KEY })).seal(token, placeOf(user.userId, 'token'));
    await db.query('UPDATE forge_connections SET token_enc = $2, key_id = $3 WHERE user_id = $1', [user.userId, old.bytes, old.keyId]);
    expect(await app.commands.execute(new RotateKeys(SERVER))).toEqual({ rotated: 1, lost: 0 });
    const { rows } = await db.query('SELECT key_id FROM forge_connections WHERE user_id = $1', [user.userId]);
    expect(rows).toEqual([{ key_id: 'test' }]);
    await app.commands.execute(new SyncRepositories(SERVER, user.userId));
    expect((await app.get('users/current/github', user)).body.data).toMatchObject({ status: 'connected', problem: null });
  });
});
