import { type Actor, badParameter, dayBounds, isDate } from '@app/core';
import { DatabaseWaiter, dirtyDaysSql, prepared, sql } from '@app/database';
import { JobQueue } from '@app/queue';
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
    /** `YYYY-MM-DD` in the user's zone. */
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
    private readonly jobs: JobQueue,
    private readonly waiter: DatabaseWaiter,
  ) {}

  async execute({ userId, date, ids }: DeleteHeartbeats): Promise<number> {
    if (!isDate(date)) throw badParameter('date', 'Use YYYY-MM-DD, a day that exists.');
    const bad = ids.find((id) => !UUID.test(id));
    if (bad !== undefined) throw badParameter('ids', 'Use the ids of heartbeats, which are UUIDs.');
    const deleted = await this.waiter.whenBack(async () => {
      const [user] = await sql<{ timezone: string }>(this.em, 'SELECT timezone FROM users WHERE id = $1', [userId]);
      const [day] = dayBounds(user?.timezone ?? 'UTC', date, date);
      const [result] = await prepared<{ deleted: number }>(this.em, 'delete-heartbeats', DELETE, [userId, day?.from, day?.to, ids]);
      return result?.deleted ?? 0;
    });
    if (deleted > 0) this.jobs.enqueueOnce('rollups', 'roll-up-user', { userId }, String(userId));
    return deleted;
  }
}

// Rows are locked in the order of their key, as ingest does, then marks in the order of theirs.
const DELETE = `
  WITH target AS (
    SELECT time, id FROM heartbeats
     WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint AND id = ANY($4::uuid[])
     ORDER BY time, id FOR UPDATE),
  gone AS (
    DELETE FROM heartbeats h USING target t WHERE h.user_id = $1 AND h.time = t.time AND h.id = t.id RETURNING h.time),
  marks AS (${dirtyDaysSql('gone')})
  SELECT count(*)::int AS deleted FROM gone`;
