import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Somebody who joined a private leaderboard, and by that shows the others name, time and languages of its range. Written by libs/analytics. On a
 * cluster it stays whole, as accounts do: a board has people of several places.
 */
const LeaderboardMemberSchema = defineEntity({
  name: 'LeaderboardMember',
  tableName: 'leaderboard_members',
  properties: {
    userId: p.integer().primary(),
    leaderboardId: p.integer().primary().index(),
    joinedAt: p.datetime().defaultRaw('now()'),
  },
});

export class LeaderboardMember extends LeaderboardMemberSchema.class {}
LeaderboardMemberSchema.setClass(LeaderboardMember);
