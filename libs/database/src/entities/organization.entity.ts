import { defineEntity, p } from '@mikro-orm/postgresql';

/** An organization: a workspace of several accounts. Written by libs/orgs. On a cluster it stays whole, as accounts do. */
const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organizations',
  properties: {
    id: p.integer().primary(),
    publicId: p.uuid().unique(),
    name: p.text(),
    /** In addresses; in lower case. */
    slug: p.text().unique(),
    description: p.text().default(''),
    /** `free`, `pro`, `team` or `enterprise`: a label that an administrator of the instance sets. */
    plan: p.text().default('free'),
    /** `active`, `trialing`, `past_due` or `canceled`: a label as well. */
    status: p.text().default('active'),
    /** How many members it may have; null: as many as an organization can have. */
    seats: p.integer().nullable(),
    periodEnd: p.datetime().nullable(),
    /** IANA zone that the days of its sums are cut in; null: each member's own. */
    timezone: p.text().nullable(),
    /** No number is shown that fewer people make up: 3 to 100. */
    minGroup: p.smallint().default(5),
    /** How much members can share at most, and how much they are asked to: see libs/orgs/src/sharing/levels.ts. */
    mostShared: p.smallint().default(4),
    askedToShare: p.smallint().default(0),
    /** Whether members see reports of the organization without names. */
    membersSeeReports: p.boolean().default(false),
    /** Members have a confirmed address of one of these domains; none: of any. In lower case. */
    emailDomains: p.array().columnType('text[]').defaultRaw(`'{}'`),
    /** How long ago a browser's session may have begun; null: as long as it lasts. */
    sessionHours: p.smallint().nullable(),
    /** How long ago a key may have been made; null: as long as it lasts. */
    keyDays: p.smallint().nullable(),
    /** What service keys may do; null: all that one can. */
    keyPermissions: p.array().columnType('text[]').nullable(),
    /** What keys of members may do here: `manage`, `read` or `none`. */
    personalKeys: p.text().default('manage'),
    /** Of how many days reports by name tell; null: of all. */
    detailsDays: p.smallint().nullable(),
    /** For how many days who left is named; null: for ever. */
    formerNamesDays: p.smallint().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
    /** From then on it is there for its owners alone, who can bring it back within thirty days. */
    deletedAt: p.datetime().nullable(),
  },
  // Whose time is over is looked for all the time.
  indexes: [
    {
      name: 'organizations_deleted_index',
      expression: `create index "organizations_deleted_index" on "organizations" ("deleted_at") where "deleted_at" is not null`,
    },
  ],
});

export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization);
