import { type Actor, Audited, auditDetails, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { markOrgSums } from '../sums/mark-sums.js';
import type { ProjectPattern } from './project-pattern.js';

/** Takes a pattern away: the projects that no other one fits are not the organization’s any more. Not found: it has no such pattern. */
@Audited<DeleteOrgProject>(({ org }) => ({ orgId: org.orgId }))
export class DeleteOrgProject extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly project: string,
  ) {
    super();
  }
}

const DELETE = 'DELETE FROM org_projects WHERE org_id = $1 AND public_id = $2 RETURNING kind, pattern';

@CommandHandler(DeleteOrgProject)
export class DeleteOrgProjectHandler implements ICommandHandler<DeleteOrgProject> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, project }: DeleteOrgProject): Promise<void> {
    const { orgId } = org;
    await transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'projects:manage');
      const [deleted] = isPublicId(project) ? await sql<ProjectPattern>(em, DELETE, [orgId, project]) : [];
      if (!deleted)
        throw new DomainError('not-found', 'org.project-unknown', 'The organization has no such pattern. Ask for its projects.');
      auditDetails({ before: { ...deleted } });
      await markOrgSums(em, orgId);
    });
  }
}
