import type { Actor } from '@app/core';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GoalNotices } from './goal-notices.js';

/** Users that are looked at, and mails that are sent, before the others have their turn. */
const MOST_USERS = 200;
const MOST_MAILS = 100;

/**
 * Notices which goals are met or broken of users whose time or goals changed, and sends the mails that wait. What is done stays done when it stops.
 * Several workers may do so at once: each period is noticed, and mailed, once.
 */
export class SweepGoals extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

@CommandHandler(SweepGoals)
export class SweepGoalsHandler implements ICommandHandler<SweepGoals> {
  private readonly log = new Logger(SweepGoals.name);

  constructor(private readonly notices: GoalNotices) {}

  async execute({ signal }: SweepGoals): Promise<void> {
    for (const user of await this.notices.marked(MOST_USERS)) {
      signal?.throwIfAborted();
      await this.notices.notice(user).catch(async (error: unknown) => {
        // The others must not wait for one whose goals cannot be judged.
        this.log.error(`The goals of user ${user.user_id} are not looked at`, error);
        await this.notices.putBack(user);
      });
    }
    await this.notices.mail(MOST_MAILS, signal);
  }
}
