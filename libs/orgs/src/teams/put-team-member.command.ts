import { Audited, auditDetails, auditSubject, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrgAccess, orgForbidden } from '../access/org-access.js';
import { memberNamed } from '../members/member-rows.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { newestAnswer } from '../sharing/answer-sharing.js';
import { NONE, TOTALS } from '../sharing/levels.js';
import { checkManagesTeam, type ListedTeam, listedTeam, teamNamed } from './team-rows.js';

/**
 * Puts a member of the organization into a team, or says whether they lead it, and returns the team. Leads put members into their own teams; who
 * leads is said by owners and administrators. Not found: no such team, or nobody of that name is a member.
 */
@Audited<PutTeamMember>(({ org, team, member }) => ({ orgId: org.orgId, details: { team, member } }))
export class PutTeamMember extends Command<ListedTeam> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id or name. */
    readonly team: string,
    /** A public id, username or @username. */
    readonly member: string,
    /** Left out: unchanged, no lead who is new. */
    readonly isLead?: boolean,
  ) {
    super();
  }
}

const PRESENT = 'SELECT is_lead AS "isLead" FROM org_team_members WHERE org_id = $1 AND team_id = $2 AND user_id = $3';
const PUT = `
  INSERT INTO org_team_members (org_id, team_id, user_id, is_lead) VALUES ($1, $2, $3, $4)
  ON CONFLICT (org_id, team_id, user_id) DO UPDATE SET is_lead = EXCLUDED.is_lead`;

@CommandHandler(PutTeamMember)
export class PutTeamMemberHandler implements ICommandHandler<PutTeamMember> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, org, team, member, isLead }: PutTeamMember): Promise<ListedTeam> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, org.orgId);
      const found = await teamNamed(em, org.orgId, team);
      const namesLeads = await checkManagesTeam(em, org.orgId, actor.userId, found);
      const { userId, username } = await memberNamed(em, org.orgId, member);
      const [present] = await sql<{ isLead: boolean }>(em, PRESENT, [org.orgId, found.id, userId]);
      const leads = isLead ?? present?.isLead ?? false;
      if (!namesLeads && leads !== (present?.isLead ?? false)) throw leadsAreNamed();
      if (!namesLeads && !present && ((await newestAnswer(em, org.orgId, userId))?.level ?? NONE) >= TOTALS) throw seesMore();
      auditSubject(userId);
      auditDetails({ team: found.name, member: username, before: present ?? null, after: { isLead: leads } });
      await sql(em, PUT, [org.orgId, found.id, userId, leads]);
      return listedTeam(em, org.orgId, actor.userId, found.publicId);
    });
  }
}

/** The refusal of a lead who would see by name whom they do not see yet. */
function seesMore(): ReturnType<typeof orgForbidden> {
  return orgForbidden(
    'teams:manage',
    'This member shares time by name, which you would see then. Ask an owner or administrator to put them into your team.',
  );
}

/** The refusal of a lead who would name leads, or unname them. */
export function leadsAreNamed(): ReturnType<typeof orgForbidden> {
  return orgForbidden('teams:manage', 'Who leads a team is said by owners and administrators.');
}
