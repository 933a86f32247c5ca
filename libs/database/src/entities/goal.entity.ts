import { defineEntity, p } from '@mikro-orm/postgresql';

/** A goal of a user; what it asks for is in its versions. Written by libs/goals. */
const GoalSchema = defineEntity({
  name: 'Goal',
  tableName: 'goals',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user. */
    id: p.integer().primary(),
    /** UUIDv4: wakatime-cli asks for no other. */
    publicId: p.uuid(),
    /** What its user calls it; null: what it asks for. */
    title: p.text().nullable(),
    /** As the client sent it: `daily`, `coding_time`, `coding` … */
    type: p.text(),
    /** `day`, `week`, `month` or `days_of_week`. */
    period: p.text(),
    /** Of `days_of_week`, 1 to 7. */
    daysPerWeek: p.smallint().nullable(),
    /** While it is ahead, the goal rests; the days are in `goal_pauses`. */
    snoozeUntil: p.datetime().nullable(),
    // What chronova-android keeps of a goal.
    category: p.text().nullable(),
    difficulty: p.text().nullable(),
    priority: p.integer().nullable(),
    tags: p.text().nullable(),
    /** Whether its user wants a mail when it is met or, of "at most", broken. */
    isMailed: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['userId', 'publicId'] }],
});

export class Goal extends GoalSchema.class {}
GoalSchema.setClass(Goal);
