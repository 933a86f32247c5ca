import { type Actor, Audited, auditSubject, DomainError, Env } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isPublicId, unknownUser } from '../accounts/user-rules.js';
import { AccountLinks } from '../accounts/account-links.js';
import { Mailer } from '../mail/mailer.js';
import { mailResetLink } from './mail-reset-link.js';

/**
 * Mails a user the link to set a new password, as an administrator; who asks never sees it. Refused: an unknown account, a disabled one or one
 * without an address (conflict), a server that cannot send mails (unavailable).
 */
@Audited<SendPasswordReset>(({ publicId }) => ({ details: { user: publicId } }))
export class SendPasswordReset extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly publicId: string,
  ) {
    super();
  }
}

@CommandHandler(SendPasswordReset)
export class SendPasswordResetHandler implements ICommandHandler<SendPasswordReset> {
  constructor(
    readonly em: EntityManager,
    readonly env: Env,
    readonly mailer: Mailer,
    readonly links: AccountLinks,
  ) {}

  async execute({ actor, publicId }: SendPasswordReset): Promise<void> {
    if (!isPublicId(publicId)) throw unknownUser();
    const [user] = await sql<{ id: number; username: string; email: string | null; disabled: boolean }>(
      this.em,
      'SELECT id, username, email, disabled_at IS NOT NULL AS disabled FROM users WHERE public_id = $1',
      [publicId],
    );
    if (!user) throw unknownUser();
    if (user.disabled) throw new DomainError('conflict', 'user.disabled', 'The account is disabled; enable it first.');
    if (user.email === null) {
      throw new DomainError(
        'conflict',
        'user.no-email',
        `The account has no e-mail address. Give its owner the link that this prints: npm run cli -- user:claim ${user.username}`,
      );
    }
    this.mailer.checkWorks();
    auditSubject(user.id);
    // The link is made later, beside the answer. That it was asked for is written down now.
    await transaction(this.em, async () => {});
    mailResetLink(this, actor, { ...user, email: user.email });
  }
}
