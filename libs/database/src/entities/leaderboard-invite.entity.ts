import { defineEntity, p } from '@mikro-orm/postgresql';

/** Somebody was asked to join a private leaderboard and has not answered. Written by libs/analytics. On a cluster it stays whole, as members do. */
const LeaderboardInviteSchema = defineEntity({
  name: 'LeaderboardInvite',
  tableName: 'leaderboard_invites',
  properties: {
    userId: p.integer().primary(),
    leaderboardId: p.integer().primary().index(),
    /** The account that asked; it may be gone. */
    invitedBy: p.integer(),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
  },
});

export class LeaderboardInvite extends LeaderboardInviteSchema.class {}
LeaderboardInviteSchema.setClass(LeaderboardInvite);
