import type { Actor } from '@app/core';
import { prepared } from '@app/database';
import type { Subject } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isUUID } from 'class-validator';
import { type BadgeLinkRow, type BadgeLinkShows, showsOf } from './badge-link.js';

/** A badge by its link: whose time, what of it the link shows, and how. */
export interface FoundBadgeLink {
  subject: Subject;
  shows: BadgeLinkShows;
}

/** The badge of a link, by its owner's public id and its own. Where there is none, or the account is disabled: one that shows nothing. */
export class FindBadgeLink extends Query<FoundBadgeLink> {
  constructor(
    readonly actor: Actor,
    readonly publicId: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(FindBadgeLink)
export class FindBadgeLinkHandler implements IQueryHandler<FindBadgeLink> {
  constructor(private readonly em: EntityManager) {}

  async execute({ publicId, id }: FindBadgeLink): Promise<FoundBadgeLink> {
    if (!isUUID(publicId, 'all') || !isUUID(id, 'all')) return NOTHING;
    const [row] = await prepared<Row>(this.em, 'find-badge-link', FIND, [publicId, id]);
    if (!row) return NOTHING;
    return { subject: subjectOf(row.user_id, true), shows: showsOf(row) };
  }
}

type Row = Omit<BadgeLinkRow, 'id' | 'created_at'> & { user_id: number };

const FIND = `
  SELECT u.id AS user_id, b.range, b.project, b.language, b.project_label, b.label
    FROM users u
    JOIN badge_links b ON b.user_id = u.id AND b.id = $2
   WHERE u.public_id = $1 AND u.disabled_at IS NULL`;

const NOTHING: FoundBadgeLink = { subject: subjectOf(0, false), shows: { range: 'all_time' } };

/** A badge is an amount, of a project or a language: a link shows these and nothing else. */
function subjectOf(userId: number, isShown: boolean): Subject {
  return {
    userId,
    visibility: {
      own: false,
      loggedTime: isShown,
      projects: isShown,
      languages: isShown,
      editors: false,
      operatingSystems: false,
      categories: false,
      machines: false,
    },
  };
}
