import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * Waits until the statements of priority pools that run at this moment, in whatever process, have ended: what one of them stores by what it
 * found at its beginning is there then. None of them runs longer than the server lets it (`StatementPool`).
 */
export async function priorityWorkEnded(em: EntityManager): Promise<void> {
  const [now] = await sql<{ at: Date }>(em, 'SELECT clock_timestamp() AS at');
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const [row] = await sql<{ n: number }>(em, OLDER_WORK, [PURPOSE, now?.at]);
    if (row?.n === 0) return;
    await sleep(WAIT_MS);
  }
}

const WAIT_MS = 50;
/** Longer than a statement may take. */
const MOST_WAITS = 200;

const OLDER_WORK = `
  SELECT count(*)::int AS n
    FROM pg_stat_activity
   WHERE application_name LIKE '% ' || $1 AND state = 'active' AND datname = current_database() AND query_start <= $2`;
