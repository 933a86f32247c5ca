import { Env } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from './sql.js';
import { StatementPool } from './statement-pool.js';

/** What these connections are for, in pg_stat_activity. */
const PURPOSE = 'priority';

/** Connections kept for what no client may wait for behind others' long reads: key look-ups and ingest. */
@Injectable()
export class PriorityPool extends StatementPool {
  constructor(env: Env) {
    super(env, PURPOSE, { connections: 8, longestMs: 5_000 });
  }
}

/** Whether a statement of a priority pool, in whatever process, runs at this moment: others may then let it have the processor. */
export async function priorityWorkRuns(em: EntityManager): Promise<boolean> {
  const [row] = await sql<{ runs: boolean }>(
    em,
    `SELECT EXISTS (
       SELECT FROM pg_stat_activity WHERE application_name LIKE '% ' || $1 AND state = 'active' AND datname = current_database()) AS runs`,
    [PURPOSE],
  );
  return row?.runs === true;
}
