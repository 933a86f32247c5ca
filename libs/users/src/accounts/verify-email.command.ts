import { type Actor, Audited, auditDetails, auditSubject } from '@app/core';
import { lockAccounts, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountNotices } from '../mail/account-notices.js';
import { AccountLinks, deadLink } from './account-links.js';

/**
 * Confirms the address that the link was sent to: it is still the account's, or was asked for in its place and is the account's from now on.
 * Then no other link that was mailed works any more, and the address before it is told. Refused: a link that is used, old, unknown, for another
 * address or for one that another account has by now.
 */
@Audited<VerifyEmail>(() => ({}))
export class VerifyEmail extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

/** Says what the address was, if it was confirmed. */
const CHANGE = `
  WITH before AS (SELECT id, username, CASE WHEN email_confirmed_at IS NOT NULL THEN email END AS email
                    FROM users WHERE id = $1 AND disabled_at IS NULL FOR UPDATE)
  UPDATE users u SET email = $2, email_confirmed_at = now(), modified_at = now(),
         report_due_at = CASE WHEN u.weekly_report THEN to_timestamp(0) END
    FROM before b
   WHERE u.id = b.id AND NOT EXISTS (SELECT FROM users WHERE email = $2 AND id <> $1)
  RETURNING b.username, b.email`;

/** Whoever wants weekly reports can get them from now on. */
const CONFIRM = `
  UPDATE users
     SET email_confirmed_at = least(email_confirmed_at, now()), report_due_at = CASE WHEN weekly_report THEN to_timestamp(0) END
   WHERE id = $1 AND email = $2
  RETURNING id`;

@CommandHandler(VerifyEmail)
export class VerifyEmailHandler implements ICommandHandler<VerifyEmail> {
  constructor(
    private readonly em: EntityManager,
    private readonly links: AccountLinks,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ token }: VerifyEmail): Promise<void> {
    if (await this.links.works(this.em, 'email', token)) await this.change(token);
    else await this.confirm(token);
  }

  private async change(token: string): Promise<void> {
    const before = await transaction(this.em, async (em) => {
      // Nobody takes the address meanwhile.
      await lockAccounts(em);
      const { userId, email } = await this.links.spend(em, 'email', token);
      const [changed] = await sql<{ username: string; email: string | null }>(em, CHANGE, [userId, email]);
      if (!changed || userId === null) throw deadLink('verify');
      auditSubject(userId);
      auditDetails({ changed: true });
      for (const kind of ['email', 'verify', 'reset'] as const) await this.links.end(em, kind, userId);
      return changed;
    });
    if (before.email !== null) this.notices.emailChanged(before.email, before.username);
  }

  private confirm(token: string): Promise<void> {
    return transaction(this.em, async (em) => {
      const { userId, email } = await this.links.spend(em, 'verify', token);
      const confirmed = await sql(em, CONFIRM, [userId, email]);
      if (confirmed.length === 0 || userId === null) throw deadLink('verify');
      auditSubject(userId);
    });
  }
}
