import { DomainError, Env, publicUrl } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkTo } from '../mail/mails.js';
import { issueLink } from './account-links.js';

/** Makes a link, good once and for a day, by which the owner sets an address and a password. Refused: no owner, or one with a password. */
export class IssueClaimLink extends Command<string> {}

@CommandHandler(IssueClaimLink)
export class IssueClaimLinkHandler implements ICommandHandler<IssueClaimLink> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
  ) {}

  async execute(): Promise<string> {
    const [owner] = await sql<{ id: number; username: string; claimed: boolean }>(
      this.em,
      'SELECT id, username, password_hash IS NOT NULL AS claimed FROM users WHERE is_owner ORDER BY id LIMIT 1',
    );
    if (!owner) throw new DomainError('not-found', 'owner.none', 'There is no owner yet. The first start makes one.');
    if (owner.claimed) {
      throw new DomainError(
        'conflict',
        'owner.claimed',
        `The owner can sign in already. For a new password: npm run cli -- user:set-password ${owner.username}`,
      );
    }
    const secret = await this.em.fork().transactional((em) => issueLink(em, 'claim', { userId: owner.id, email: null }));
    return linkTo(publicUrl(this.env), 'claim', { token: secret ?? '' });
  }
}
