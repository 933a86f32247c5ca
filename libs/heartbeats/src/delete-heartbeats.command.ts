import { type Actor, badParameter, Calendars, Clock, dayOfParameter, DomainError } from '@app/core';
import { DatabaseWaiter, dirtyDaysSql, prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Deletes the user's own heartbeats with these ids on the local day `date`; ids that are not there are no error. Time follows at once.
 * A heartbeat that arrives again later is stored again. Returns how many there were.
 */
export class DeleteHeartbeats extends Command<number> {
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

@CommandHandler(DeleteHeartbeats)
export class DeleteHeartbeatsHandler implements ICommandHandler<DeleteHeartbeats> {
  constructor(
    private readonly em: EntityManager,
    private readonly waiter: DatabaseWaiter,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, date, ids }: DeleteHeartbeats): Promise<number> {
    const bad = ids.find((id) => !UUID.test(id));
    if (bad !== undefined) throw badParameter('ids', 'Use the ids of heartbeats, which are UUIDs.');
    return this.waiter.whenBack(() =>
      this.calendars.ask(userId, async ({ zone }) => {
        const day = dayOfParameter('date', date, zone, this.clock.now());
        const [result] = await prepared<{ zone: string; deleted: number }>(this.em, 'delete-heartbeats', DELETE, [
          userId,
          day.from,
          day.to,
          ids,
          zone,
        ]);
        if (!result) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
        return { present: { zone: result.zone }, result: result.deleted };
      }),
    );
  }
}

/**
 * Deletes nothing where the user's zone is not $5, the one that the day's bounds were computed for. Rows are locked in the order of their
 * key, as ingest does, then dirty days in the order of theirs.
 */
const DELETE = `
WITH owner AS MATERIALIZED (
  SELECT timezone
    FROM users
   WHERE id = $1),
target AS (
  SELECT time, id
    FROM heartbeats
   WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint AND id = ANY($4::uuid[])
     AND (SELECT timezone = $5::text FROM owner)
   ORDER BY time, id
     FOR UPDATE),
gone AS (
  DELETE FROM heartbeats h
   USING target t
   WHERE h.user_id = $1 AND h.time = t.time AND h.id = t.id
  RETURNING h.time),
dirty AS (${dirtyDaysSql('gone')})
SELECT owner.timezone AS zone, (SELECT count(*)::int FROM gone) AS deleted
  FROM owner`;
