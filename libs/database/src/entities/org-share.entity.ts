import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * What a member agreed to share with an organization, one row an answer: the newest counts, older ones are kept to show what was agreed when. Never
 * changed. Without a row nothing is shared. Written by libs/orgs. On a cluster it stays whole.
 */
const OrgShareSchema = defineEntity({
  name: 'OrgShare',
  tableName: 'org_shares',
  properties: {
    orgId: p.integer().primary(),
    userId: p.integer().primary().index(),
    /** From 1, by member. */
    version: p.integer().primary(),
    /** 0 nothing, 1 in sums, 2 totals, 3 the organization's projects, 4 everything: see libs/orgs/src/sharing/levels.ts. */
    level: p.smallint(),
    /** Only the leads of this team see the member by name; null: every reader of reports by name. */
    teamId: p.integer().nullable(),
    /** What was agreed for each span of days, oldest first: `[[from day, level], …]`, days since 1970, the first from null: all of the past. */
    spans: p.json(),
    answeredAt: p.datetime().defaultRaw('now()'),
  },
});

export class OrgShare extends OrgShareSchema.class {}
OrgShareSchema.setClass(OrgShare);
