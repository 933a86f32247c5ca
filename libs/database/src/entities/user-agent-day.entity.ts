import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * When a user agent was seen on one UTC day: a fold of `heartbeats`. Written by libs/analytics, with the day's other roll-ups.
 * `day` = UTC days since 1970-01-01.
 */
const UserAgentDaySchema = defineEntity({
  name: 'UserAgentDay',
  tableName: 'user_agent_days',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    userAgentId: p.integer().primary(),
    /** µs since 1970 of the first and last heartbeat. */
    firstTime: p.bigint('number'),
    lastTime: p.bigint('number'),
  },
});

export class UserAgentDay extends UserAgentDaySchema.class {}
UserAgentDaySchema.setClass(UserAgentDay);
