import { Env } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { connectionTo } from './connection.js';
import { sql } from './sql.js';

/** What these connections are called in pg_stat_activity. */
const NAME = 'chronova priority';

const CONNECTIONS = 8;
/** A server that does not answer is taken for one that is away: nothing here takes seconds. */
const LONGEST_MS = 5_000;

/**
 * Connections kept for what no client may wait for behind others' long reads: key look-ups and ingest. Each statement is a transaction of
 * its own, prepared once a connection under its name: one name stands for one text. Int8 columns come back as text.
 */
@Injectable()
export class PriorityPool implements OnApplicationShutdown {
  private readonly pool: InstanceType<typeof Pool>;

  constructor(env: Env) {
    this.pool = new Pool({
      ...connectionTo(env.DATABASE_URL, NAME),
      max: CONNECTIONS,
      connectionTimeoutMillis: LONGEST_MS,
      query_timeout: LONGEST_MS,
    });
    // A connection that breaks while it is idle is replaced; without a listener its complaint would end the process.
    this.pool.on('error', () => {});
  }

  async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values });
    return rows;
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}

/** Whether a statement of a priority pool, in whatever process, runs at this moment: others may then let it have the processor. */
export async function priorityWorkRuns(em: EntityManager): Promise<boolean> {
  const [row] = await sql<{ runs: boolean }>(
    em,
    `SELECT EXISTS (
       SELECT FROM pg_stat_activity WHERE application_name = $1 AND state = 'active' AND datname = current_database()) AS runs`,
    [NAME],
  );
  return row?.runs === true;
}
