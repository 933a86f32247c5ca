import { sql, willPass } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rollUpDays } from './roll-up.js';

/** Rolls up every user with a mark that nobody rang for, or whose ring was lost: marks older than two seconds. Returns how many users. */
export class SweepRollUps extends Command<number> {}

@CommandHandler(SweepRollUps)
export class SweepRollUpsHandler implements ICommandHandler<SweepRollUps> {
  private readonly log = new Logger(SweepRollUps.name);

  constructor(private readonly em: EntityManager) {}

  async execute(): Promise<number> {
    const users = await sql<{ user_id: number }>(
      this.em,
      `SELECT user_id FROM dirty_days GROUP BY user_id HAVING min(marked_at) < now() - interval '2 seconds' ORDER BY min(marked_at) LIMIT 1000`,
    );
    for (const { user_id } of users) {
      // One user whose days cannot be rolled up must not keep the others waiting.
      await rollUpDays(this.em, user_id).catch((error: unknown) => {
        if (willPass(error)) throw error;
        this.log.error(`The days of user ${user_id} are not rolled up`, error);
      });
    }
    return users.length;
  }
}
