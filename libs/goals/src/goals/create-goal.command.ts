import { randomUUID } from 'node:crypto';
import { type Actor, Audited, Clock, DomainError, must } from '@app/core';
import { CHECK_GOALS, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { snoozeGoal } from '../pauses/snooze-goal.js';
import { checkedGoal, ownTitle, refuseTooManyNames, refuseTwin } from './goal-form.js';
import { formOf, lockGoals, storedGoals, storeVersion } from './goal-rows.js';
import { MOST_GOALS, type NewGoal } from './goal.js';

/**
 * Makes a goal and returns its public id. What it asks for holds for the past as well: streaks begin with what was done before. Refused: an
 * impossible target, a goal that there is already, the 101st, more names than all goals may have.
 */
@Audited<CreateGoal>(({ userId }) => ({ subjectId: userId }))
export class CreateGoal extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly form: NewGoal,
  ) {
    super();
  }
}

@CommandHandler(CreateGoal)
export class CreateGoalHandler implements ICommandHandler<CreateGoal> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, form: { title: said, customTitle, ...form } }: CreateGoal): Promise<string> {
    const untitled = checkedGoal({ ...form, title: null });
    const goal = { ...untitled, title: ownTitle({ title: said, customTitle }, untitled) };
    const publicId = randomUUID();
    const now = this.clock.now();
    return transaction(this.em, async (em) => {
      // One at a time, or two would both be the hundredth, or the same.
      await lockGoals(em, userId);
      const { goals, calendar } = await storedGoals(em, userId);
      if (goals.length >= MOST_GOALS) throw tooMany();
      const others = goals.map(formOf);
      refuseTwin(goal, others);
      refuseTooManyNames(goal, null, others);
      const { title, type, period, daysPerWeek, snoozeUntil, category, difficulty, priority, tags, isMailed } = goal;
      const [row] = await sql<{ id: number }>(em, INSERT, [
        userId,
        publicId,
        title,
        type,
        period,
        daysPerWeek,
        snoozeUntil,
        category,
        difficulty,
        priority,
        tags,
        isMailed,
        now,
      ]);
      const { id } = must(row, 'new goal');
      await storeVersion(em, { userId, goalId: id, since: 0, day: 0 }, goal);
      await snoozeGoal(em, { userId, goalId: id, calendar, now, until: snoozeUntil });
      await sql(em, CHECK_GOALS, [userId]);
      return publicId;
    });
  }
}

const INSERT = `
  INSERT INTO goals (user_id, id, public_id, title, type, period, days_per_week, snooze_until, category, difficulty, priority, tags, is_mailed, created_at)
  SELECT $1::int, coalesce(max(id), 0) + 1, $2::uuid, $3, $4, $5, $6::smallint, to_timestamp($7::float8 / 1000), $8, $9, $10::int, $11, $12::bool,
         to_timestamp($13::float8 / 1000)
    FROM goals
   WHERE user_id = $1::int
  RETURNING id`;

function tooMany(): DomainError {
  return new DomainError(
    'invalid',
    'goal.too-many',
    `This account has ${MOST_GOALS} goals, and there may be no more. Delete those that are not needed: DELETE /api/v1/users/current/goals/{id}.`,
  );
}
