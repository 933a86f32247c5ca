import { DomainError } from '@app/core';
import { lockTime, restartTime, sql, User } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { timeoutOf, zoneOf } from './user-rules.js';

/** What decides how heartbeats become time. Left out: unchanged. */
export interface TimeSettingsChange {
  /** IANA zone. */
  zone?: string;
  /** Minutes, 1 to 240. */
  timeout?: number;
  writesOnly?: boolean;
}

/**
 * Changes a user's zone, keystroke timeout or writes-only. One transaction; every answer is right from its commit on, roll-ups follow.
 * Refused: an unknown zone, a timeout outside 1 to 240, an unknown user.
 */
export class ChangeTimeSettings extends Command<void> {
  constructor(
    readonly userId: number,
    readonly change: TimeSettingsChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeTimeSettings)
export class ChangeTimeSettingsHandler implements ICommandHandler<ChangeTimeSettings> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, change }: ChangeTimeSettings): Promise<void> {
    const zone = change.zone === undefined ? undefined : zoneOf(change.zone);
    const timeout = change.timeout === undefined ? undefined : timeoutOf(change.timeout);
    return this.em.fork().transactional(async (em) => {
      await lockTime(em, userId);
      const [before] = await sql<Pick<User, 'timezone'>>(em, 'SELECT timezone FROM users WHERE id = $1', [userId]);
      if (!before) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      await sql(
        em,
        `UPDATE users SET timezone = coalesce($2, timezone), timeout = coalesce($3, timeout), writes_only = coalesce($4, writes_only), modified_at = now()
          WHERE id = $1`,
        [userId, zone ?? null, timeout ?? null, change.writesOnly ?? null],
      );
      await restartTime(em, userId, zone !== undefined && zone !== before.timezone);
    });
  }
}
