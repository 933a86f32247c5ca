import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { SweepCommitTimes } from '@app/github';
import { ChangeTimeSettings } from '@app/users';
import fc from 'fast-check';
import { commitTimesOf, type OracleCommit } from '../support/commit-oracle.js';
import { newDeveloper, ownCommit, store } from '../support/commits.js';
import { connect, type Connection } from '../support/database.js';
import { type Beat, timeOf } from '../support/oracle.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MINUTE = 60_000_000;
const START = Date.parse('2026-10-05T20:00:00Z') * 1000;

/** The law: every µs is behind one commit at most in each measure, and what is stored equals the definition, in whatever order things came. */
describe('the time behind commits', () => {
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

  async function times(user: TestUser): Promise<Record<string, [total: number, file: number]>> {
    const { rows } = await db.query<{ sha: string; total: string; file: string }>(
      'SELECT sha, sum(total_us)::text AS total, sum(file_us)::text AS file FROM commit_times WHERE user_id = $1 GROUP BY sha ORDER BY sha',
      [user.userId],
    );
    return Object.fromEntries(rows.map(({ sha, total, file }) => [sha, [Number(total), Number(file)]]));
  }

  const beats = (user: TestUser, at: number, minutes: number, more: Record<string, unknown> = {}) =>
    app.send(
      user,
      Array.from({ length: minutes / 10 + 1 }, (_, n) => ({ time: at / 1e6 + n * 600, project: 'engine', branch: 'main', ...more })),
    );

  it('is the time of the project since the commit before, and of its files since their last commit', async () => {
    const ada = await newDeveloper(app, db);
    await beats(ada, START, 60, { entity: '/src/engine/lib/a.ts' });
    await beats(ada, START + 70 * MINUTE, 20, { entity: '/src/engine/lib/b.ts' });
    await store(app, ada, 1, [
      ownCommit(ada, 'c1', START + 30 * MINUTE, { files: ['lib/b.ts'] }),
      ownCommit(ada, 'c2', START + 90 * MINUTE, { files: ['lib/a.ts', 'lib/b.ts'] }),
    ]);
    await sweep();
    // The gap before the second file is ten minutes of the first.
    expect(await times(ada)).toEqual({ c1: [30 * MINUTE, 0], c2: [60 * MINUTE, 90 * MINUTE] });
  });

  it('goes to the commit that took the place of another, and back to nobody', async () => {
    const ada = await newDeveloper(app, db);
    await beats(ada, START, 60);
    await store(app, ada, 1, [ownCommit(ada, 'c1', START + 60 * MINUTE)]);
    await sweep();
    expect(await times(ada)).toEqual({ c1: [60 * MINUTE, 0] });
    const again = ownCommit(ada, 'c9', START + 60 * MINUTE, { message: 'Work of c1', committedAt: START + 80 * MINUTE });
    await store(app, ada, 1, [again], 'main', 'c9');
    await sweep();
    expect(await times(ada)).toEqual({ c9: [60 * MINUTE, 0] });
  });

  it('follows late heartbeats, deletion, settings, names and whose a commit is', async () => {
    const ada = await newDeveloper(app, db);
    await beats(ada, START, 20);
    await store(app, ada, 1, [ownCommit(ada, 'c1', START + 60 * MINUTE)]);
    await sweep();
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    await sweep();
    expect(await times(ada)).toEqual({ c1: [20 * MINUTE, 0] });
    await app.send(ada, [{ time: (START + 30 * MINUTE) / 1e6, project: 'engine', branch: 'main' }]);
    // Rolled up before anybody looked: the mark is passed on.
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    await sweep();
    expect(await times(ada)).toEqual({ c1: [30 * MINUTE, 0] });
    await app.commands.execute(new ChangeTimeSettings(OPERATOR, ada.userId, { timeout: 5 }));
    await sweep();
    expect(await times(ada)).toEqual({});
    await app.commands.execute(new ChangeTimeSettings(OPERATOR, ada.userId, { timeout: 15 }));
    await sweep();
    expect(await times(ada)).toEqual({ c1: [30 * MINUTE, 0] });
    await app.call('PATCH', '/api/v1/users/current/projects/engine', ada, { name: 'motor' });
    await sweep();
    expect(await times(ada)).toEqual({ c1: [30 * MINUTE, 0] });
    await db.query('UPDATE users SET email = $2 WHERE id = $1', [ada.userId, `other${ada.userId}@example.com`]);
    await sweep();
    expect(await times(ada)).toEqual({});
  });

  it('needs no connection where heartbeats name commits', async () => {
    const ada = await app.newUser();
    const hash = 'e4c668be713e293f7444a88c891ecafa1a4fa44b';
    await beats(ada, START, 60);
    await app.send(ada, [
      { time: (START + 70 * MINUTE) / 1e6, project: 'engine', branch: 'main', commit_hash: hash, commit_author: 'Ada' },
    ]);
    await sweep();
    expect(await times(ada)).toEqual({ [hash]: [70 * MINUTE, 0] });
    await app.send(ada, [
      { time: (START + 20 * MINUTE) / 1e6, project: 'engine', branch: 'main', commit_hash: hash, commit_author: 'Ada' },
    ]);
    await sweep();
    expect(await times(ada)).toEqual({ [hash]: [20 * MINUTE, 0] });
  });

  it('equals the definition in random worlds', async () => {
    const branch = fc.constantFrom('main', 'feature', '');
    const file = fc.constantFrom('lib/a.ts', 'lib/b.ts', 'c.ts');
    const project = fc.constantFrom('engine', 'site');
    const beat = fc.record({
      minute: fc.integer({ min: 0, max: 26 * 24 * 60 }),
      run: fc.integer({ min: 1, max: 8 }),
      project,
      branch,
      file,
    });
    const commit = fc.record({
      minute: fc.integer({ min: 0, max: 30 * 24 * 60 }),
      project,
      branches: fc.uniqueArray(fc.constantFrom('main', 'feature'), { minLength: 1 }),
      files: fc.option(fc.uniqueArray(file)),
      again: fc.boolean(),
    });
    const step = fc.oneof(
      { weight: 3, arbitrary: beat.map((b) => ({ kind: 'beat' as const, ...b })) },
      { weight: 3, arbitrary: commit.map((c) => ({ kind: 'commit' as const, ...c })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'roll-up' as const }) },
      { weight: 1, arbitrary: fc.constantFrom(1, 5, 15).map((minutes) => ({ kind: 'timeout' as const, minutes })) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const ada = await newDeveloper(app, db);
        const sent: (Beat & { branch: string })[] = [];
        const commits: OracleCommit[] = [];
        let timeoutMinutes = 15;
        for (const [n, now] of steps.entries()) {
          if (now.kind === 'beat') {
            const run = Array.from({ length: now.run }, (_, i) => ({
              id: `${n}-${i}`,
              time: START + (now.minute + i * 4) * MINUTE + n,
              project: now.project,
              branch: now.branch,
              language: '',
              entity: `/home/ada/${now.project}/${now.file}`,
              editor: '',
              isWrite: false,
              dependencies: [],
            }));
            sent.push(...run);
            await app.send(
              ada,
              run.map(({ time, project: p, branch: b, entity }) => ({ time: (time / 1e6).toFixed(6), project: p, branch: b, entity })),
            );
          }
          if (now.kind === 'commit') {
            const at = START + now.minute * MINUTE + n;
            const repositoryId = now.project === 'engine' ? 1 : 2;
            const one = ownCommit(ada, `c${n}`, at, { files: now.files, message: `Work ${n}` });
            for (const b of now.branches) await store(app, ada, repositoryId, [one], b);
            let { sha } = one;
            if (now.again) {
              // Rebased: the branches have another one in its place, which leads to all the others.
              sha = `d${n}`;
              for (const b of now.branches) {
                const others = commits.filter((c) => c.project === now.project && c.branches.includes(b)).map((c) => c.sha);
                await store(app, ada, repositoryId, [{ ...one, sha, committedAt: at + 1, parents: others }], b, sha);
              }
            }
            commits.push({ sha, project: now.project, at, branches: now.branches, files: now.files });
          }
          if (now.kind === 'sweep') await sweep();
          if (now.kind === 'roll-up') await app.commands.execute(new RollUpUser(SERVER, ada.userId));
          if (now.kind === 'timeout') {
            timeoutMinutes = now.minutes;
            await app.commands.execute(new ChangeTimeSettings(OPERATOR, ada.userId, { timeout: now.minutes }));
          }
        }
        await sweep();
        const gaps = timeOf(sent, [], { timeoutMinutes, writesOnly: false, countsExternal: false, dropped: new Set() });
        const branchOf = new Map(sent.map((b) => [b.time, b.branch]));
        const expected = commitTimesOf(
          gaps.map((gap) => ({ ...gap, beat: { ...gap.beat, branch: branchOf.get(gap.from) ?? '' } })),
          commits,
        );
        const stored = await times(ada);
        expect(stored).toEqual(Object.fromEntries([...expected].map(([sha, { total, file: f }]) => [sha, [total, f]])));
        const all = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
        for (const measure of [0, 1] as const)
          expect(Object.values(stored).reduce((sum, t) => sum + t[measure], 0)).toBeLessThanOrEqual(all);
      }),
      { numRuns: Number(process.env['COMMIT_WORLDS'] ?? 25), endOnFailure: true },
    );
  }, 240_000);
});
