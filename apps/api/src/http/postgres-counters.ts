import { type Clock, SERVER } from '@app/core';
import { CountRequests, ForgetRequests } from '@app/database';
import type { CommandBus } from '@nestjs/cqrs';
import { CountersAway } from './counters-away.js';
import { type Counted, counted, type LimitCounters } from './limit-counters.js';

interface MoreRequests {
  key: string;
  requests: number;
  windowMs: number;
}

/** Requests that are counted by one statement. */
interface Batch {
  more: Map<string, MoreRequests>;
  /** By key; undefined when the database did not answer. */
  counted: Promise<Map<string, { requests: number; ms_left: number }> | undefined>;
}

/**
 * In PostgreSQL, for every process of the API on one database. A process has one statement under way at a time: the next one counts all the
 * requests that came meanwhile, so that many requests cost few statements. While the database is away, see `CountersAway`.
 */
export class PostgresCounters implements LimitCounters {
  private readonly away: CountersAway;
  /** Takes more requests until its turn comes. */
  private next: Batch | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly commands: CommandBus,
    clock: Clock,
  ) {
    this.away = new CountersAway('PostgreSQL', clock);
  }

  async increment(key: string, windowMs: number, limit: number, _blockDuration: number, bucket: string): Promise<Counted> {
    const batch = (this.next ??= this.begin());
    const more = batch.more.get(key) ?? { key, requests: 0, windowMs };
    batch.more.set(key, more);
    const n = ++more.requests;
    const row = (await batch.counted)?.get(key);
    return row ? counted(row.requests - more.requests + n, limit, row.ms_left) : this.away.increment(key, windowMs, limit, bucket);
  }

  /** In order: what was counted before is forgotten, what comes later is not. */
  async forget(key: string, bucket: string): Promise<void> {
    await this.away.forget(key, bucket);
    this.next = undefined;
    await this.inTurn(() => this.ask(() => this.commands.execute(new ForgetRequests(SERVER, key))));
  }

  async giveBack(key: string, windowMs: number, bucket: string): Promise<void> {
    await this.away.giveBack(key, windowMs, bucket);
    this.next = undefined;
    await this.inTurn(() => this.ask(() => this.count([{ key, requests: -1, windowMs }])));
  }

  private begin(): Batch {
    const more: Batch['more'] = new Map();
    const batch: Batch = {
      more,
      counted: this.inTurn(() => {
        if (this.next === batch) this.next = undefined;
        return this.ask(() => this.count([...more.values()]));
      }),
    };
    return batch;
  }

  private async count(more: MoreRequests[]): Promise<Map<string, { requests: number; ms_left: number }>> {
    const rows = await this.commands.execute(new CountRequests(SERVER, more));
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** Undefined when the database did not answer. */
  private ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    return this.away.ask<T | undefined>(work, undefined);
  }

  /** Runs `work`, which never fails, when what was begun before it is over. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done;
    return done;
  }
}
