import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { Env, OPERATOR, SERVER } from '@app/core';
import { DumpDatabase, RestoreDatabase } from '@app/database';
import { RenameValue } from '@app/heartbeats';
import { CreateUser } from '@app/users';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { CliModule } from '../../apps/cli/src/app.module.js';
import { connect, createDatabase } from '../support/database.js';
import { startApp } from '../support/start-app.js';

interface Manifest {
  tables: { name: string; columns: string[]; rows: number }[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'chronova-dump-'));
const dump = path.join(folder, 'dump');
const T = Date.parse('2026-11-24T10:00:00Z') / 1000;

/** What the command line does, on a database. */
async function command(databaseUrl: string, message: DumpDatabase | RestoreDatabase): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [CliModule.forRoot(Object.assign(new Env(), { DATABASE_URL: databaseUrl }))],
  }).compile();
  const app = await module.init();
  try {
    await app.get(CommandBus).execute(message);
  } finally {
    await app.close();
  }
}

describe('a dump', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('brings everything back into an empty database, and time with it', async () => {
    const before = await startApp();
    before.clock.at = (T + 86_400) * 1000;
    const ada = await before.newUser({ zone: 'Asia/Kathmandu', timeout: 20 });
    const odd = { project: 'a "quoted", \\back\nslash', branch: 'ü', dependencies: ['x,y', '"z"'], commit_message: 'two\nlines\t' };
    await before.send(
      ada,
      [0, 60, 1000].map((s) => ({ time: T + s, ...odd })),
    );
    await before.commands.execute(new RollUpUser(SERVER, ada.userId));
    await before.commands.execute(new RenameValue(OPERATOR, ada.userId, 'branch', 'ü', 'renamed'));
    const questions = [
      'summaries?start=2026-11-23&end=2026-11-25&project=',
      'stats/all_time',
      'durations?date=2026-11-24',
      'heartbeats?date=2026-11-24',
    ];
    const answers = async (app: typeof before) => Promise.all(questions.map(async (q) => (await app.get(`users/current/${q}`, ada)).body));
    const expected = await answers(before);
    await command(before.databaseUrl, new DumpDatabase(OPERATOR, dump));
    await before.close();

    const databaseUrl = await createDatabase();
    const fresh = await connect(databaseUrl);
    await fresh.query(
      `INSERT INTO users (public_id, username, display_name, timezone) VALUES (gen_random_uuid(), 'owner', 'Owner', 'UTC')`,
    );
    await command(databaseUrl, new RestoreDatabase(OPERATOR, dump));
    const after = await startApp({ databaseUrl });
    after.clock.at = (T + 86_400) * 1000;
    expect(await answers(after)).toEqual(expected);
    await after.commands.execute(new RollUpUser(SERVER, ada.userId));
    expect(await answers(after)).toEqual(expected);
    // New rows get ids of their own.
    await after.send(ada, [{ time: T + 1060, ...odd, project: 'new' }]);
    // Renames hold for what comes.
    expect((await fresh.query('SELECT DISTINCT branch FROM activities')).rows).toEqual([{ branch: 'renamed' }]);
    const bob = await after.commands.execute(new CreateUser(OPERATOR, 'bob', 'UTC'));
    expect(bob.userId).toBeGreaterThan(ada.userId);
    const { rows } = await fresh.query(`SELECT username FROM users ORDER BY id`);
    expect(rows.map((r) => r.username)).not.toContain('owner');
    await fresh.end();
    await after.close();
  });

  it('of an earlier version is read as well', async () => {
    const before = await startApp();
    const ada = await before.newUser();
    await before.send(ada, [{ time: T, entity: '/a.rs', project: 'p' }]);
    const old = path.join(folder, 'old');
    await command(before.databaseUrl, new DumpDatabase(OPERATOR, old));
    await before.close();
    const manifest: Manifest = JSON.parse(readFileSync(path.join(old, 'manifest.json'), 'utf8'));
    /** Its columns, and each of its rows, changed. */
    const change = (table: string, changed: (fields: string[], columns: readonly string[]) => string[]): void => {
      const file = path.join(old, `${table}.csv.gz`);
      const kept = manifest.tables.find(({ name }) => name === table);
      const columns = [...(kept?.columns ?? [])];
      const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
      writeFileSync(file, gzipSync(lines.map((line) => `${changed(line.split(','), columns).join(',')}\n`).join('')));
      if (kept) kept.columns = changed([...columns], columns);
    };
    // Names of projects had two columns, and the language of a file had none.
    change('projects', (fields) => [...fields, fields.includes('sent_name') ? 'shown_name' : 'p']);
    const isNew = (column: string | undefined): boolean => ['file_language', 'forced', 'dropped'].includes(column ?? '');
    change('activities', (fields, columns) => fields.filter((_, n) => !isNew(columns[n])));
    writeFileSync(path.join(old, 'manifest.json'), JSON.stringify(manifest));
    const databaseUrl = await createDatabase();
    await command(databaseUrl, new RestoreDatabase(OPERATOR, old));
    const fresh = await connect(databaseUrl);
    expect((await fresh.query('SELECT project, language, file_language, dropped FROM activities')).rows).toEqual([
      { project: 'p', language: 'Rust', file_language: 'Rust', dropped: false },
    ]);
    expect((await fresh.query('SELECT * FROM projects')).rows).toEqual([expect.not.objectContaining({ shown_name: 'p' })]);
    await fresh.end();
  });

  it('can be read by its owner only, and holds no key', () => {
    expect(statSync(dump).mode & 0o077).toBe(0);
    for (const file of readdirSync(dump)) {
      expect(statSync(path.join(dump, file)).mode & 0o077).toBe(0);
      if (file.endsWith('.gz')) expect(gunzipSync(readFileSync(path.join(dump, file))).toString()).not.toMatch(/waka_[0-9a-f]{8}-/);
    }
  });

  it.each([
    ['a folder without a dump', async () => path.join(folder, 'nothing'), undefined, /no whole dump/],
    [
      'a dump of a newer version',
      async () => {
        const newer = path.join(folder, `newer-${Date.now()}`);
        mkdirSync(newer);
        writeFileSync(
          path.join(newer, 'manifest.json'),
          JSON.stringify({ format: 1, version: 'Migration29990101000000_later', tables: [] }),
        );
        return newer;
      },
      undefined,
      /newer Chronova/,
    ],
    ['a database with heartbeats', async () => dump, 'filled', /has heartbeats already/],
    ['a running Chronova', async () => dump, 'running', /runs on this database/],
  ])('is refused for %s', async (_, where, state, message) => {
    const app = await startApp();
    const ada = await app.newUser();
    if (state === 'filled') await app.send(ada, [{ time: T }]);
    if (state === 'running') await app.get('users/current', ada);
    else await app.close();
    await expect(command(app.databaseUrl, new RestoreDatabase(OPERATOR, await where()))).rejects.toThrow(message);
    if (state === 'running') await app.close();
  });

  it.each<[string, (manifest: Manifest, folder: string) => unknown, RegExp]>([
    ['no table of ours', (m) => m.tables.push({ name: 'users" WHERE false; DROP TABLE "users', columns: [], rows: 0 }), /There is no/],
    ['a column of nobody', (m) => m.tables[0]?.columns.push('secret"'), /There is no/],
    ['a table twice', (m) => m.tables.push(m.tables[0] ?? { name: '', columns: [], rows: 0 }), /twice/],
    ['no accounts', (m) => void (m.tables = m.tables.filter((t) => t.name !== 'users')), /users is missing/],
    ['a file that is not there', (_, at) => rmSync(path.join(at, 'users.csv.gz')), /users\.csv\.gz cannot be read/],
    ['a file that is cut off', (_, at) => truncateSync(path.join(at, 'heartbeats.csv.gz'), 30), /heartbeats\.csv\.gz cannot be read/],
    ['rows that are gone', (m) => m.tables.forEach((t) => (t.rows += t.name === 'heartbeats' ? 1 : 0)), /rows in place of/],
    ['no form at all', (m) => Object.assign(m, { tables: 7 }), /damaged/],
  ])('with %s is refused, and nothing of it stays', async (_, damage, message) => {
    const damaged = mkdtempSync(path.join(folder, 'damaged-'));
    for (const file of readdirSync(dump)) copyFileSync(path.join(dump, file), path.join(damaged, file));
    const manifest: Manifest = JSON.parse(readFileSync(path.join(dump, 'manifest.json'), 'utf8'));
    damage(manifest, damaged);
    writeFileSync(path.join(damaged, 'manifest.json'), JSON.stringify(manifest));
    const databaseUrl = await createDatabase();
    await expect(command(databaseUrl, new RestoreDatabase(OPERATOR, damaged))).rejects.toThrow(message);
    const db = await connect(databaseUrl);
    const { rows } = await db.query('SELECT (SELECT count(*)::int FROM users) + (SELECT count(*)::int FROM heartbeats) AS n');
    await db.end();
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('does not overwrite a folder', async () => {
    await expect(command(await createDatabase(), new DumpDatabase(OPERATOR, dump))).rejects.toThrow(/not empty/);
  });
});
