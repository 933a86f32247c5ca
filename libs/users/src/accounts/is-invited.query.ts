import { type Actor, Env } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AccountLinks } from './account-links.js';

/** Whether this is the secret of an invitation that somebody can still sign up with, and that signing up uses up. */
export class IsInvited extends Query<boolean> {
  constructor(
    readonly actor: Actor,
    readonly secret: string,
  ) {
    super();
  }
}

@QueryHandler(IsInvited)
export class IsInvitedHandler implements IQueryHandler<IsInvited> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly links: AccountLinks,
  ) {}

  async execute({ secret }: IsInvited): Promise<boolean> {
    return this.env.REGISTRATION === 'invite' && (await this.links.works(this.em, 'invite', secret));
  }
}
