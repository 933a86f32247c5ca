import { defineEntity, p } from '@mikro-orm/postgresql';

/** That a goal was met or, of "at most", broken: one row a period, noticed once. Written by libs/goals. */
const GoalEventSchema = defineEntity({
  name: 'GoalEvent',
  tableName: 'goal_events',
  properties: {
    userId: p.integer().primary(),
    goalId: p.integer().primary(),
    /** The period: its day, the first day of its week or of its month, in days since 1970-01-01. */
    firstDay: p.integer().primary(),
    /** `met` or `broken`. */
    kind: p.text(),
    /** What counted when it was noticed, µs. */
    us: p.bigint('number'),
    targetSeconds: p.integer(),
    noticedAt: p.datetime().defaultRaw('now()'),
    /** Whether a mail was wanted when it was noticed. */
    isMailed: p.boolean().default(false),
    /** When the mail was given to the mail server, or is being given to it. */
    mailedAt: p.datetime().nullable(),
    /** Not tried before. */
    mailAfter: p.datetime().defaultRaw('now()'),
  },
  indexes: [
    {
      name: 'goal_events_to_mail_index',
      expression:
        'create index "goal_events_to_mail_index" on "goal_events" ("user_id", "mail_after") where "is_mailed" and "mailed_at" is null',
    },
  ],
});

export class GoalEvent extends GoalEventSchema.class {}
GoalEventSchema.setClass(GoalEvent);
