import { matchesSql } from '@app/analytics';
import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { sharersOf } from '../sharing/sharers.js';
import { patternsOf, type ProjectPattern, storedPattern } from './project-pattern.js';

/** How many members have a project that a pattern fits. */
export interface PatternPreview {
  /** At least so many; a multiple of `step`, so that it tells of nobody. */
  atLeast: number;
  /** The minimum group of the organization. */
  step: number;
}

/**
 * How many members who share anything have a project that a pattern fits: rounded down to a multiple of the minimum group, as else a guess at a name would
 * tell whether somebody has such a project. Nothing is stored.
 */
export class PreviewOrgProject extends Query<PatternPreview> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly pattern: ProjectPattern,
  ) {
    super();
  }
}

const STEP = 'SELECT min_group AS step FROM organizations WHERE id = $1';
const COUNT = `
  SELECT count(*)::int AS members
    FROM users u
   WHERE u.id = ANY($1::int[])
     AND EXISTS (
       SELECT FROM activities a
        WHERE a.user_id = u.id AND ${matchesSql('u.id', { names: '$2::text[]', likes: '$3::text[]', repositories: '$4::text[]' })})`;

@QueryHandler(PreviewOrgProject)
export class PreviewOrgProjectHandler implements IQueryHandler<PreviewOrgProject> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ org: { orgId }, pattern }: PreviewOrgProject): Promise<PatternPreview> {
    const { names, likes, repositories } = patternsOf([storedPattern(pattern)]);
    const ids = (await sharersOf(this.reads, orgId)).filter(({ leftDay }) => leftDay === null).map(({ userId }) => userId);
    const [rule] = await this.reads.query<{ step: number }>({ name: 'org-min-group', text: STEP, params: [orgId] });
    const [counted] = await this.reads.query<{ members: number }>({
      name: 'preview-org-project',
      text: COUNT,
      params: [ids, names, likes, repositories],
      long: true,
    });
    const step = rule?.step ?? 1;
    return { step, atLeast: Math.floor((counted?.members ?? 0) / step) * step };
  }
}
