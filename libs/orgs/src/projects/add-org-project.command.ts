import { randomUUID } from 'node:crypto';
import { type Actor, Audited, DomainError, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { ORG_PROJECT_SQL, type OrgProject } from './list-org-projects.query.js';
import { MOST_PATTERNS, type ProjectPattern, storedPattern } from './project-pattern.js';

/**
 * Says that some projects are an organization’s, and returns the pattern. Reports count by it at once, also of the past. Conflict: it has the pattern
 * already, or 200.
 */
@Audited<AddOrgProject>(({ org, pattern }) => ({ orgId: org.orgId, details: { after: { ...storedPattern(pattern) } } }))
export class AddOrgProject extends Command<OrgProject> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly pattern: ProjectPattern,
  ) {
    super();
  }
}

const COUNT = 'SELECT count(*)::int AS patterns FROM org_projects WHERE org_id = $1';
const ADD = `
  INSERT INTO org_projects (org_id, public_id, kind, pattern) VALUES ($1, $2, $3, $4)
  ON CONFLICT (org_id, kind, pattern) DO NOTHING
  RETURNING ${ORG_PROJECT_SQL}`;

@CommandHandler(AddOrgProject)
export class AddOrgProjectHandler implements ICommandHandler<AddOrgProject> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, org, pattern: given }: AddOrgProject): Promise<OrgProject> {
    const { orgId } = org;
    const { kind, pattern } = storedPattern(given);
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'projects:manage');
      const [counted] = await sql<{ patterns: number }>(em, COUNT, [orgId]);
      if (must(counted, 'a count').patterns >= MOST_PATTERNS)
        throw new DomainError(
          'conflict',
          'org.too-many-projects',
          `An organization has at most ${MOST_PATTERNS} patterns. Delete one, or use a glob for several.`,
        );
      const [added] = await sql<OrgProject>(em, ADD, [orgId, randomUUID(), kind, pattern]);
      if (!added) throw new DomainError('conflict', 'org.project-known', 'The organization has this pattern already.');
      await markOrgSums(em, orgId);
      return added;
    });
  }
}
