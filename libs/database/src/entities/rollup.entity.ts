import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Time of one activity in one quarter of an hour. Written by libs/analytics.
 * A row for every activity with a heartbeat, even at 0 µs. `bucket` = quarters of an hour since 1970, UTC.
 */
const RollupSchema = defineEntity({
  name: 'Rollup',
  tableName: 'rollups',
  properties: {
    userId: p.integer().primary(),
    bucket: p.integer().primary(),
    activityId: p.integer().primary(),
    heartbeats: p.integer(),
    us: p.bigint('number'),
    /** µs since 1970 of the first and last heartbeat; null where only a gap reaches into the bucket. */
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

export class Rollup extends RollupSchema.class {}
RollupSchema.setClass(Rollup);
