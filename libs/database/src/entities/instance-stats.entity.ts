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
    computedAt: p.datetime().defaultRaw('now()'),
  },
});

export class InstanceStats extends InstanceStatsSchema.class {}
InstanceStatsSchema.setClass(InstanceStats);
