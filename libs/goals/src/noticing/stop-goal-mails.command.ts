import { type Actor, Audited, auditSubject, Clock, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockGoals } from '../goals/goal-rows.js';
import { readGoalMailToken } from './goal-mail-token.js';

/**
 * Ends mails of the goal whose mail had this token, without anybody being signed in (RFC 8058): its `is_mailed` is false then. Other goals go on. It
 * may be asked again, also when the goal is deleted. Not found: a token that is not whole, or of an account that is gone.
 */
@Audited<StopGoalMails>(() => ({}))
export class StopGoalMails extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(StopGoalMails)
export class StopGoalMailsHandler implements ICommandHandler<StopGoalMails> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ token }: StopGoalMails): Promise<void> {
    return transaction(this.em, async (em) => {
      const read = readGoalMailToken(token);
      if (!read || !isPublicId(read.ownerId) || !isPublicId(read.goalId)) throw deadToken();
      const [user] = await sql<{ id: number; secret: Buffer | null }>(em, FIND, [read.ownerId]);
      if (!user?.secret || !read.isFrom(user.secret)) throw deadToken();
      // Or a change of the goal at the same time would write what it has read.
      await lockGoals(em, user.id);
      await sql(em, STOP, [user.id, read.goalId, new Date(this.clock.now())]);
      auditSubject(user.id);
    });
  }
}

const FIND = 'SELECT id, unsubscribe_secret AS secret FROM users WHERE public_id = $1';

const STOP = 'UPDATE goals SET is_mailed = false, modified_at = $3::timestamptz WHERE user_id = $1 AND public_id = $2 AND is_mailed';

function deadToken(): DomainError {
  const text =
    'This link ends no mails: it is not whole, or its account is gone. Open it as it stands in the mail, or sign in and set is_mailed of the goal to false.';
  return new DomainError('not-found', 'unsubscribe.unknown', text);
}
