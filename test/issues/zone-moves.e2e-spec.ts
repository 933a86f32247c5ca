import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListHeartbeats } from '@app/analytics';
import { OPERATOR } from '@app/core';
import { DeleteHeartbeats } from '@app/heartbeats';
import { EVERYTHING } from '@app/users';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/**
 * Zone and heartbeats were read by two statements. So what another request did between them, a change of the zone and a new heartbeat, was
 * met by the day of the old zone.
 */
describe('a zone that changes while a day is looked at', () => {
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

  /**
   * 23:30 in UTC is the next day in Kathmandu. From the first read of the user's row on, the user lives there and the heartbeat is stored:
   * both at once, so there is no moment in which it is on the day in UTC.
   */
  async function movingUser(): Promise<{ user: TestUser; id: string }> {
    const user = await app.newUser({ zone: 'UTC' });
    const answer = await app.send(user, [{ time: Date.parse('2026-11-22T23:30:00Z') / 1000 }]);
    const [{ data }] = answer.body.responses[0];
    const { rows } = await db.query(
      `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
        WHERE table_name = 'users' AND table_schema = 'public' AND column_name <> 'timezone'`,
    );
    await db.query(`
      CREATE TABLE later AS SELECT * FROM heartbeats;
      DELETE FROM heartbeats;
      CREATE SEQUENCE reads;
      CREATE FUNCTION zone_now(own text) RETURNS text VOLATILE LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('reads') > 1 THEN RETURN 'Asia/Kathmandu'; END IF;
        INSERT INTO heartbeats SELECT * FROM later;
        RETURN own;
      END $$;
      ALTER TABLE users RENAME TO users_at_first;
      CREATE VIEW users AS SELECT ${rows[0].columns}, zone_now(timezone) AS timezone FROM users_at_first;`);
    return { user, id: data.id };
  }

  /** As it was, for the next test. */
  async function settle(): Promise<void> {
    await db.query(
      `DROP VIEW users; ALTER TABLE users_at_first RENAME TO users; DROP FUNCTION zone_now; DROP SEQUENCE reads; DROP TABLE later;`,
    );
  }

  it('deletes nothing that is not on that day', async () => {
    const { user, id } = await movingUser();
    await expect(app.commands.execute(new DeleteHeartbeats(OPERATOR, user.userId, '2026-11-22', [id]))).resolves.toBe(0);
    await expect(app.commands.execute(new DeleteHeartbeats(OPERATOR, user.userId, '2026-11-23', [id]))).resolves.toBe(1);
    await settle();
  });

  it('lists nothing that is not on that day', async () => {
    const { user, id } = await movingUser();
    const list = (date: string) =>
      app.queries.execute(new ListHeartbeats(OPERATOR, { userId: user.userId, visibility: EVERYTHING }, { date }, {}));
    await expect(list('2026-11-22')).resolves.toMatchObject({ heartbeats: [] });
    await expect(list('2026-11-23')).resolves.toMatchObject({ zone: 'Asia/Kathmandu', heartbeats: [{ id }] });
    await settle();
  });
});
