import { type Actor, Clock } from '@app/core';
import { BackgroundPace, willPass } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { dueDays } from './due-days.js';
import { rollUpDay } from './roll-up.js';

/**
 * Rolls up every dirty day that has rested long enough (see due-days.ts), users in turn, until there is none. Several workers may do so at once:
 * they share the users. Fails when `signal` is aborted; what is done by then stays done. Returns how many days.
 */
export class SweepRollUps extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

/** ms after which is looked anew which days are due, so that new ones get their turn. */
const LOOK_AGAIN_MS = 2_000;
/** Looking takes its time where very many days are dirty: at most a twentieth of all is spent on it. */
const WORK_PER_LOOK = 20;

@CommandHandler(SweepRollUps)
export class SweepRollUpsHandler implements ICommandHandler<SweepRollUps> {
  private readonly log = new Logger(SweepRollUps.name);

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ signal }: SweepRollUps): Promise<number> {
    /** Users whose days could not be rolled up: the others must not wait for them. */
    const failed = new Set<number>();
    let all = 0;
    for (;;) {
      const days = await this.round(failed, signal);
      all += days;
      if (days === 0) return all;
    }
  }

  /** Looks which days are due and rolls them up, for a while. Returns how many. */
  private async round(failed: Set<number>, signal: AbortSignal | undefined): Promise<number> {
    const began = this.clock.now();
    const due = await dueDays(this.em, [...failed]);
    const end = began + Math.max(LOOK_AGAIN_MS, (this.clock.now() - began) * WORK_PER_LOOK);
    const pace = new BackgroundPace(this.em, this.clock, signal);
    const skipped = new Set<number>();
    let days = 0;
    for (const { user_id: userId, day } of due) {
      if (this.clock.now() > end) break;
      if (skipped.has(userId)) continue;
      const result = await rollUpDay(this.em, userId, day).catch((error: unknown) => {
        if (willPass(error)) throw error;
        this.log.error(`The days of user ${userId} are not rolled up`, error);
        failed.add(userId);
        return 'failed' as const;
      });
      if (result === 'done') days++;
      // Another worker is at it, or it would fail again.
      if (result === 'busy' || result === 'failed') skipped.add(userId);
      else await pace.afterDay();
    }
    return days;
  }
}
