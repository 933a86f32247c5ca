import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * How many requests somebody made within the present window of a limit, for several api processes without Redis. Written by
 * libs/database/src/limit-counters. Its migration makes it UNLOGGED: a crash of the server empties it, and nothing waits for a disk.
 * `key` begins with the limit's name and a colon. `endsAt` = µs since 1970; there is no index on it, so that counting changes no index.
 */
const LimitCounterSchema = defineEntity({
  name: 'LimitCounter',
  tableName: 'limit_counters',
  properties: {
    key: p.text().primary(),
    requests: p.integer(),
    endsAt: p.bigint('string'),
  },
});

export class LimitCounter extends LimitCounterSchema.class {}
LimitCounterSchema.setClass(LimitCounter);
