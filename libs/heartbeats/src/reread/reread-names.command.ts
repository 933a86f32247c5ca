import type { Actor } from '@app/core';
import { DAY_US, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { READER_VERSION } from './reader-version.js';
import { RereadUser } from './reread-user.js';

/**
 * Reads again what an older version read from raw user agents and showed of names, of one user or (`null`) of everyone: history then has the
 * names that new heartbeats have. Answers stay exact meanwhile: each day changes in one statement, which makes it dirty. Its progress counts
 * days. Stopped in between it loses nothing: users that are done are not looked at again. Returns how many heartbeats are of another activity.
 */
export class RereadNames extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly userId: number | null,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

@CommandHandler(RereadNames)
export class RereadNamesHandler implements ICommandHandler<RereadNames> {
  constructor(
    private readonly em: EntityManager,
    private readonly rereadUser: RereadUser,
  ) {}

  async execute({ userId, context }: RereadNames): Promise<number> {
    const users = await sql<{ id: number; days: number }>(this.em, OLD_USERS, [READER_VERSION, userId]);
    const left = users.reduce((sum, { days }) => sum + days, 0);
    const total = Math.max(context.before.total, left);
    let moved = 0;
    // One that fails does not stop the others.
    let failed: { error: unknown } | undefined;
    let done = total - left;
    context.progress(done, total);
    for (const { id, days } of users) {
      context.signal.throwIfAborted();
      const before = done;
      try {
        moved += await this.rereadUser.read(id, context.signal, (ofUser) => context.progress(before + Math.min(ofUser, days), total));
      } catch (error) {
        context.signal.throwIfAborted();
        failed ??= { error };
      }
      done += days;
      context.progress(done, total);
    }
    if (failed) throw failed.error;
    return moved;
  }
}

/** Who has user agents that an older version read, and how many UTC days lie between the first and the last heartbeat. */
const OLD_USERS = `
  SELECT u.id, coalesce((SELECT max(time) / ${DAY_US} FROM heartbeats WHERE user_id = u.id)
                      - (SELECT min(time) / ${DAY_US} FROM heartbeats WHERE user_id = u.id) + 1, 1)::int AS days
    FROM (SELECT DISTINCT user_id AS id FROM user_agents WHERE reader_version < $1 AND ($2::int IS NULL OR user_id = $2)) u
   ORDER BY u.id`;
