import { SERVER } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { ChangeTimeSettings } from '@app/users';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp } from '../support/start-app.js';

// The number of all heartbeats was counted by all roll-ups of all time. It is counted by days now, whichever of them are dirty, in every zone.

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

const HOUR = 3_600;
const START = 1_760_000_400;
const zones = fc.constantFrom(
  'UTC',
  'CET',
  'Asia/Kolkata',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
);
const beats = fc.array(fc.record({ hour: fc.nat(24 * 12), project: fc.constantFrom('a', 'b') }), { maxLength: 25 });
const step = fc.record({ beats, rollUp: fc.nat(12), zone: fc.option(zones) });

it('the number of all heartbeats is right, whichever days are rolled up', async () => {
  await fc.assert(
    fc.asyncProperty(zones, fc.array(step, { minLength: 1, maxLength: 4 }), async (zone, steps) => {
      const user = await app.newUser({ zone });
      let n = 0;
      for (const { beats: some, rollUp, zone: next } of steps) {
        if (next) await app.commands.execute(new ChangeTimeSettings(SERVER, user.userId, { zone: next }));
        if (some.length > 0)
          await app.send(
            user,
            some.map(({ hour, project }) => ({ time: START + hour * HOUR + n++, project, entity: `/${n}` })),
          );
        // Some days alone: the others stay dirty.
        await db.query(`CREATE TEMP TABLE IF NOT EXISTS kept (LIKE dirty_days)`);
        await db.query('DELETE FROM kept');
        await db.query(
          'WITH gone AS (DELETE FROM dirty_days WHERE user_id = $1 AND day % 12 >= $2 RETURNING *) INSERT INTO kept SELECT * FROM gone',
          [user.userId, rollUp],
        );
        await db.query(`UPDATE dirty_days SET since = now() - interval '1 day', marked_at = now() - interval '1 day' WHERE user_id = $1`, [
          user.userId,
        ]);
        await app.commands.execute(new RollUpUser(SERVER, user.userId));
        await db.query('INSERT INTO dirty_days SELECT * FROM kept ON CONFLICT DO NOTHING');
        const { rows } = await db.query<{ all: number; a: number }>(
          `SELECT count(*)::int AS all, count(*) FILTER (WHERE project = 'a')::int AS a
             FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id WHERE h.user_id = $1`,
          [user.userId],
        );
        const total = async (query: string): Promise<number> => (await app.get(`users/current/heartbeats?page=1${query}`, user)).body.total;
        expect([await total(''), await total('&project=a')]).toEqual([rows[0]?.all, rows[0]?.a]);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);
