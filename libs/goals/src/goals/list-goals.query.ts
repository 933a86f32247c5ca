import type { Actor } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { GoalReader, type JudgedGoals } from '../evaluation/goal-reader.js';

/** A user's goals and how they go, by their making: 100 at most. */
export class ListGoals extends Query<JudgedGoals> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListGoals)
export class ListGoalsHandler implements IQueryHandler<ListGoals> {
  constructor(private readonly reader: GoalReader) {}

  execute({ userId }: ListGoals): Promise<JudgedGoals> {
    return this.reader.judge(userId);
  }
}
