import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { GitRepository } from '../support/git-repository.js';
import { GithubServer } from '../support/github-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

// Processes start slowly on a busy machine.
jest.setTimeout(180_000);

describe('GitHub, the api and a worker', () => {
  let github: GithubServer;
  let git: GitRepository;
  let app: TestApp;
  let db: Connection;
  let user: TestUser;
  let worker: INestApplicationContext | undefined;

  beforeAll(async () => {
    github = await GithubServer.start();
    git = new GitRepository();
    git.manyCommits(450, { email: 'somebody@example.com' });
    github.add({ node_id: 'R_flow', full_name: 'acme/flow', git });
    app = await startApp({ env: github.env });
    db = await connect(app.databaseUrl);
    user = await connected('flow');
  });
  afterAll(async () => {
    await worker?.close();
    await db.end();
    await app.close();
    await github.close();
    git.remove();
  });

  /** Somebody whose project has the name of a repository. */
  async function connected(project: string): Promise<TestUser> {
    const one = await app.newUser();
    await app.send(one, [{ project, time: Date.now() / 1000 - 3600 }]);
    const token = github.tokenOf({ id: 5, login: 'ada', emails: ['ada@example.com'] });
    await app.call('POST', '/api/v1/users/current/github/token', one, { token });
    return one;
  }
  const stored = async (): Promise<string[]> =>
    (await db.query('SELECT sha FROM commits WHERE user_id = $1', [user.userId])).rows.map(({ sha }) => sha);
  it('what is asked for, or told by a webhook, is there soon', async () => {
    worker = await startWorker(app.databaseUrl, undefined, github.env);
    const sha = git.commit();
    expect((await app.call('POST', '/api/v1/users/current/github/sync', user)).status).toBe(202);
    await eventually(async () => (await stored()).includes(sha), 60);
    const pushed = git.commit();
    const payload = JSON.stringify({ repository: { node_id: 'R_flow' }, commits: [] });
    await app.call('POST', '/api/v1/github/webhooks', null, payload, github.signed('push', payload, 'a-delivery'));
    await eventually(async () => (await stored()).includes(pushed), 60);
    const { rows } = await db.query(`SELECT DISTINCT state FROM jobs WHERE queue = 'github' AND finished_at IS NOT NULL`);
    expect(rows).toEqual([{ state: 'done' }]);
  });
});
