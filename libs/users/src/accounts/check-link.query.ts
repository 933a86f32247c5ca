import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AccountLinks, type LinkKind } from './account-links.js';

/** The pages that links lead to, and the kinds of links that each takes. */
const KINDS = { claim: ['claim'], reset: ['reset'], verify: ['verify', 'email'], invite: ['invite'] } as const satisfies Record<
  string,
  readonly LinkKind[]
>;

/** What a page calls the link that leads to it. */
export const LINK_KINDS = Object.keys(KINDS);

export interface LinkState {
  works: boolean;
  /** Whose account a claim is for. Nobody's name is said for other links: who has such a mail knows it. */
  username?: string | undefined;
}

/** Whether a link still works, without using it up: a page says so before somebody fills a form in. A kind that there is not has no links. */
export class CheckLink extends Query<LinkState> {
  constructor(
    readonly actor: Actor,
    /** Of `LINK_KINDS`. */
    readonly kind: string,
    readonly secret: string,
  ) {
    super();
  }
}

/** Whose account can still be claimed. */
const CLAIMABLE = 'SELECT username FROM users WHERE id = $1 AND (password_hash IS NULL OR email IS NULL)';

@QueryHandler(CheckLink)
export class CheckLinkHandler implements IQueryHandler<CheckLink> {
  constructor(
    private readonly em: EntityManager,
    private readonly links: AccountLinks,
  ) {}

  async execute({ kind, secret }: CheckLink): Promise<LinkState> {
    const kinds: readonly LinkKind[] = isKind(kind) ? KINDS[kind] : [];
    if (kind === 'invite') return { works: (await this.links.deathOfInvite(this.em, secret)) === undefined };
    const link = await this.links.find(this.em, kinds, secret);
    if (kind !== 'claim' || !link) return { works: link !== undefined };
    const [user] = await sql<{ username: string }>(this.em, CLAIMABLE, [link.userId]);
    return { works: user !== undefined, username: user?.username };
  }
}

function isKind(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}
