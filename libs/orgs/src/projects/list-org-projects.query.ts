import type { Actor } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { MOST_PATTERNS, type ProjectPattern } from './project-pattern.js';

/** A pattern that an organization has. */
export interface OrgProject extends ProjectPattern {
  publicId: string;
  /** ms since 1970. */
  createdAt: number;
}

export const ORG_PROJECT_SQL = `public_id AS "publicId", kind, pattern, ${msSql('created_at')} AS "createdAt"`;

const LIST = `
  SELECT ${ORG_PROJECT_SQL} FROM org_projects WHERE org_id = $1 ORDER BY kind, pattern COLLATE "C" LIMIT ${MOST_PATTERNS}`;

/** What says which projects are an organization’s: at most 200. */
export class ListOrgProjects extends Query<OrgProject[]> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(ListOrgProjects)
export class ListOrgProjectsHandler implements IQueryHandler<ListOrgProjects> {
  constructor(private readonly reads: ReadPool) {}

  execute({ org }: ListOrgProjects): Promise<OrgProject[]> {
    return this.reads.query<OrgProject>({ name: 'list-org-projects', text: LIST, params: [org.orgId] });
  }
}
