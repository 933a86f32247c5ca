import { type Actor, Audited, Clock, DomainError, must } from '@app/core';
import { CHECK_GOALS, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { goalDayAt } from '../days/goal-days.js';
import { lockGoals, storedGoals } from '../goals/goal-rows.js';
import { goalIdOf, unknownGoal } from '../goals/goal.js';
import { checkedFrom, checkedUntil } from './pause-days.js';
import { type Pause, pausesSql } from './pauses.js';

/** A pause to be. */
export interface PauseForm {
  /** The goal's public id; null: all goals, also those that are made later. */
  goalId: string | null;
  /** `YYYY-MM-DD`; null: today. */
  from: string | null;
  /** Included; null: until it is deleted. */
  until: string | null;
  reason: string;
}

/** Pauses of an account. */
const MOST_PAUSES = 200;

/**
 * Pauses one goal or all, from today, a day ahead or one of the last 30. Periods on these days neither add to a streak nor break it. Refused: days
 * in the wrong order or too far away, the 201st pause. Not found: there is no such goal.
 */
@Audited<AddPause>(({ userId }) => ({ subjectId: userId }))
export class AddPause extends Command<Pause> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly form: PauseForm,
  ) {
    super();
  }
}

@CommandHandler(AddPause)
export class AddPauseHandler implements ICommandHandler<AddPause> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, form }: AddPause): Promise<Pause> {
    const wanted = form.goalId === null ? null : goalIdOf(form.goalId);
    return transaction(this.em, async (em) => {
      await lockGoals(em, userId);
      const { goals, calendar, pauses } = await storedGoals(em, userId);
      const goal = goals.find(({ publicId }) => publicId === wanted);
      if (wanted !== null && !goal) throw unknownGoal();
      if (pauses.filter(({ isSnooze }) => !isSnooze).length >= MOST_PAUSES) throw tooMany();
      const today = goalDayAt(calendar, this.clock.now() * 1000);
      const fromDay = checkedFrom(form.from, today);
      const untilDay = checkedUntil(form.until, fromDay, today);
      const [row] = await sql<{ id: number }>(em, INSERT, [userId, goal?.id ?? null, fromDay, untilDay, form.reason]);
      await sql(em, CHECK_GOALS, [userId]);
      const [pause] = await sql<Pause>(em, FIND, [userId, must(row, 'new pause').id]);
      return must(pause, 'new pause');
    });
  }
}

const INSERT = `
  INSERT INTO goal_pauses (user_id, id, goal_id, from_day, until_day, reason)
  SELECT $1::int, coalesce(max(id), 0) + 1, $2::int, $3::int, $4::int, $5
    FROM goal_pauses
   WHERE user_id = $1::int
  RETURNING id`;

const FIND = pausesSql('AND p.id = $2::int');

function tooMany(): DomainError {
  return new DomainError(
    'invalid',
    'pause.too-many',
    `This account has ${MOST_PAUSES} pauses, and there may be no more. Delete those that are long over: DELETE /api/v1/users/current/goals/pauses/{id}.`,
  );
}
