import { Audited, auditDetails, auditSubject, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { memberNamed, noMember } from '../members/member-rows.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { leadsAreNamed } from './put-team-member.command.js';
import { checkManagesTeam, teamNamed } from './team-rows.js';

/** Takes a member out of a team. Leads do so in their own teams, but not with other leads. Not found: they are not in it. */
@Audited<RemoveTeamMember>(({ org, team, member }) => ({ orgId: org.orgId, details: { team, member } }))
export class RemoveTeamMember extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id or name. */
    readonly team: string,
    /** A public id, username or @username. */
    readonly member: string,
  ) {
    super();
  }
}

const REMOVE = 'DELETE FROM org_team_members WHERE org_id = $1 AND team_id = $2 AND user_id = $3 RETURNING is_lead AS "isLead"';

@CommandHandler(RemoveTeamMember)
export class RemoveTeamMemberHandler implements ICommandHandler<RemoveTeamMember> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, org, team, member }: RemoveTeamMember): Promise<void> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, org.orgId);
      const found = await teamNamed(em, org.orgId, team);
      const namesLeads = await checkManagesTeam(em, org.orgId, actor.userId, found);
      const { userId, username } = await memberNamed(em, org.orgId, member);
      const [gone] = await sql<{ isLead: boolean }>(em, REMOVE, [org.orgId, found.id, userId]);
      if (!gone) throw noMember();
      if (!namesLeads && gone.isLead && userId !== actor.userId) throw leadsAreNamed();
      auditSubject(userId);
      auditDetails({ team: found.name, member: username, before: gone });
    });
  }
}
