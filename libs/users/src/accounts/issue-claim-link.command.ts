import { type Actor, Audited, auditSubject, DomainError, Env, must, publicUrl } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkTo } from '../mail/mails.js';
import { AccountLinks } from './account-links.js';

/**
 * Makes a link, good once and for a day, by which an account that was made without them gets an address and a password: the owner's, or that of
 * `userId`. Refused: an account that has both.
 */
@Audited<IssueClaimLink>(() => ({}))
export class IssueClaimLink extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId?: number,
  ) {
    super();
  }
}

@CommandHandler(IssueClaimLink)
export class IssueClaimLinkHandler implements ICommandHandler<IssueClaimLink> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly links: AccountLinks,
  ) {}

  async execute({ userId }: IssueClaimLink): Promise<string> {
    const [user] = await sql<{ id: number; username: string; claimed: boolean }>(
      this.em,
      `SELECT id, username, password_hash IS NOT NULL AND email IS NOT NULL AS claimed FROM users
        WHERE id = $1::int OR ($1::int IS NULL AND is_owner) ORDER BY id LIMIT 1`,
      [userId ?? null],
    );
    if (!user) throw new DomainError('not-found', 'owner.none', 'There is no owner yet. The first start makes one.');
    if (user.claimed) {
      throw new DomainError(
        'conflict',
        'account.claimed',
        `${user.username} can sign in already. For a new password: npm run cli -- user:set-password ${user.username}`,
      );
    }
    auditSubject(user.id);
    const secret = await transaction(this.em, (em) => this.links.issue(em, 'claim', { userId: user.id, email: null }));
    return linkTo(publicUrl(this.env), 'claim', { token: must(secret, 'link of a claim') });
  }
}
