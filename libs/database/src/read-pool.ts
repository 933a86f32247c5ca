import { isNativeError } from 'node:util/types';
import { DomainError, Env, messageContext } from '@app/core';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { connectionTo } from './connection.js';
import { PriorityPool } from './priority-pool.js';
import { openPool } from './statement-pool.js';
import { Turns } from './turns.js';

/** Connections of a process for reading. */
const CONNECTIONS = 8;
/** PostgreSQL ends a statement that takes longer. */
const LONGEST_MS = 10_000;
/** At once: of one account, of these what reads more than a few days, of all who are nobody known, and of all that reads more than a few days. Others wait, up to five seconds. */
const OF_ONE = { running: 3, waiting: 30, longestMs: 5_000 };
const LONG_OF_ONE = { running: 2, waiting: 30, longestMs: 5_000 };
const OF_STRANGERS = { running: 2, waiting: 20, longestMs: 5_000 };
const OF_LONG = { running: 5, waiting: 100, longestMs: 5_000 };

const CANCEL = 'SELECT pg_cancel_backend($1::int)';

/** A statement that reads, prepared once a connection: one name stands for one text. */
export interface ReadStatement {
  name: string;
  text: string;
  params: unknown[];
  /** It reads more than a few days: only some of the connections serve such, so that a status bar waits for none. */
  long?: boolean;
}

/**
 * Connections for what people read, apart from those for heartbeats, keys, sign-in and health. Each account has a few statements at once,
 * strangers together fewer, the rest wait and are refused with 429 or 503 at last. A statement whose client is gone is cancelled in
 * PostgreSQL, one that takes over 10 s is ended. Int8 columns come back as text.
 */
@Injectable()
export class ReadPool implements OnApplicationShutdown {
  private readonly pool: InstanceType<typeof Pool>;
  private readonly turns = new Turns();

  constructor(
    env: Env,
    private readonly priority: PriorityPool,
  ) {
    this.pool = openPool({
      ...connectionTo(env.DATABASE_URL, 'reads', { statement_timeout: `${LONGEST_MS}` }),
      max: CONNECTIONS,
      connectionTimeoutMillis: 5_000,
      // For a server that does not even end it.
      query_timeout: LONGEST_MS + 5_000,
    });
  }

  async query<Row extends object>(statement: ReadStatement): Promise<Row[]> {
    const { left } = messageContext.getStore() ?? {};
    const ends: (() => void)[] = [];
    try {
      await this.takeTurns(Boolean(statement.long), ends, left);
      return await this.run<Row>(statement, left);
    } catch (error) {
      throw isCancelled(error) ? tooLong() : error;
    } finally {
      for (const end of ends) end();
    }
  }

  /** Waits for every turn that the statement needs; `ends` gets what ends them. */
  private async takeTurns(long: boolean, ends: (() => void)[], left: AbortSignal | undefined): Promise<void> {
    const { by, userId } = messageContext.getStore()?.actor ?? {};
    // A job or the operator has none of the first two: they ask for one thing after another.
    if (by?.kind === 'stranger') ends.push(await this.turns.take('strangers', OF_STRANGERS, busy, left));
    else if (by?.kind === 'org-key') ends.push(await this.turns.take(`organization ${by.orgId}`, OF_ONE, tooMany, left));
    else if (typeof userId === 'number') {
      if (long) ends.push(await this.turns.take(`long of user ${userId}`, LONG_OF_ONE, tooMany, left));
      ends.push(await this.turns.take(`user ${userId}`, OF_ONE, tooMany, left));
    }
    if (long) ends.push(await this.turns.take('long', OF_LONG, busy, left));
  }

  private async run<Row extends object>({ name, text, params }: ReadStatement, left: AbortSignal | undefined): Promise<Row[]> {
    if (left?.aborted) throw tooLong();
    const client = await this.pool.connect();
    let cancelling: Promise<unknown> | undefined;
    let broken = false;
    const cancel = (): void => void (cancelling = this.cancel(client));
    if (!left?.aborted) left?.addEventListener('abort', cancel);
    try {
      if (left?.aborted) throw tooLong();
      const { rows } = await client.query<Row>({ name, text, values: params });
      return rows;
    } catch (error) {
      // Whatever failed but by the server's own word about the statement (57P: it ends the session), the connection is not usable any more.
      broken =
        !(error instanceof DomainError) && !(isNativeError(error) && 'code' in error && /^(?!57P|08)[0-9A-Z]{5}$/.test(String(error.code)));
      throw error;
    } finally {
      left?.removeEventListener('abort', cancel);
      // Not before, or it would cancel the next statement of this connection.
      await cancelling;
      client.release(broken);
    }
  }

  private async cancel(client: PoolClient): Promise<void> {
    const pid = 'processID' in client ? client.processID : undefined;
    await this.priority.query('cancel-read', CANCEL, [pid]).catch(() => {});
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.end();
  }
}

/** 57014: ended by `statement_timeout`, or cancelled. */
function isCancelled(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && error.code === '57014';
}

function tooLong(): DomainError {
  return new DomainError(
    'unavailable',
    'read.too-long',
    'This took longer than 10 seconds and was stopped. Ask for fewer days, or again later.',
  );
}

function tooMany(): DomainError {
  return new DomainError(
    'too-many',
    'read.too-many',
    'Too many of your questions are being answered. Wait for the answers, then ask again.',
  );
}

function busy(): DomainError {
  return new DomainError('unavailable', 'read.busy', 'Too many questions are being answered. Ask again in a few seconds.');
}
