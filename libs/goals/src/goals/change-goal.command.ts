import { type Actor, Audited, badParameter, Clock } from '@app/core';
import { CHECK_GOALS, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { goalDayStart } from '../days/goal-days.js';
import { snoozeGoal } from '../pauses/snooze-goal.js';
import { checkedGoal, ownTitle, refuseTooManyNames, refuseTwin } from './goal-form.js';
import { formOf, lockGoals, storedGoals, storeVersion } from './goal-rows.js';
import { type FilterNames, type GoalForm, goalIdOf, type SaidTitle, unknownGoal } from './goal.js';

/** What is changed of a goal; what is left out stays. */
export interface GoalChange extends Partial<Omit<GoalForm, 'title' | 'filter' | 'period' | 'daysPerWeek'>>, SaidTitle {
  filter?: Partial<FilterNames>;
  /** What clients send that save a whole form: it must be what it is. */
  delta?: 'day' | 'week' | 'month';
  /** What `type` says of the period; it must not say another one. */
  typeDelta?: 'day' | 'week' | 'month';
  daysPerWeek?: number | null;
}

/**
 * Changes a goal. The running period and those to come are judged by what it asks for then; periods that are over stay what they were. Not found:
 * there is no such goal, or it is somebody else's. Refused: another period, and what `CreateGoal` refuses.
 */
@Audited<ChangeGoal>(({ userId, goalId }) => ({ subjectId: userId, details: { goal: goalId } }))
export class ChangeGoal extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly goalId: string,
    readonly change: GoalChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeGoal)
export class ChangeGoalHandler implements ICommandHandler<ChangeGoal> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, goalId, change }: ChangeGoal): Promise<string> {
    const wanted = goalIdOf(goalId);
    const now = this.clock.now();
    await transaction(this.em, async (em) => {
      await lockGoals(em, userId);
      const { goals, calendar } = await storedGoals(em, userId);
      const goal = goals.find(({ publicId }) => publicId === wanted);
      if (!goal) throw unknownGoal();
      const before = formOf(goal);
      refuseOtherPeriod(before, change);
      const after = checkedGoal({
        ...before,
        ...change,
        title: ownTitle(change, before),
        filter: { ...before.filter, ...change.filter },
      });
      const others = goals.filter(({ id }) => id !== goal.id).map(formOf);
      refuseTwin(after, others);
      refuseTooManyNames(after, before, others);
      const { title, type, snoozeUntil, category, difficulty, priority, tags, isMailed } = after;
      await sql(em, UPDATE, [userId, goal.id, title, type, snoozeUntil, category, difficulty, priority, tags, isMailed, now]);
      const since = now * 1000;
      if (asksOtherwise(before, after))
        await storeVersion(em, { userId, goalId: goal.id, since, day: goalDayStart(calendar, since) }, after);
      if (change.snoozeUntil !== undefined) await snoozeGoal(em, { userId, goalId: goal.id, calendar, now, until: snoozeUntil });
      await sql(em, CHECK_GOALS, [userId]);
    });
    return wanted;
  }
}

function refuseOtherPeriod({ type, period, daysPerWeek }: GoalForm, change: GoalChange): void {
  const delta = period === 'days_of_week' ? 'week' : period;
  const saysOtherwise = change.type !== undefined && change.type !== type && (change.typeDelta ?? delta) !== delta;
  if (!saysOtherwise && (change.delta ?? delta) === delta && (change.daysPerWeek === undefined || change.daysPerWeek === daysPerWeek))
    return;
  throw badParameter('delta', 'A goal keeps its period, as its streak is counted by it. Make another goal with the new one.');
}

/** Whether a new version is needed. */
function asksOtherwise(before: GoalForm, after: GoalForm): boolean {
  return askedBy(before) !== askedBy(after);
}

function askedBy({ targetSeconds, filter, isInverse, ignoreDays, ignoreZeroDays, improveByPercent, isEnabled }: GoalForm): string {
  return JSON.stringify([targetSeconds, Object.entries(filter), isInverse, ignoreDays, ignoreZeroDays, improveByPercent, isEnabled]);
}

const UPDATE = `
  UPDATE goals
     SET title = $3, type = $4, snooze_until = to_timestamp($5::float8 / 1000), category = $6, difficulty = $7, priority = $8::int, tags = $9,
         is_mailed = $10::bool, modified_at = to_timestamp($11::float8 / 1000)
   WHERE user_id = $1 AND id = $2`;
