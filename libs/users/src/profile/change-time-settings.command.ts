import { type Actor, Audited, Clock } from '@app/core';
import { transaction } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { keepingCalendar } from './goal-calendar.js';
import { changeTime, checkedTimeSettings, type TimeSettingsChange } from './time-settings.js';

/**
 * Changes a user's zone, keystroke timeout, writes-only or whether external durations count. One transaction; every answer is right from its commit on, roll-ups follow.
 * Returns the change, with the zone under its proper name. Refused: an unknown zone, a timeout outside 1 to 240, an unknown user.
 */
@Audited<ChangeTimeSettings>(({ userId, change }) => ({ subjectId: userId, details: { ...change } }))
export class ChangeTimeSettings extends Command<TimeSettingsChange> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly change: TimeSettingsChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeTimeSettings)
export class ChangeTimeSettingsHandler implements ICommandHandler<ChangeTimeSettings> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, change }: ChangeTimeSettings): Promise<TimeSettingsChange> {
    const checked = checkedTimeSettings(change);
    await transaction(this.em, (em) => keepingCalendar(em, userId, this.clock.now(), () => changeTime(em, userId, checked)));
    this.jobs.enqueueOnce('rollups', 'roll-up-user', { userId }, String(userId));
    return checked;
  }
}
