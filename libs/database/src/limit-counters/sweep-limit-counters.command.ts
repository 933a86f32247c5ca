import { type Actor, Clock } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from '../sql.js';

/** Of each limit: many addresses of one attacker must not fill the disk, nor push out the counters of another limit. */
const MOST_COUNTERS = 20_000;

/** Removes the counters whose window is over, and of each limit those that end first beyond 20,000. */
export class SweepLimitCounters extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@CommandHandler(SweepLimitCounters)
export class SweepLimitCountersHandler implements ICommandHandler<SweepLimitCounters> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    await sql(
      this.em,
      // What is being counted right now stays.
      `WITH ranked AS (
         SELECT key, row_number() OVER (PARTITION BY split_part(key, ':', 1) ORDER BY ends_at DESC, key) AS n
         FROM limit_counters
       ), gone AS (
         SELECT c.key
         FROM limit_counters c JOIN ranked USING (key)
         WHERE c.ends_at <= $1 OR ranked.n > $2
         ORDER BY c.key
         FOR UPDATE OF c SKIP LOCKED
       )
       DELETE FROM limit_counters c USING gone WHERE c.key = gone.key`,
      [this.clock.now() * 1_000, MOST_COUNTERS],
    );
  }
}
