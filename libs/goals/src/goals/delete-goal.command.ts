import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockGoals } from './goal-rows.js';
import { goalIdOf, unknownGoal } from './goal.js';

/** Deletes a goal with its history and its own pauses. Not found: there is no such goal, or it is somebody else's. */
@Audited<DeleteGoal>(({ userId, goalId }) => ({ subjectId: userId, details: { goal: goalId } }))
export class DeleteGoal extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly goalId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteGoal)
export class DeleteGoalHandler implements ICommandHandler<DeleteGoal> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, goalId }: DeleteGoal): Promise<void> {
    const wanted = goalIdOf(goalId);
    await transaction(this.em, async (em) => {
      await lockGoals(em, userId);
      const [goal] = await sql<{ id: number }>(em, DELETE, [userId, wanted]);
      if (!goal) throw unknownGoal();
      const of = [userId, goal.id];
      await sql(em, DELETE_VERSIONS, of);
      await sql(em, DELETE_PAUSES, of);
      await sql(em, DELETE_EVENTS, of);
    });
  }
}

const DELETE = 'DELETE FROM goals WHERE user_id = $1 AND public_id = $2 RETURNING id';
const DELETE_VERSIONS = 'DELETE FROM goal_versions WHERE user_id = $1 AND goal_id = $2';
const DELETE_PAUSES = 'DELETE FROM goal_pauses WHERE user_id = $1 AND goal_id = $2';
const DELETE_EVENTS = 'DELETE FROM goal_events WHERE user_id = $1 AND goal_id = $2';
