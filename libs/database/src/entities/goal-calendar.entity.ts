import { defineEntity, p } from '@mikro-orm/postgresql';

/** The settings that goal days were cut by, from a quarter of an hour on. Without a row those of the account hold since ever. Written by libs/users. */
const GoalCalendarSchema = defineEntity({
  name: 'GoalCalendar',
  tableName: 'goal_calendar',
  properties: {
    userId: p.integer().primary(),
    /** Quarters of an hour since 1970, UTC. The first row holds since ever. */
    sinceBucket: p.integer().primary(),
    /** IANA zone. */
    zone: p.text(),
    /** 0 = Sunday … 6 = Saturday. */
    weekdayStart: p.smallint(),
    /** Minutes after midnight, 0 to 360. */
    dayStart: p.smallint(),
  },
});

export class GoalCalendar extends GoalCalendarSchema.class {}
GoalCalendarSchema.setClass(GoalCalendar);
