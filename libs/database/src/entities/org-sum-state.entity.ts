import { defineEntity, p } from '@mikro-orm/postgresql';

/** How far the sums of an organization are computed. Written by libs/orgs; not dumped. On a cluster it stays whole. */
const OrgSumStateSchema = defineEntity({
  name: 'OrgSumState',
  tableName: 'org_sum_states',
  properties: {
    orgId: p.integer().primary(),
    version: p.integer().default(1),
    /** A digest of what members share, who is in which team and what may be shown: where it is not the present one, the sums of this version count no more. */
    madeFrom: p.text().default(''),
    /** Days since 1970: the sums of this day and all later ones are computed; null: of none. */
    computedFrom: p.integer().nullable(),
    /** The newest day that is computed. */
    computedTo: p.integer().nullable(),
    /** Whether all of the past is. */
    isWhole: p.boolean().default(false),
    /** When all days were last computed, and when any were. */
    wholeAt: p.datetime().nullable(),
    computedAt: p.datetime().nullable(),
    /** Of a daily computation of all days that is under way: the days from this one on are done; null: none is. */
    redoneFrom: p.integer().nullable(),
    /** When somebody must look again. */
    dueAt: p.datetime().defaultRaw('now()').index(),
  },
});

export class OrgSumState extends OrgSumStateSchema.class {}
OrgSumStateSchema.setClass(OrgSumState);
