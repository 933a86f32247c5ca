import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * From which day on, and until before which, somebody counts in the sums of a team: a change of a team changes no sum of the past. Written by libs/orgs. On a cluster it
 * stays whole.
 */
const OrgTeamSpellSchema = defineEntity({
  name: 'OrgTeamSpell',
  tableName: 'org_team_spells',
  properties: {
    orgId: p.integer().primary(),
    teamId: p.integer().primary(),
    userId: p.integer().primary().index(),
    /** Days since 1970. */
    fromDay: p.integer().primary(),
    /** Null: they are in the team. */
    untilDay: p.integer().nullable(),
  },
});

export class OrgTeamSpell extends OrgTeamSpellSchema.class {}
OrgTeamSpellSchema.setClass(OrgTeamSpell);
