import type { Actor } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { GoalReader, type JudgedGoals } from '../evaluation/goal-reader.js';
import { goalIdOf, unknownGoal } from './goal.js';

/** One goal of a user and how it goes: the only one of the answer. Not found: there is no such goal, or it is somebody else's. */
export class GetGoal extends Query<JudgedGoals> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly goalId: string,
  ) {
    super();
  }
}

@QueryHandler(GetGoal)
export class GetGoalHandler implements IQueryHandler<GetGoal> {
  constructor(private readonly reader: GoalReader) {}

  async execute({ userId, goalId }: GetGoal): Promise<JudgedGoals> {
    const judged = await this.reader.judge(userId, { publicId: goalIdOf(goalId) });
    if (judged.goals.length === 0) throw unknownGoal();
    return judged;
  }
}
