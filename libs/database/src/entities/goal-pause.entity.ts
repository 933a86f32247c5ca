import { defineEntity, p } from '@mikro-orm/postgresql';

/** Days on which one goal of a user, or all of them, rest. Written by libs/goals. Days are goal days since 1970-01-01. */
const GoalPauseSchema = defineEntity({
  name: 'GoalPause',
  tableName: 'goal_pauses',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user. */
    id: p.integer().primary(),
    /** Null: all goals. */
    goalId: p.integer().nullable(),
    fromDay: p.integer(),
    /** Included; null: it goes on. */
    untilDay: p.integer().nullable(),
    reason: p.text(),
    /** Made by snoozing a goal, and not among the pauses that are listed. */
    isSnooze: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

export class GoalPause extends GoalPauseSchema.class {}
GoalPauseSchema.setClass(GoalPause);
