import { type Actor, Audited, Clock } from '@app/core';
import { CHECK_GOALS, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { goalDayAt } from '../days/goal-days.js';
import { lockGoals, storedGoals } from '../goals/goal-rows.js';
import { checkedNewUntil } from './pause-days.js';
import { type Pause, pauseIdOf, pausesSql, unknownPause } from './pauses.js';

/** What is changed of a pause; what is left out stays. */
export interface PauseChange {
  /** The last day, `YYYY-MM-DD`; null: until it is deleted. */
  until?: string | null;
  reason?: string;
}

/** Ends a pause on another day, so that what it covered stays, or gives it another reason. Refused: an end before it begins, or further days of one that is long over. Not found: no such pause. */
@Audited<ChangePause>(({ userId, pauseId }) => ({ subjectId: userId, details: { pause: pauseId } }))
export class ChangePause extends Command<Pause> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly pauseId: string,
    readonly change: PauseChange,
  ) {
    super();
  }
}

@CommandHandler(ChangePause)
export class ChangePauseHandler implements ICommandHandler<ChangePause> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, pauseId, change }: ChangePause): Promise<Pause> {
    const id = pauseIdOf(pauseId);
    return transaction(this.em, async (em) => {
      await lockGoals(em, userId);
      const [pause] = await sql<Pause>(em, FIND, [userId, id]);
      if (!pause) throw unknownPause();
      const { calendar } = await storedGoals(em, userId);
      const today = goalDayAt(calendar, this.clock.now() * 1000);
      const untilDay = change.until === undefined ? pause.untilDay : checkedNewUntil(change.until, pause, today);
      const reason = change.reason ?? pause.reason;
      await sql(em, UPDATE, [userId, id, untilDay, reason]);
      await sql(em, CHECK_GOALS, [userId]);
      return { ...pause, untilDay, reason };
    });
  }
}

const FIND = pausesSql('AND p.id = $2::int');

const UPDATE = 'UPDATE goal_pauses SET until_day = $3::int, reason = $4 WHERE user_id = $1 AND id = $2';
