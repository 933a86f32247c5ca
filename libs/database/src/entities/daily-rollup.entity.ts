import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Time of one activity on one day of the user's own zone: a fold of `rollups`. Written by libs/analytics.
 * What long ranges, project lists and counts read. `day` = local days since 1970-01-01.
 */
const DailyRollupSchema = defineEntity({
  name: 'DailyRollup',
  tableName: 'daily_rollups',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    activityId: p.integer().primary(),
    heartbeats: p.integer(),
    us: p.bigint('number'),
    /** µs since 1970 of the first and last heartbeat; null where only a gap reaches into the day. */
    firstTime: p.bigint('number').nullable(),
    lastTime: p.bigint('number').nullable(),
    withDependencies: p.integer(),
    // Sums; null where no heartbeat carries the counter.
    lineAdditions: p.bigint('number').nullable(),
    lineDeletions: p.bigint('number').nullable(),
    aiLineChanges: p.bigint('number').nullable(),
    humanLineChanges: p.bigint('number').nullable(),
    aiInputTokens: p.bigint('number').nullable(),
    aiOutputTokens: p.bigint('number').nullable(),
    aiCachedInputTokens: p.bigint('number').nullable(),
    aiPromptLength: p.bigint('number').nullable(),
    // Of line changes the part below 0, without its sign.
    aiLineDeletions: p.bigint('number').nullable(),
    humanLineDeletions: p.bigint('number').nullable(),
  },
});

export class DailyRollup extends DailyRollupSchema.class {}
DailyRollupSchema.setClass(DailyRollup);
