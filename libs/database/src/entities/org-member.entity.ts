import { defineEntity, p } from '@mikro-orm/postgresql';

/** Somebody's membership in an organization. Who left keeps the row, so that sums of the past stay. Written by libs/orgs. On a cluster it stays whole. */
const OrgMemberSchema = defineEntity({
  name: 'OrgMember',
  tableName: 'org_members',
  properties: {
    orgId: p.integer().primary(),
    userId: p.integer().primary().index(),
    /** `owner`, `admin`, `billing`, `member` or `viewer`. */
    role: p.text(),
    /** How they came: `created`, `invite`, `domain` or `link`. */
    source: p.text(),
    joinedAt: p.datetime().defaultRaw('now()'),
    leftAt: p.datetime().nullable(),
  },
  // Which organizations have no owner any more is looked for all the time.
  indexes: [
    {
      name: 'org_members_owners_index',
      expression: `create index "org_members_owners_index" on "org_members" ("org_id") where "role" = 'owner' and "left_at" is null`,
    },
  ],
});

export class OrgMember extends OrgMemberSchema.class {}
OrgMemberSchema.setClass(OrgMember);
