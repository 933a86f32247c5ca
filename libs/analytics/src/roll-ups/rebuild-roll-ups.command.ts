import { type Actor, Clock } from '@app/core';
import { BackgroundPace, lockTime, restartTime, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rollUpDays } from './roll-up.js';

/**
 * Computes all roll-ups anew, of one user or (`null`) of everyone. Answers stay right meanwhile: what is not ready is read live. Its progress
 * counts days. Stopped in between it loses nothing: days that are not rolled up stay dirty, and with the `before` of what was stopped it goes
 * on with those. Returns how many days it rolled up.
 */
export class RebuildRollUps extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly userId: number | null,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

@CommandHandler(RebuildRollUps)
export class RebuildRollUpsHandler implements ICommandHandler<RebuildRollUps> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, context }: RebuildRollUps): Promise<number> {
    const users = userId === null ? await sql<{ id: number }>(this.em, 'SELECT id FROM users ORDER BY id') : [{ id: userId }];
    const ids = users.map(({ id }) => id);
    // Its progress says that an earlier try has made all days dirty.
    const goesOn = context.before.total > 0;
    if (!goesOn) await this.makeDirty(ids, context);
    const left = await this.dirtyDays(ids);
    const total = goesOn ? context.before.total : left;
    let done = 0;
    const say = (): void => context.progress(Math.max(0, total - left + done), total);
    say();
    const pace = new BackgroundPace(this.em, this.clock, context.signal);
    for (const id of ids) {
      await rollUpDays(this.em, id, async () => {
        done = Math.min(left, done + 1);
        say();
        await pace.afterDay();
      });
    }
    // Workers do their part meanwhile: what they took is done as well.
    context.progress(total, total);
    return done;
  }

  private async makeDirty(ids: readonly number[], { signal }: JobContext): Promise<void> {
    for (const id of ids) {
      signal.throwIfAborted();
      await this.em.fork().transactional(async (em) => {
        await lockTime(em, id);
        await restartTime(em, id, false);
      });
    }
  }

  private async dirtyDays(ids: readonly number[]): Promise<number> {
    const [row] = await sql<{ n: number }>(this.em, 'SELECT count(*)::int AS n FROM dirty_days WHERE user_id = ANY($1::int[])', [ids]);
    return row?.n ?? 0;
  }
}
