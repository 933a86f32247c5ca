import { defineEntity, p } from '@mikro-orm/postgresql';

/** Statistics of the whole instance over one range: amounts that at least five people share. Written by libs/analytics, by a job. */
const InstanceStatsSchema = defineEntity({
  name: 'InstanceStats',
  tableName: 'instance_stats',
  properties: {
    /** `last_7_days`, `last_30_days` or a year. */
    range: p.text().primary(),
    /** Null: fewer than five people have public time in the range. */
    data: p.json().nullable(),
    /** Whose time is in it. */
    counted: p.array().columnType('int[]').defaultRaw(`'{}'`),
    /** Which lists of theirs are: the sum of 1 categories, 2 editors, 4 languages and 8 operating systems of each. */
    countedLists: p.array().columnType('int[]').defaultRaw(`'{}'`),
    computedAt: p.datetime().defaultRaw('now()'),
  },
});

export class InstanceStats extends InstanceStatsSchema.class {}
InstanceStatsSchema.setClass(InstanceStats);
