import { defineEntity, p } from '@mikro-orm/postgresql';

/** Time by hour of one day in the user's own zone, for `hourly_stats` of long ranges. Written by libs/analytics. `day` = local days since 1970-01-01. */
const DailyHoursSchema = defineEntity({
  name: 'DailyHours',
  tableName: 'daily_hours',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    /** 24 amounts in µs. An hour that the clock shows twice holds both. */
    hours: p.array().columnType('bigint[]'),
  },
});

export class DailyHours extends DailyHoursSchema.class {}
DailyHoursSchema.setClass(DailyHours);
