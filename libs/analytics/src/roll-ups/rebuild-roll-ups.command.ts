import { lockTime, restartTime, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rollUpDays } from './roll-up.js';

/**
 * Computes all roll-ups anew, of one user or (`undefined`) of everyone. Answers stay right meanwhile: what is not ready is read live.
 * `onDay` hears after each day how many are done and how many are left. Returns how many days were rolled up.
 */
export class RebuildRollUps extends Command<number> {
  constructor(
    readonly userId: number | undefined,
    readonly onDay: (done: number, left: number) => void = () => {},
  ) {
    super();
  }
}

@CommandHandler(RebuildRollUps)
export class RebuildRollUpsHandler implements ICommandHandler<RebuildRollUps> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, onDay }: RebuildRollUps): Promise<number> {
    const users = userId === undefined ? await sql<{ id: number }>(this.em, 'SELECT id FROM users ORDER BY id') : [{ id: userId }];
    for (const { id } of users) {
      await this.em.fork().transactional(async (em) => {
        await lockTime(em, id);
        await restartTime(em, id, false);
      });
    }
    let left = await this.marks(users.map((u) => u.id));
    let done = 0;
    for (const { id } of users) await rollUpDays(this.em, id, () => onDay(++done, Math.max(0, --left)));
    return done;
  }

  private async marks(userIds: readonly number[]): Promise<number> {
    const [row] = await sql<{ n: number }>(this.em, 'SELECT count(*)::int AS n FROM dirty_days WHERE user_id = ANY($1::int[])', [userIds]);
    return row?.n ?? 0;
  }
}
