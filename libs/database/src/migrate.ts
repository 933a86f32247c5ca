import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { must } from '@app/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { StartProblem } from './database-problem.js';
import { willPass } from './database-waiter.js';
import { IS_MIGRATING, LOCK_MIGRATIONS } from './locks.js';
import { migrations } from './migrations/index.js';
import { ormConfig } from './mikro-orm.config.js';
import { sql } from './sql.js';

const OLDEST_POSTGRES = 150_000;

/**
 * Brings the database to this version's schema. Several processes may do so at once: an advisory lock lets one of them work.
 * Throws a readable error when the server is too old.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, 'migrations'));
  try {
    await orm.em.transactional(async (em) => {
      const [server] = await sql<{ number: number; version: string }>(
        em,
        `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
      );
      if (server && server.number < OLDEST_POSTGRES) {
        throw new StartProblem(
          `DATABASE_URL points at PostgreSQL ${server.version}; Chronova needs 15 or newer. Upgrade it, or point DATABASE_URL at a newer one.`,
        );
      }
      await sql(em, LOCK_MIGRATIONS);
      await orm.migrator.up();
    });
  } finally {
    await orm.close(true);
  }
}

/**
 * Returns when the schema is the one this process was built for: worker and CLI start beside the api, which migrates. As long as that goes on, it
 * waits: a migration may look at all heartbeats.
 */
export async function waitForSchema(databaseUrl: string, seconds = 60): Promise<void> {
  const last = must(migrations.at(-1), 'migration').name;
  const orm = await MikroORM.init(ormConfig(databaseUrl, 'waiting'));
  try {
    for (const end = Date.now() + seconds * 1000; ; await sleep(200)) {
      // Asked first: what is done in between has its row.
      const late = Date.now() > end && !(await isMigrating(orm.em));
      const rows = await sql<{ name: string }>(orm.em, 'SELECT name FROM mikro_orm_migrations WHERE name = $1', [last]).catch(
        (error: unknown) => {
          // 42P01: there is no such table yet.
          const waits = willPass(error) || (isNativeError(error) && 'code' in error && error.code === '42P01');
          if (!waits || (late && willPass(error))) throw error;
          return [];
        },
      );
      if (rows.length > 0) return;
      if (late)
        throw new StartProblem(`the database was not brought to version ${last} within ${seconds} s. Start the api, which does it.`);
    }
  } finally {
    await orm.close(true);
  }
}

async function isMigrating(em: EntityManager): Promise<boolean> {
  const [row] = await sql<{ migrates: boolean }>(em, IS_MIGRATING).catch((error: unknown) => {
    if (willPass(error)) return [];
    throw error;
  });
  return row?.migrates === true;
}
