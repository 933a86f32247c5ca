import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection, createDatabase } from '../support/database.js';

/** Not to be prepared: transactions, sessions, copies and changes of tables. */
const OTHERS = /^\s*(ALTER|BEGIN|COMMIT|ROLLBACK|SET|COPY|LOCK|LISTEN|NOTIFY)\b/i;

describe('the statements of the project', () => {
  let db: Connection;
  let statements: { place: string; text: string }[];

  beforeAll(async () => {
    db = await connect(await createDatabase());
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/node.mjs', 'scripts/queries.ts', 'list'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    statements = JSON.parse(stdout);
  }, 60_000);
  afterAll(() => db.end());

  it('fit the migrated database, every one of them', async () => {
    const wrong: string[] = [];
    for (const { place, text } of statements.filter((s) => !OTHERS.test(s.text))) {
      await db.query(`PREPARE statement AS ${text}`).then(
        () => db.query('DEALLOCATE statement'),
        (error: unknown) => wrong.push(`${place}: ${String(error)}`),
      );
    }
    expect(wrong).toEqual([]);
    expect(statements.length).toBeGreaterThan(100);
  });

  it('are found wherever they run: ingest, reading, roll-ups, accounts', () => {
    const files = new Set(statements.map(({ place }) => /[^/]+\.ts/.exec(place)?.[0]));
    for (const file of ['ingest-heartbeats.command.ts', 'time-reader.ts', 'roll-up.ts', 'sign-in.command.ts', 'dirty-days.ts']) {
      expect(files).toContain(file);
    }
  });

  // What Citus refuses of tables that it spreads over servers, and plain PostgreSQL takes. Jobs are not spread.
  it.each([
    ['now() in DO UPDATE SET', /DO UPDATE SET[^;]*\bnow\(\)/i],
    ['now() in coalesce', /coalesce\([^()]*\bnow\(\)/i],
    ['now() in a CASE that is assigned', /\w+ = CASE\b[^;]*?(THEN|ELSE) now\(\)[^;]*?\bEND/i],
    ['EXISTS of a list without columns', /SELECT EXISTS \(SELECT FROM/i],
    ['a subquery beside unnest that refers to it', /FROM unnest\((?![^;]*\bUPDATE\b)[^;]*WHERE NOT EXISTS \(SELECT FROM (?!users)/i],
  ])('never have %s', (_, refused) => {
    const found = statements.filter(({ place, text }) => !place.startsWith('libs/queue/') && refused.test(text));
    expect(found.map(({ place }) => place)).toEqual([]);
  });
});
