import { describe, expect, it } from '@jest/globals';
import { connect } from '../support/database.js';
import { startApp } from '../support/start-app.js';

describe('a database that answers and cannot write', () => {
  it.each([
    ['full', '53100', 'could not extend file: No space left on device'],
    ['read only', '25006', 'cannot execute INSERT in a read-only transaction'],
  ])(
    'because it is %s: heartbeats are 503, and the process is not ready until a write succeeds',
    async (_, state, text) => {
      const app = await startApp();
      const ada = await app.newUser();
      const db = await connect(app.databaseUrl);
      const ready = async () => (await app.call('GET', '/health/ready')).status;
      expect(await ready()).toBe(200);
      // PostgreSQL's own error, at the moment when it comes.
      await db.query(
        `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${text}' USING ERRCODE = '${state}'; END $$`,
      );
      await db.query('CREATE TRIGGER refuse BEFORE INSERT ON heartbeats FOR EACH ROW EXECUTE FUNCTION refuse()');
      const refused = await app.send(ada, [{ time: Date.now() / 1000 }]);
      expect([refused.status, refused.headers['retry-after'], await ready()]).toEqual([503, '5', 503]);
      expect((await app.call('GET', '/health/live')).status).toBe(200);
      expect((await app.get('users/current/statusbar/today', ada)).status).toBe(200);
      await db.query('DROP TRIGGER refuse ON heartbeats');
      expect((await app.send(ada, [{ time: Date.now() / 1000 }])).status).toBe(201);
      expect(await ready()).toBe(200);
      await db.end();
      await app.close();
    },
    60_000,
  );

  it('because somebody took away a right or a table for a while: heartbeats wait, and are stored then', async () => {
    const app = await startApp();
    const ada = await app.newUser();
    const db = await connect(app.databaseUrl);
    await db.query('ALTER TABLE heartbeats RENAME TO heartbeats_away');
    const sent = app.send(ada, [{ time: Date.now() / 1000 }]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await db.query('ALTER TABLE heartbeats_away RENAME TO heartbeats');
    expect((await sent).status).toBe(201);
    await db.end();
    await app.close();
  }, 60_000);
});
