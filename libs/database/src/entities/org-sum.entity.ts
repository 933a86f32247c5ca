import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A sum of a day that an organization may see, as libs/orgs/src/sums/shown-sums.ts decides. Written by libs/orgs, by a job; not dumped. On a cluster
 * it stays whole.
 */
const OrgSumSchema = defineEntity({
  name: 'OrgSum',
  tableName: 'org_sums',
  properties: {
    orgId: p.integer().primary(),
    /** Only those of the version in `org_sum_states` count. */
    version: p.integer().primary(),
    /** A team; 0: everybody. */
    teamId: p.integer().primary(),
    /** A place in `SUM_LISTS`. */
    list: p.smallint().primary(),
    /** Days since 1970. */
    day: p.integer().primary(),
    /** Of the sums of one list and day, from 0. */
    place: p.integer().primary(),
    name: p.text(),
    /** µs; null: there is time, of too few people to be shown. */
    us: p.bigint('string').nullable(),
    people: p.integer(),
  },
});

export class OrgSum extends OrgSumSchema.class {}
OrgSumSchema.setClass(OrgSum);
