import { type Actor, Audited } from '@app/core';
import { CHECK_GOALS, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { pauseIdOf, unknownPause } from './pauses.js';

/** Deletes a pause: its days are judged again, also those that are past. Not found: there is no such pause, or it is somebody else's. */
@Audited<DeletePause>(({ userId, pauseId }) => ({ subjectId: userId, details: { pause: pauseId } }))
export class DeletePause extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly pauseId: string,
  ) {
    super();
  }
}

@CommandHandler(DeletePause)
export class DeletePauseHandler implements ICommandHandler<DeletePause> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, pauseId }: DeletePause): Promise<void> {
    const id = pauseIdOf(pauseId);
    await transaction(this.em, async (em) => {
      const [gone] = await sql<{ id: number }>(em, DELETE, [userId, id]);
      if (!gone) throw unknownPause();
      await sql(em, CHECK_GOALS, [userId]);
    });
  }
}

const DELETE = 'DELETE FROM goal_pauses WHERE user_id = $1 AND id = $2 AND NOT is_snooze RETURNING id';
