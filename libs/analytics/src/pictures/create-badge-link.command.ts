import { randomUUID } from 'node:crypto';
import { type Actor, Audited, badParameter, DomainError, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BADGE_LINK_COLUMNS, type BadgeLink, type BadgeLinkRow, type BadgeLinkShows, toBadgeLink } from './badge-link.js';
import { ProjectLabels } from './project-labels.js';
import { checkedRange } from './picture-time.js';

/** Badges that have a link of their own, of an account. */
const MOST_LINKS = 100;

/**
 * Makes a link to one badge. Whoever has it sees that number, also where the profile is private, until the link is deleted. Refused: what is no
 * range, a label that there is not, the 101st link.
 */
@Audited<CreateBadgeLink>(({ userId }) => ({ subjectId: userId }))
export class CreateBadgeLink extends Command<BadgeLink> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly shows: BadgeLinkShows,
  ) {
    super();
  }
}

@CommandHandler(CreateBadgeLink)
export class CreateBadgeLinkHandler implements ICommandHandler<CreateBadgeLink> {
  constructor(
    private readonly em: EntityManager,
    private readonly labels: ProjectLabels,
  ) {}

  async execute({ userId, shows }: CreateBadgeLink): Promise<BadgeLink> {
    const { range, project = null, language = null, projectLabel = null, label = null } = shows;
    checkedRange({ range, includeToday: true });
    if (projectLabel !== null && (await this.labels.projectsOf(userId, projectLabel)) === null) throw unknownLabel();
    return transaction(this.em, async (em) => {
      // One at a time, or two would both be the hundredth.
      await sql(em, 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      const [count] = await sql<{ n: number }>(em, 'SELECT count(*)::int AS n FROM badge_links WHERE user_id = $1', [userId]);
      if (must(count, 'count of badges').n >= MOST_LINKS) throw tooMany();
      const [row] = await sql<BadgeLinkRow>(em, INSERT, [userId, randomUUID(), range, project, language, projectLabel, label]);
      return toBadgeLink(must(row, 'badge'));
    });
  }
}

const INSERT = `
  INSERT INTO badge_links (user_id, id, range, project, language, project_label, label)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  RETURNING ${BADGE_LINK_COLUMNS}`;

function unknownLabel(): DomainError {
  return badParameter('project_label', 'There is no such label. GET users/current/labels lists all of them.');
}

function tooMany(): DomainError {
  return new DomainError(
    'conflict',
    'badge.too-many',
    `This account has ${MOST_LINKS} badges with a link of their own, and there may be no more. Delete those that are not needed: DELETE /api/v1/users/current/badges/{id}.`,
  );
}
