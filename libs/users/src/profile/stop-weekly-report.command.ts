import { type Actor, Audited, auditSubject, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isTokenOf, publicIdOfToken } from './unsubscribe-token.js';

/**
 * Ends the weekly reports of the account whose mail had this token, without anybody being signed in (RFC 8058). It may be asked again: the answer is
 * the same. Not found: a token that is not whole, or of an account that is gone.
 */
@Audited<StopWeeklyReport>(() => ({}))
export class StopWeeklyReport extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(StopWeeklyReport)
export class StopWeeklyReportHandler implements ICommandHandler<StopWeeklyReport> {
  constructor(private readonly em: EntityManager) {}

  execute({ token }: StopWeeklyReport): Promise<void> {
    return transaction(this.em, async (em) => {
      const publicId = publicIdOfToken(token);
      const [user] = await sql<{ id: number; secret: Buffer | null }>(em, FIND, [publicId ?? null]);
      if (publicId === undefined || !user?.secret || !isTokenOf(token, publicId, user.secret)) throw deadToken();
      await sql(em, STOP, [user.id]);
      auditSubject(user.id);
    });
  }
}

const FIND = 'SELECT id, unsubscribe_secret AS secret FROM users WHERE public_id = $1';

const STOP = 'UPDATE users SET weekly_report = false, report_due_at = NULL, modified_at = now() WHERE id = $1 AND weekly_report';

function deadToken(): DomainError {
  const text =
    'This link ends no reports: it is not whole, or its account is gone. Open it as it stands in the mail, or sign in and set weekly_report to false.';
  return new DomainError('not-found', 'unsubscribe.unknown', text);
}
