import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A UTC day whose time was, or is to be, given to commits. Written by libs/github, and by the roll-up that takes a dirty day away (`commit-days.ts`);
 * computed, not dumped.
 */
const CommitDaySchema = defineEntity({
  name: 'CommitDay',
  tableName: 'commit_days',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    /** Whether commits of it changed since. */
    isDue: p.boolean(),
    /** What `dirty_days.marked_at` was when the day was read; null: it was clean. Another one there: heartbeats changed since. */
    readMark: p.datetime().nullable(),
    /** Sessions that end on it: `[{"at", "project", "committed"}]`, the project of their last time. */
    sessions: p.json().nullable(),
  },
  // Every few seconds it is asked which are.
  indexes: [
    {
      name: 'commit_days_due_index',
      expression: 'create index "commit_days_due_index" on "commit_days" ("user_id", "day") where "is_due"',
    },
  ],
});

export class CommitDay extends CommitDaySchema.class {}
CommitDaySchema.setClass(CommitDay);
