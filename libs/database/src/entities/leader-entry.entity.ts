import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Time of a user over a range of leaderboards, in one language or in all. Written by libs/analytics, by a job: whose rows are here is on a board or
 * was a moment ago. What of them is shown, and to whom, is decided where they are read.
 */
const LeaderEntrySchema = defineEntity({
  name: 'LeaderEntry',
  tableName: 'leader_entries',
  properties: {
    userId: p.integer().primary(),
    /** `last_7_days`, `last_30_days` or `last_90_days`: days of the user's own zone, today included. */
    range: p.text().primary(),
    /** As people read it; `''`: all languages. */
    language: p.text().primary(),
    us: p.bigint('number'),
    /** Days of the range that have time, whatever the language. */
    activeDays: p.smallint(),
    computedAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['range', 'language', 'us'] }],
});

export class LeaderEntry extends LeaderEntrySchema.class {}
LeaderEntrySchema.setClass(LeaderEntry);
