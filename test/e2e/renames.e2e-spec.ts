import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { ListRenames, type NamedField, RenameValue, UndoRename } from '@app/heartbeats';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MORNING = NOON / 1000 - 10_800;

/** Three projects, five minutes each, on two days. */
const HEARTBEATS = [0, 86_400].flatMap((ago) =>
  ['a', 'b', 'c'].flatMap((project, n) =>
    [0, 300].map((seconds) => ({ project, language: 'Go', machine: 'm', editor: 'Vim', time: MORNING - ago + n * 3600 + seconds })),
  ),
);

describe('renames', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  async function ada(): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, HEARTBEATS);
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    return user;
  }

  const rename = (user: TestUser, name: string, to: string, dimension: NamedField = 'project') =>
    app.commands.execute(new RenameValue(OPERATOR, user.userId, dimension, name, to));

  /** Seconds by project on each of the two days. */
  async function projects(user: TestUser): Promise<unknown> {
    const { body } = await app.get('users/current/summaries?start=2026-11-23&end=2026-11-24', user);
    return body.data.map((day: { projects: { name: string; total_seconds: number }[] }) =>
      Object.fromEntries(day.projects.map(({ name, total_seconds: seconds }) => [name, seconds])),
    );
  }

  async function dirtyDays({ userId }: TestUser): Promise<number> {
    return (await db.query('SELECT FROM dirty_days WHERE user_id = $1', [userId])).rowCount ?? 0;
  }

  it('are true for all of history at once, without a roll-up, and for what comes', async () => {
    const user = await ada();
    await rename(user, 'a', 'Alpha');
    expect(await projects(user)).toEqual([
      { Alpha: 300, b: 300, c: 300 },
      { Alpha: 300, b: 300, c: 300 },
    ]);
    expect(await dirtyDays(user)).toBe(0);
    await app.send(user, [{ project: 'a', branch: 'new', machine: 'm', editor: 'Vim', language: 'Go', time: MORNING + 600 }]);
    expect(await projects(user)).toEqual([
      { Alpha: 300, b: 300, c: 300 },
      { Alpha: 600, b: 300, c: 300 },
    ]);
  });

  it('merge what is shown by one name, and undone show what was sent', async () => {
    const user = await ada();
    await rename(user, 'a', 'b');
    expect(await projects(user)).toEqual([
      { b: 600, c: 300 },
      { b: 600, c: 300 },
    ]);
    // Everything that is shown as b: a too.
    await rename(user, 'b', 'c');
    expect(await projects(user)).toEqual([{ c: 900 }, { c: 900 }]);
    const { renames, total } = await app.queries.execute(new ListRenames(OPERATOR, user.userId, undefined, { page: 1, perPage: 10 }));
    expect([total, renames.map(({ name, shown }) => [name, shown])]).toEqual([
      2,
      [
        ['a', 'c'],
        ['b', 'c'],
      ],
    ]);
    await app.commands.execute(new UndoRename(OPERATOR, user.userId, { id: renames[0]?.id ?? '' }));
    expect(await projects(user)).toEqual([
      { a: 300, c: 600 },
      { a: 300, c: 600 },
    ]);
    await app.commands.execute(new UndoRename(OPERATOR, user.userId, { dimension: 'project', shown: 'c' }));
    expect(await projects(user)).toEqual([
      { a: 300, b: 300, c: 300 },
      { a: 300, b: 300, c: 300 },
    ]);
    expect(await dirtyDays(user)).toBe(0);
  });

  it('back to the own name leave nothing behind', async () => {
    const user = await ada();
    await rename(user, 'a', 'Alpha');
    await rename(user, 'Alpha', 'a');
    expect(await app.queries.execute(new ListRenames(OPERATOR, user.userId, undefined, { page: 1, perPage: 10 }))).toEqual({
      renames: [],
      total: 0,
    });
  });

  it.each([
    ['language', 'Go', 'languages'],
    ['editor', 'Vim', 'editors'],
    ['machine', 'm', 'machines'],
  ] as const)('of the dimension %s', async (dimension, name, list) => {
    const user = await ada();
    await rename(user, name, 'New name', dimension);
    const { body } = await app.get('users/current/stats/last_7_days', user);
    expect(body.data[list].map((item: { name: string }) => item.name)).toEqual(['New name']);
  });

  it('of what is not there, of others and to nothing are refused', async () => {
    const [user, other] = [await ada(), await ada()];
    await expect(rename(user, 'nothing', 'x')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(rename(user, 'a', ' ')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(rename(user, 'a', 'a')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(rename(user, 'a', 'x\u202E')).rejects.toMatchObject({ kind: 'invalid' });
    await rename(user, 'a', 'Alpha');
    const { renames } = await app.queries.execute(new ListRenames(OPERATOR, user.userId, 'project', { page: 1, perPage: 10 }));
    await expect(app.commands.execute(new UndoRename(OPERATOR, other.userId, { id: renames[0]?.id ?? '' }))).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(await projects(other)).toEqual([
      { a: 300, b: 300, c: 300 },
      { a: 300, b: 300, c: 300 },
    ]);
  });

  it('hold for activities that are made at the same time, in whatever process', async () => {
    const second = await startApp({ databaseUrl: app.databaseUrl });
    try {
      second.clock.at = NOON;
      const user = await ada();
      const names = ['a', 'A1', 'A2', 'A3', 'A4'];
      const storing = Array.from({ length: 30 }, (_, n) =>
        (n % 2 === 0 ? app : second).send(user, [{ project: 'a', branch: `branch-${n}`, time: MORNING - 7200 + n }]),
      );
      const renaming = (async () => {
        for (let n = 1; n < names.length; n++) await rename(user, names[n - 1] ?? '', names[n] ?? '');
      })();
      const answers = await Promise.all(storing);
      await renaming;
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      const { rows } = await db.query('SELECT DISTINCT project FROM activities WHERE user_id = $1 AND sent_project = $2', [
        user.userId,
        'a',
      ]);
      expect(rows).toEqual([{ project: 'A4' }]);
      expect((await db.query('SELECT FROM heartbeats WHERE user_id = $1', [user.userId])).rowCount).toBe(HEARTBEATS.length + 30);
    } finally {
      await second.close();
    }
  });
});
