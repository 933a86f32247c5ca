import { type Actor, Audited, DomainError, Env, publicUrl } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountLinks } from '../accounts/account-links.js';
import { unknownUser } from '../accounts/user-rules.js';
import { linkTo } from '../mail/mails.js';

/**
 * Makes a link, good once and for an hour, by which a user sets a new password, for the operator to hand on. Refused: an account that is
 * disabled, one that was given five links within the hour (conflict).
 */
@Audited<IssueResetLink>(({ userId }) => ({ subjectId: userId }))
export class IssueResetLink extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@CommandHandler(IssueResetLink)
export class IssueResetLinkHandler implements ICommandHandler<IssueResetLink> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly links: AccountLinks,
  ) {}

  async execute({ userId }: IssueResetLink): Promise<string> {
    const [user] = await sql<{ email: string | null; disabled: boolean }>(
      this.em,
      'SELECT email, disabled_at IS NOT NULL AS disabled FROM users WHERE id = $1',
      [userId],
    );
    if (!user) throw unknownUser();
    if (user.disabled) throw new DomainError('conflict', 'user.disabled', 'The account is disabled; enable it first.');
    const secret = await transaction(this.em, (em) => this.links.issue(em, 'reset', { userId, email: user.email }));
    if (secret !== undefined) return linkTo(publicUrl(this.env), 'reset', { token: secret });
    throw new DomainError(
      'conflict',
      'link.too-many',
      'This account was given five such links within the hour. Use one of them, or: npm run cli -- user:set-password',
    );
  }
}
