import { Env } from '@app/core';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolConfig } from 'pg';
import { connectionTo } from './connection.js';

/** How long a statement may take, and the wait for a connection: a server that takes longer is taken for one that is away. */
interface Bounds {
  connections: number;
  longestMs: number;
}

const SERVER_LATER_MS = 1_000;

/**
 * A pool of connections. One that breaks is replaced; without listeners its complaint would end the process. While a statement runs on it, that
 * fails by itself.
 */
export function openPool(config: PoolConfig): InstanceType<typeof Pool> {
  const pool = new Pool(config);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Connections for short statements, each a transaction of its own, prepared once a connection under its name: one name stands for one text.
 * Int8 columns come back as text.
 */
export class StatementPool implements OnApplicationShutdown {
  private readonly pool: InstanceType<typeof Pool>;

  constructor(env: Env, purpose: string, { connections, longestMs }: Bounds) {
    this.pool = openPool({
      // The client gives up first, and the server ends what nobody waits for any more.
      ...connectionTo(env.DATABASE_URL, purpose, { statement_timeout: `${longestMs + SERVER_LATER_MS}` }),
      max: connections,
      connectionTimeoutMillis: longestMs,
      query_timeout: longestMs,
    });
  }

  async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values });
    return rows;
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}
