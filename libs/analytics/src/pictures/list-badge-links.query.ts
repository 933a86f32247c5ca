import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BADGE_LINK_COLUMNS, type BadgeLink, type BadgeLinkRow, toBadgeLink } from './badge-link.js';

/** A user's links to badges, newest first: 100 at most. */
export class ListBadgeLinks extends Query<BadgeLink[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListBadgeLinks)
export class ListBadgeLinksHandler implements IQueryHandler<ListBadgeLinks> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId }: ListBadgeLinks): Promise<BadgeLink[]> {
    const rows = await sql<BadgeLinkRow>(this.em, LIST, [userId]);
    return rows.map(toBadgeLink);
  }
}

const LIST = `
  SELECT ${BADGE_LINK_COLUMNS}
    FROM badge_links
   WHERE user_id = $1
   ORDER BY badge_links.created_at DESC, id`;
