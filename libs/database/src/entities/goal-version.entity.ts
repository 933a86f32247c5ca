import { defineEntity, p } from '@mikro-orm/postgresql';

/** What a goal asks for, from an instant on: past periods are judged by what it asked for then. Written by libs/goals. */
const GoalVersionSchema = defineEntity({
  name: 'GoalVersion',
  tableName: 'goal_versions',
  properties: {
    userId: p.integer().primary(),
    goalId: p.integer().primary(),
    /** µs since 1970. The first version of a goal holds since ever. */
    since: p.bigint('number').primary(),
    isEnabled: p.boolean(),
    targetSeconds: p.integer(),
    // Only time of these shown names; empty: any. '' is none.
    projects: p.array().columnType('text[]'),
    branches: p.array().columnType('text[]'),
    languages: p.array().columnType('text[]'),
    categories: p.array().columnType('text[]'),
    editors: p.array().columnType('text[]'),
    machines: p.array().columnType('text[]'),
    aiAgents: p.array().columnType('text[]'),
    /** "At most" in place of "at least". */
    isInverse: p.boolean(),
    /** Weekdays, 0 = Sunday … 6 = Saturday. */
    ignoreDays: p.array().columnType('int[]'),
    ignoreZeroDays: p.boolean(),
    improveByPercent: p.double().nullable(),
  },
});

export class GoalVersion extends GoalVersionSchema.class {}
GoalVersionSchema.setClass(GoalVersion);
