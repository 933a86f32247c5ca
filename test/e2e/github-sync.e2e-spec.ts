import { SERVER } from '@app/core';
import { SweepGithub, SyncRepositories, SyncRepository } from '@app/github';
import { UNWATCHED } from '@app/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { GitRepository } from '../support/git-repository.js';
import { type GithubRepository, GithubServer } from '../support/github-server.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/** GitHub on loopback shows a real git repository, and what is stored is compared with what git says. */
describe('commits of a repository at GitHub', () => {
  let github: GithubServer;
  let app: TestApp;
  let db: Connection;
  let git: GitRepository;
  let shown: GithubRepository;
  let user: TestUser;
  let repositoryId: number;
  let token: string;
  let made = 0;
  const gits: GitRepository[] = [];

  beforeAll(async () => {
    github = await GithubServer.start();
    app = await startApp({ env: github.env });
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await github.close();
    for (const each of gits) each.remove();
  });

  beforeEach(async () => {
    gits.push((git = new GitRepository()));
    const n = ++made;
    github.trouble = () => undefined;
    github.left = 5_000;
    github.repositories.length = 0;
    shown = github.add({ node_id: `R_${n}`, full_name: `acme/p${n}`, git });
    user = await app.newUser();
    token = github.tokenOf({ id: n, login: `ada-${n}`, emails: ['ada@example.com'] });
    await app.call('POST', '/api/v1/users/current/github/token', user, { token });
    // Years ago: a commit after it may have time behind it.
    await app.send(user, [{ project: `p${n}`, time: Date.now() / 1000 - 400 * 86_400 }]);
    await app.commands.execute(new SyncRepositories(SERVER, user.userId));
    const { rows } = await db.query('SELECT id FROM repositories WHERE user_id = $1', [user.userId]);
    repositoryId = rows[0].id;
    github.takeRequests();
  });

  const sync = (signal = UNWATCHED.signal): Promise<void> =>
    app.commands.execute(new SyncRepository(SERVER, user.userId, repositoryId, { ...UNWATCHED, signal }));
  const stored = async (): Promise<{ sha: string; branches: string[]; files: string[] | null; [key: string]: unknown }[]> =>
    (
      await db.query('SELECT * FROM commits WHERE user_id = $1 AND repository_id = $2 ORDER BY committed_at, sha', [
        user.userId,
        repositoryId,
      ])
    ).rows;
  const repository = async () => (await app.get('users/current/github/repositories', user)).body.data[0]; // oxlint-disable-line typescript/explicit-function-return-type
  /** What git says is on a branch, and what is stored of it. */
  const expectBranch = async (branch: string): Promise<void> => {
    const on = (await stored()).filter(({ branches }) => branches.includes(branch)).map(({ sha }) => sha);
    expect([branch, on.toSorted()]).toEqual([branch, git.shas(branch).toSorted()]);
  };

  it('are stored as git has them, with parents, both dates, both people, co-authors and files', async () => {
    const first = git.commit({
      at: '2026-11-20T10:00:00Z',
      committedAt: '2026-11-21T10:00:00Z',
      files: { 'src/a.ts': 'a\nb\n', 'docs/b.md': 'c\n' },
    });
    git.commit({
      at: '2026-11-22T10:00:00Z',
      author: 'Grace',
      email: 'grace@example.com',
      message: 'Pair\n\nCo-authored-by: Ada <ada@example.com>',
    });
    git.commit({ at: '2026-11-23T10:00:00Z', author: 'Linus', email: 'linus@example.com' });
    await sync();
    const [one, two, three] = await stored();
    expect(one).toMatchObject({
      sha: first,
      parents: [],
      authored_at: String(Date.parse('2026-11-20T10:00:00Z') * 1000),
      committed_at: String(Date.parse('2026-11-21T10:00:00Z') * 1000),
      author_email: 'ada@example.com',
      message: 'Commit 1',
      additions: 3,
      deletions: 0,
      files: ['docs/b.md', 'src/a.ts'],
      branches: ['main'],
      is_own: true,
    });
    expect(two).toMatchObject({ parents: [first], co_authors: ['ada@example.com'], is_own: true, files: ['src/file-2.ts'] });
    expect(three).toMatchObject({ author_name: 'Linus', is_own: false, files: null });
    expect(await repository()).toMatchObject({ project: `p${made}`, linked_by: 'name', problem: null, last_synced_at: expect.any(String) });
  });

  it('are read in pages of 100, and later only those that are new', async () => {
    git.manyCommits(250, { email: 'somebody@example.com' });
    await sync();
    expect(github.takeRequests().filter((line) => line.includes('/commits?'))).toHaveLength(3);
    await expectBranch('main');
    await sync();
    // The repository, and a 304 for its branches.
    expect(github.requests.splice(0).map(({ status }) => status)).toEqual([200, 304]);
    git.manyCommits(120, { email: 'somebody@example.com' });
    await sync();
    expect(github.takeRequests().map((line) => line.split(/[?.]/)[0]?.split('/').at(4) ?? '')).toEqual([
      '',
      'branches',
      'compare',
      'compare',
    ]);
    await expectBranch('main');
  });

  it('are those of the last days only at first', async () => {
    git.commit({ at: '2020-01-01T00:00:00Z' });
    const recent = git.commit();
    await sync();
    expect((await stored()).map(({ sha }) => sha)).toEqual([recent]);
  });

  it('are on the branches that git says, through merges, rebases, squashes and pushes by force', async () => {
    git.commit();
    git.commit();
    git.git('checkout', '-qb', 'feature');
    git.commit();
    git.commit();
    git.git('checkout', '-qb', 'squashed', 'main');
    git.commit();
    git.commit();
    git.git('checkout', '-q', 'main');
    git.commit();
    await sync();
    await expectBranch('main');
    git.git('merge', '-q', '--no-ff', '-m', 'Merge feature', 'feature');
    git.git('merge', '-q', '--squash', 'squashed');
    git.git('commit', '-qm', 'Squashed');
    await sync();
    await expectBranch('main');
    const before = git.shas('main');
    git.git('checkout', '-qb', 'rebased', 'HEAD~1');
    git.commit();
    await sync();
    git.git('rebase', '-q', 'main');
    await sync();
    // Of a branch besides the default one only its own commits are read: what the default one had when it was read first is not among them.
    const onRebased = (await stored()).filter(({ branches }) => branches.includes('rebased')).map(({ sha }) => sha);
    expect(onRebased).toEqual(expect.arrayContaining([git.head('rebased')]));
    expect(onRebased.filter((sha) => !git.shas('rebased').includes(sha))).toEqual([]);
    git.git('checkout', '-q', 'main');
    git.git('reset', '-q', '--hard', 'HEAD~1');
    git.commit({ message: 'Instead' });
    await sync();
    await expectBranch('main');
    expect((await stored()).find(({ sha }) => sha === before[0])?.branches).not.toContain('main');
    // And back to what was, with nothing new.
    git.git('reset', '-q', '--hard', 'HEAD~1');
    await sync();
    await expectBranch('main');
    git.git('branch', '-qD', 'feature');
    await sync();
    const { rows } = await db.query('SELECT branch FROM repository_branches WHERE user_id = $1 ORDER BY 1', [user.userId]);
    expect(rows.map(({ branch }) => branch)).toEqual(['main', 'rebased', 'squashed']);
  });

  it('are read anew where GitHub has forgotten the commit before', async () => {
    git.commit();
    await sync();
    git.git('checkout', '-q', '--orphan', 'anew');
    git.commit({ message: 'Anew' });
    git.git('branch', '-qM', 'main');
    git.git('reflog', 'expire', '--expire=now', '--all');
    git.git('gc', '-q', '--prune=now');
    await sync();
    expect((await stored()).map(({ message }) => message)).toEqual(expect.arrayContaining(['Anew']));
    await expectBranch('main');
  });

  it('go on where a sync was stopped, in the middle of a branch and of the files', async () => {
    git.manyCommits(450, { email: 'somebody@example.com' });
    for (let n = 0; n < 30; n++) git.commit({ at: new Date(Date.now() + n * 1000).toISOString() });
    const stop = new AbortController();
    github.trouble = (line) => void (line.includes('page=4') && stop.abort(new Error('Stopped')));
    await expect(sync(stop.signal)).rejects.toThrow('Stopped');
    expect(await stored()).toHaveLength(300);
    github.trouble = () => undefined;
    github.takeRequests();
    // A push meanwhile changes nothing in the pages that are left.
    git.commit({ at: new Date(Date.now() + 60_000).toISOString() });
    let details = 0;
    const again = new AbortController();
    github.trouble = (line) => void (/commits\/[0-9a-f]{40}/.test(line) && ++details === 25 && again.abort(new Error('Stopped')));
    await expect(sync(again.signal)).rejects.toThrow('Stopped');
    expect(
      github
        .takeRequests()
        .filter((line) => line.includes('/commits?'))
        .map((line) => new URL(line.slice(4), 'http://x').searchParams.get('page')),
    ).toEqual(['4', '5']);
    github.trouble = () => undefined;
    await sync();
    expect(github.takeRequests().filter((line) => /commits\/[0-9a-f]{40}/.test(line)).length).toBeLessThanOrEqual(11);
    await expectBranch('main');
    expect((await stored()).filter(({ files }) => files !== null)).toHaveLength(31);
  });

  it('wait for GitHub’s limits with what was read, and leave some requests for others', async () => {
    git.manyCommits(150, { email: 'somebody@example.com' });
    github.trouble = (line) =>
      line.includes('page=2')
        ? { status: 403, headers: { 'retry-after': '30' }, body: { message: 'You have exceeded a secondary rate limit' } }
        : undefined;
    await expect(sync()).rejects.toMatchObject({ inMs: expect.closeTo(30_000, -4) });
    expect([(await stored()).length, (await repository()).problem]).toEqual([100, expect.stringContaining('no more requests')]);
    github.trouble = () => undefined;
    git.commit();
    github.left = 300;
    await sync().catch((error: Error) => expect(error.message).toContain('older commits are read later'));
    await expectBranch('main');
    const own = async (): Promise<unknown> => (await stored()).find(({ is_own: isOwn }) => isOwn)?.files;
    expect(await own()).toBeNull();
    github.left = 5_000;
    await sync();
    expect(await own()).toHaveLength(1);
    expect((await repository()).problem).toBeNull();
  });

  it('are of the repository, not of its name', async () => {
    git.commit();
    await sync();
    github.rename(shown, `acme/renamed-${made}`);
    git.commit();
    await sync();
    await expectBranch('main');
    expect(await repository()).toMatchObject({ full_name: `acme/renamed-${made}`, problem: null });
    const other = new GitRepository();
    gits.push(other);
    other.commit({ message: 'Of another' });
    github.repositories.length = 0;
    github.add({ node_id: `O_${made}`, full_name: `acme/renamed-${made}`, git: other });
    await sync();
    await expectBranch('main');
    expect(await repository()).toMatchObject({ problem: expect.stringContaining('Another repository') });
    await app.commands.execute(new SyncRepositories(SERVER, user.userId));
    await sync();
    expect((await stored()).every(({ message }) => message !== 'Of another')).toBe(true);
  });

  it('are of 200 branches, the default one among them', async () => {
    const head = git.commit();
    git.git('branch', '-qm', 'zzz');
    shown.default_branch = 'zzz';
    for (let n = 0; n < 205; n++) git.git('update-ref', `refs/heads/b${n}`, head);
    await sync();
    const { rows } = await db.query('SELECT branch FROM repository_branches WHERE user_id = $1', [user.userId]);
    expect([rows.length, rows.some(({ branch }) => branch === 'zzz')]).toEqual([201, true]);
    expect(await stored()).toMatchObject([{ sha: head, branches: expect.arrayContaining(['zzz']) }]);
  });

  it('are none in an empty repository', async () => {
    await sync();
    expect(await stored()).toEqual([]);
    expect(await repository()).toMatchObject({ problem: null, last_synced_at: expect.any(String) });
  });

  it('end with the token', async () => {
    git.commit();
    github.accounts.delete(token);
    await sync();
    expect((await app.get('users/current/github', user)).body.data).toMatchObject({
      status: 'revoked',
      problem: expect.stringContaining('again'),
    });
  });

  it('have one job at a time, whoever looks', async () => {
    git.commit();
    await Promise.all([1, 2, 3].map(() => app.commands.execute(new SweepGithub(SERVER))));
    const jobs = async (): Promise<number> =>
      (await db.query(`SELECT FROM jobs WHERE queue = 'github' AND name = 'sync-repository' AND user_id = $1`, [user.userId])).rowCount ??
      0;
    expect(await jobs()).toBe(1);
    await app.call('POST', '/api/v1/users/current/github/sync', user);
    await app.commands.execute(new SweepGithub(SERVER));
    expect(await jobs()).toBe(1);
  });
});
