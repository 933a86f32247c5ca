import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Who looked at a member's time by name, a row a day and kind of report. It is the member's, and goes with the account. Written by libs/orgs. On a
 * cluster it stays whole.
 */
const OrgViewSchema = defineEntity({
  name: 'OrgView',
  tableName: 'org_views',
  properties: {
    /** Whose time it is. */
    userId: p.integer().primary(),
    orgId: p.integer().primary().index(),
    /** The UTC day, days since 1970. */
    day: p.integer().primary().index(),
    /** Who looked: `user`, an account, or `key`, a service key of the organization. */
    viewerKind: p.text().primary(),
    viewerId: p.integer().primary(),
    /** The report: `summaries`, `durations`, `leaders`, `timesheet` or `stats`. */
    what: p.text().primary(),
    count: p.integer().default(1),
    lastAt: p.datetime(),
  },
});

export class OrgView extends OrgViewSchema.class {}
OrgViewSchema.setClass(OrgView);
