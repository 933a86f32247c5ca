import { type Actor, Audited, auditSubject } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountLinks, deadLink } from './account-links.js';

/** Confirms the address that the link was sent to, if it is still the account's. Refused: a link that is used, old, unknown or for another address. */
@Audited<VerifyEmail>(() => ({}))
export class VerifyEmail extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(VerifyEmail)
export class VerifyEmailHandler implements ICommandHandler<VerifyEmail> {
  constructor(
    private readonly em: EntityManager,
    private readonly links: AccountLinks,
  ) {}

  execute({ token }: VerifyEmail): Promise<void> {
    return transaction(this.em, async (em) => {
      const { userId, email } = await this.links.spend(em, 'verify', token);
      const confirmed = await sql(
        em,
        'UPDATE users SET email_confirmed_at = least(email_confirmed_at, now()) WHERE id = $1 AND email = $2 RETURNING id',
        [userId, email],
      );
      if (confirmed.length === 0 || userId === null) throw deadLink('verify');
      auditSubject(userId);
    });
  }
}
