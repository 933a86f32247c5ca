import { MikroORM } from '@mikro-orm/postgresql';
import { afterEach, expect, it } from '@jest/globals';
import { ormConfig } from '../../libs/database/src/mikro-orm.config.js';
import { migrate } from '@app/database';
import { connect, createEmptyDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/start-app.js';

// A database of an earlier version, with rows in it, is brought to the present one.

let app: TestApp | undefined;

afterEach(async () => {
  await app?.close();
});

async function databaseOf(version: string): Promise<string> {
  const databaseUrl = await createEmptyDatabase();
  const orm = await MikroORM.init(ormConfig(databaseUrl));
  await orm.migrator.up({ to: version });
  await orm.close(true);
  return databaseUrl;
}

it('ids of dimension rows go on after those that a sequence gave', async () => {
  const databaseUrl = await databaseOf('Migration20261127063600_browsing');
  const client = await connect(databaseUrl);
  await client.query(`INSERT INTO users (public_id, username, display_name, timezone)
     SELECT gen_random_uuid(), name, name, 'UTC' FROM unnest(array['old', 'other']) name`);
  await client.query(
    `INSERT INTO entities (user_id, digest, name) SELECT 1 + n % 2, sha256(n::text::bytea), n::text FROM generate_series(1, 40) n`,
  );
  await migrate(databaseUrl);
  app = await startApp({ databaseUrl });
  const user = await app.newUser();
  await app.send(user, [{ entity: '/new.ts', time: 1_767_607_200 }]);
  await app.send({ userId: 1, publicId: '', key: await app.newKey(1) }, [{ entity: '/a.ts', time: 1_767_607_200 }]);
  const { rows } = await client.query<{ user_id: number; id: number }>(
    `SELECT user_id, id FROM entities WHERE name LIKE '/%' ORDER BY user_id`,
  );
  const last = await client.query<{ id: number }>(`SELECT max(id)::int AS id FROM entities WHERE user_id = 1 AND name NOT LIKE '/%'`);
  expect(rows).toEqual([
    { user_id: 1, id: (last.rows[0]?.id ?? 0) + 1 },
    { user_id: user.userId, id: 1 },
  ]);
  await client.end();
});
