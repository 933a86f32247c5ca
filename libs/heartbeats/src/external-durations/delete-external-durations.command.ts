import { type Actor, Calendars, Clock, dayOfParameter, DomainError } from '@app/core';
import { DatabaseWaiter, dirtySpansSql, lockTime, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Deletes the user's own external durations with these ids that touch the local day `date`; ids that are not there are no error. Time follows at
 * once. Returns how many there were.
 */
export class DeleteExternalDurations extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** A day of the user's zone: `YYYY-MM-DD`, `today` or an instant (RFC 3339). */
    readonly date: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(DeleteExternalDurations)
export class DeleteExternalDurationsHandler implements ICommandHandler<DeleteExternalDurations> {
  constructor(
    private readonly em: EntityManager,
    private readonly waiter: DatabaseWaiter,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, date, ids }: DeleteExternalDurations): Promise<number> {
    return this.waiter.whenBack(() =>
      this.calendars.ask(userId, async ({ zone }) => {
        const day = dayOfParameter('date', date, zone, this.clock.now());
        const result = await transaction(this.em, async (em) => {
          // After any other writer of the user: its spans are seen.
          await lockTime(em, userId);
          const [row] = await sql<{ zone: string; deleted: number }>(em, DELETE, [userId, day.from, day.to, ids, zone]);
          return row;
        });
        if (!result) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
        return { present: { zone: result.zone }, result: result.deleted };
      }),
    );
  }
}

/** Deletes nothing where the user's zone is not $5, the one that the day's bounds were computed for. */
const DELETE = `
WITH owner AS MATERIALIZED (
  SELECT timezone
    FROM users
   WHERE id = $1),
gone AS (
  DELETE FROM external_durations
   WHERE user_id = $1 AND id = ANY($4::uuid[]) AND start_time < $3::bigint AND end_time > $2::bigint
     AND (SELECT timezone = $5::text FROM owner)
  RETURNING start_time, end_time),
dirty AS (${dirtySpansSql('gone')})
SELECT owner.timezone AS zone, (SELECT count(*)::int FROM gone) AS deleted
  FROM owner`;
