import { defineEntity, p } from '@mikro-orm/postgresql';

/** Whose time or goals changed since it was last looked whether goals are met. Written by `goal-checks.ts`, with what changes them; computed, not dumped. */
const GoalCheckSchema = defineEntity({
  name: 'GoalCheck',
  tableName: 'goal_checks',
  properties: {
    userId: p.integer().autoincrement(false).primary(),
    markedAt: p.datetime().defaultRaw('now()'),
  },
});

export class GoalCheck extends GoalCheckSchema.class {}
GoalCheckSchema.setClass(GoalCheck);
