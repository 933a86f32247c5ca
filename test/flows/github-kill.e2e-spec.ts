import { spawn } from 'node:child_process';
import { SERVER } from '@app/core';
import { SyncRepositories, SyncRepository } from '@app/github';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ProcessOrder } from '../support/command-process.js';
import { connect, type Connection } from '../support/database.js';
import { GitRepository } from '../support/git-repository.js';
import { GithubServer } from '../support/github-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

// Processes start slowly on a busy machine.
jest.setTimeout(180_000);

describe('a sync of GitHub', () => {
  let github: GithubServer;
  let git: GitRepository;
  let app: TestApp;
  let db: Connection;
  let user: TestUser;

  beforeAll(async () => {
    github = await GithubServer.start();
    git = new GitRepository();
    git.manyCommits(450, { email: 'somebody@example.com' });
    github.add({ node_id: 'R_killed', full_name: 'acme/killed', git });
    app = await startApp({ env: github.env });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
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
  const pages = (): (string | null)[] =>
    github
      .takeRequests()
      .filter((line) => line.includes('/commits?'))
      .map((line) => new URL(line.slice(4), 'http://x').searchParams.get('page'));

  it('a worker that is killed in the middle of a branch leaves whole pages, and the next one goes on there', async () => {
    user = await connected('killed');
    await app.commands.execute(new SyncRepositories(SERVER, user.userId));
    const { rows } = await db.query('SELECT id FROM repositories WHERE user_id = $1 AND project IS NOT NULL', [user.userId]);
    const repositoryId: number = rows[0].id;
    const order: ProcessOrder = {
      databaseUrl: app.databaseUrl,
      at: Date.now(),
      command: 'SyncRepository',
      userId: user.userId,
      repositoryId,
      env: github.env,
    };
    const child = spawn(
      process.execPath,
      ['--import', '@swc-node/register/esm-register', 'test/support/command-process.ts', JSON.stringify(order)],
      {
        env: { PATH: process.env['PATH'] },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    github.trouble = async (line) => {
      if (!line.includes('page=4')) return undefined;
      child.kill('SIGKILL');
      await ended;
      return undefined;
    };
    expect(await ended).toBe('SIGKILL');
    github.trouble = () => undefined;
    expect((await stored()).length).toBe(300);
    pages();
    await app.commands.execute(new SyncRepository(SERVER, user.userId, repositoryId));
    expect(pages()).toEqual(['4', '5']);
    expect((await stored()).toSorted()).toEqual(git.shas('main').toSorted());
  });
});
