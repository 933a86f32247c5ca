import { defineEntity, p } from '@mikro-orm/postgresql';

/** A member of an organization in one of its teams. Written by libs/orgs. On a cluster it stays whole. */
const OrgTeamMemberSchema = defineEntity({
  name: 'OrgTeamMember',
  tableName: 'org_team_members',
  properties: {
    orgId: p.integer().primary(),
    teamId: p.integer().primary(),
    userId: p.integer().primary().index(),
    /** A lead sees the team's reports, and of its members by name what each shares. */
    isLead: p.boolean().default(false),
    joinedAt: p.datetime().defaultRaw('now()'),
  },
});

export class OrgTeamMember extends OrgTeamMemberSchema.class {}
OrgTeamMemberSchema.setClass(OrgTeamMember);
