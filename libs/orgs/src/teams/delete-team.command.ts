import { Audited, auditDetails, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { teamNamed } from './team-rows.js';

/** Deletes a team. Its members stay in the organization; who shared with its leads alone is seen by name by nobody then. */
@Audited<DeleteTeam>(({ org, team }) => ({ orgId: org.orgId, details: { team } }))
export class DeleteTeam extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id or name. */
    readonly team: string,
  ) {
    super();
  }
}

const EMPTY = 'DELETE FROM org_team_members WHERE org_id = $1 AND team_id = $2';
const DELETE = 'DELETE FROM org_teams WHERE org_id = $1 AND id = $2';

@CommandHandler(DeleteTeam)
export class DeleteTeamHandler implements ICommandHandler<DeleteTeam> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, org, team }: DeleteTeam): Promise<void> {
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'teams:manage');
      const found = await teamNamed(em, org.orgId, team);
      auditDetails({ team: found.name });
      await sql(em, EMPTY, [org.orgId, found.id]);
      await sql(em, DELETE, [org.orgId, found.id]);
    });
  }
}
