import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { SweepCommitTimes } from '@app/github';
import { validator } from '../contract/schemas.js';
import { newDeveloper, ownCommit, store } from '../support/commits.js';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MINUTE = 60_000_000;
const START = Date.parse('2026-10-05T20:00:00Z') * 1000;
const A = 'a'.repeat(40);
const B = `${'b'.repeat(39)}1`;
const COMMITS = 'users/current/projects/engine/commits';

describe('the commits of a project', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const sweep = () => app.commands.execute(new SweepCommitTimes(SERVER));
  const work = (user: TestUser, at: number, minutes: number, more: Record<string, unknown> = {}) =>
    app.send(
      user,
      Array.from({ length: minutes / 10 + 1 }, (_, n) => ({ time: at / 1e6 + n * 600, project: 'engine', branch: 'main', ...more })),
    );
  const shown = (commits: Record<string, unknown>[]) => commits.map((c) => [c['hash'], c['total_seconds'], c['file_seconds']]);

  /** The example of docs/commits.md and of Swagger. */
  async function example(): Promise<TestUser> {
    const ada = await newDeveloper(app, db);
    await work(ada, START, 60, { entity: '/src/engine/a.ts' });
    await work(ada, START + 70 * MINUTE, 20, { entity: '/src/engine/b.ts' });
    await store(app, ada, 1, [
      ownCommit(ada, A, START + 30 * MINUTE, { files: ['b.ts'] }),
      ownCommit(ada, B, START + 90 * MINUTE, { files: ['a.ts', 'b.ts'] }),
    ]);
    return ada;
  }

  it('have the time of the worked example, at both base addresses', async () => {
    const ada = await example();
    const before = await app.get(COMMITS, ada);
    expect([before.status, before.body.status]).toEqual([200, 'pending_update']);
    await sweep();
    for (const base of ['/api/v1', '/api/v1/compat/waka']) {
      const { status, body } = await app.call('GET', `${base}/${COMMITS}`, ada);
      expect([status, validator('commits')(body)]).toEqual([200, []]);
      expect(shown(body.commits)).toEqual([
        [B, 3600, 5400],
        [A, 1800, 0],
      ]);
      expect(body).toMatchObject({
        status: 'ok',
        total: 2,
        author: null,
        branch: 'main',
        uncommitted: { total_seconds: 0, file_seconds: 0 },
      });
      expect(body.project).toMatchObject({ name: 'engine', repository: { full_name: 'ada/engine', provider: 'github' } });
    }
  });

  it('and what is behind none are the project’s time', async () => {
    const ada = await example();
    await work(ada, START + 200 * MINUTE, 50);
    await sweep();
    const { body } = await app.get(COMMITS, ada);
    const { body: project } = await app.get('users/current/projects/engine', ada);
    const behind = body.commits.reduce((sum: number, c: { total_seconds: number }) => sum + c.total_seconds, 0);
    expect(body.uncommitted.total_seconds).toBe(3000);
    expect(behind + body.uncommitted.total_seconds).toBe(project.data.total_seconds);
  });

  it('are asked for by author, branch and page', async () => {
    const ada = await example();
    await store(
      app,
      ada,
      1,
      [ownCommit(ada, 'c'.repeat(40), START, { authorEmail: 'eve@example.com', authorName: 'Eve', authorLogin: 'eve' })],
      'topic',
    );
    await sweep();
    expect((await app.get(`${COMMITS}?author=EVE`, ada)).body.commits).toMatchObject([
      { is_own: false, author_html_url: 'https://github.com/eve' },
    ]);
    expect((await app.get(`${COMMITS}?branch=topic`, ada)).body).toMatchObject({
      total: 1,
      branch: 'topic',
      commits: [{ ref: 'refs/heads/topic' }],
    });
    const { body } = await app.get(`${COMMITS}?per_page=1&page=2&branch=main`, ada);
    expect(shown(body.commits)).toEqual([[A, 1800, 0]]);
    expect(body).toMatchObject({
      next_page: null,
      prev_page: 1,
      prev_page_url: `/api/v1/${COMMITS}?page=1&per_page=1&branch=main`,
      total_pages: 2,
    });
  });

  it('are found by hash and by how it begins', async () => {
    const ada = await example();
    await store(app, ada, 1, [ownCommit(ada, `${'b'.repeat(39)}2`, START)]);
    const { status, body } = await app.get(`${COMMITS}/${'a'.repeat(7)}`, ada);
    expect([status, body.commit.hash, validator('commit')(body)]).toEqual([200, A, []]);
    expect((await app.get(`${COMMITS}/${B.toUpperCase()}`, ada)).body.commit.hash).toBe(B);
    expect((await app.get(`${COMMITS}/bbbbbbb`, ada)).status).toBe(400);
    expect((await app.get(`${COMMITS}/aaaaaa`, ada)).status).toBe(400);
    expect((await app.get(`${COMMITS}/zzzzzzzz`, ada)).status).toBe(400);
    expect((await app.get(`${COMMITS}/1234567`, ada)).status).toBe(404);
  });

  it('are not there for another, nor without a repository', async () => {
    await example();
    const bob = await app.newUser();
    expect((await app.get(COMMITS, bob)).status).toBe(404);
    await work(bob, START, 10);
    const { status, body } = await app.get(COMMITS, bob);
    expect([status, body.error]).toEqual([404, expect.stringContaining('Connect GitHub')]);
  });

  it('include what a merge and a squash brought in', async () => {
    const ada = await newDeveloper(app, db);
    await work(ada, START, 40, { branch: 'topic' });
    const base = ownCommit(ada, A, START - MINUTE);
    const one = ownCommit(ada, B, START + 20 * MINUTE, { parents: [A], message: 'Draw the line' });
    const two = ownCommit(ada, 'c'.repeat(40), START + 40 * MINUTE, { parents: [B], message: 'Weigh the anchor' });
    const merge = ownCommit(ada, 'd'.repeat(40), START + 50 * MINUTE, { parents: [A, two.sha], message: 'Merge topic' });
    const squash = ownCommit(ada, 'e'.repeat(40), START + 60 * MINUTE, {
      parents: [A],
      message: 'Topic (#7)\n\n* Draw the line\n\n* Weigh the anchor',
    });
    await store(app, ada, 1, [base, one, two], 'topic');
    await store(app, ada, 1, [base, merge], 'merged');
    await store(app, ada, 1, [base, squash], 'squashed');
    await sweep();
    for (const { sha } of [merge, squash]) {
      const { body } = await app.get(`${COMMITS}/${sha}`, ada);
      expect(body.commit.includes).toMatchObject({ total_seconds: 2400, commits: [{ hash: two.sha, total_seconds: 1200 }, { hash: B }] });
      expect(body.commit.total_seconds).toBe(0);
    }
  });

  it('that were rebased give their time to the new ones, and say so', async () => {
    const ada = await example();
    const again = ownCommit(ada, 'f'.repeat(40), START + 90 * MINUTE, {
      message: `Work of ${B}`,
      committedAt: START + 95 * MINUTE,
      parents: [A],
    });
    await store(app, ada, 1, [again], 'main', again.sha);
    await sweep();
    expect(shown((await app.get(COMMITS, ada)).body.commits)).toEqual([
      [again.sha, 3600, null],
      [A, 1800, 0],
    ]);
    expect((await app.get(`${COMMITS}/${B}`, ada)).body.commit).toMatchObject({ superseded_by: again.sha, total_seconds: 0, branches: [] });
  });

  it('are known from heartbeats alone', async () => {
    const ada = await app.newUser();
    await work(ada, START, 30);
    await app.send(ada, [
      { time: (START + 40 * MINUTE) / 1e6, project: 'engine', branch: 'main', commit_hash: A, commit_message: 'Sail\n' },
    ]);
    await sweep();
    const { body } = await app.get(COMMITS, ada);
    expect(validator('commits')(body)).toEqual([]);
    expect(shown(body.commits)).toEqual([[A, 2400, null]]);
  });
});
