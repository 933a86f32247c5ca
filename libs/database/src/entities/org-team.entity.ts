import { defineEntity, p } from '@mikro-orm/postgresql';

/** A team of an organization. Written by libs/orgs. On a cluster it stays whole. */
const OrgTeamSchema = defineEntity({
  name: 'OrgTeam',
  tableName: 'org_teams',
  properties: {
    id: p.integer().primary(),
    orgId: p.integer(),
    publicId: p.uuid().unique(),
    name: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
  },
  // Two teams of one name are one to everybody who reads it.
  uniques: [
    {
      name: 'org_teams_name_unique_in_any_case',
      expression: 'create unique index "org_teams_name_unique_in_any_case" on "org_teams" ("org_id", lower("name"))',
    },
  ],
});

export class OrgTeam extends OrgTeamSchema.class {}
OrgTeamSchema.setClass(OrgTeam);
