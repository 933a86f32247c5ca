import { type Actor, Clock } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CounterConnection } from './counter-connection.js';

/** So many more requests of one counter. */
export interface MoreRequests {
  /** The limit's name, a colon, and who is limited. */
  key: string;
  requests: number;
  windowMs: number;
}

export interface CountedRequests {
  key: string;
  /** In this window, these included. */
  requests: number;
  /** Until the window ends. */
  ms_left: number;
}

/**
 * A counter that ends later than its whole window from now was begun by a clock that ran ahead: it begins anew, so that nobody is locked out
 * for as long. So much less than that is the difference between the clocks of several machines.
 */
const CLOCK_SKEW_US = 60_000_000;

const COUNT = `
INSERT INTO limit_counters AS c (key, requests, ends_at)
SELECT key, requests, $4::float8::int8 + window_us::int8
FROM unnest($1::text[], $2::int[], $3::float8[]) AS more (key, requests, window_us)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
  requests = excluded.requests + CASE WHEN c.ends_at > $4 AND c.ends_at <= excluded.ends_at + ${CLOCK_SKEW_US} THEN c.requests ELSE 0 END,
  ends_at = CASE WHEN c.ends_at > $4 AND c.ends_at <= excluded.ends_at + ${CLOCK_SKEW_US} THEN c.ends_at ELSE excluded.ends_at END
RETURNING key, requests, (ends_at - $4) / 1000 AS ms_left`;

/**
 * Counts requests, for every process on this database: of each counter within a window that begins with its first request. Every key may be
 * there once. Returns a row a key, in no order.
 */
export class CountRequests extends Command<CountedRequests[]> {
  constructor(
    readonly actor: Actor,
    readonly more: readonly MoreRequests[],
  ) {
    super();
  }
}

@CommandHandler(CountRequests)
export class CountRequestsHandler implements ICommandHandler<CountRequests> {
  constructor(
    private readonly connection: CounterConnection,
    private readonly clock: Clock,
  ) {}

  execute({ more }: CountRequests): Promise<CountedRequests[]> {
    return this.connection.query<CountedRequests>('count_requests', COUNT, [
      more.map(({ key }) => key),
      more.map(({ requests }) => requests),
      more.map(({ windowMs }) => windowMs * 1_000),
      this.clock.now() * 1_000,
    ]);
  }
}
