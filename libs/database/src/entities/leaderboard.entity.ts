import { defineEntity, p } from '@mikro-orm/postgresql';

/** A private leaderboard. It belongs to nobody's account: whoever has been on it longest may change and delete it. Written by libs/analytics. */
const LeaderboardSchema = defineEntity({
  name: 'Leaderboard',
  tableName: 'leaderboards',
  properties: {
    id: p.integer().primary(),
    publicId: p.uuid().unique(),
    name: p.text(),
    /** `last_7_days`, `last_30_days` or `last_90_days`. Never changed: it is what its members agreed to show. */
    timeRange: p.text(),
    /** The SHA-256 of the secret of the link by which people join; null: there is none. */
    linkHash: p.blob().nullable().unique(),
    linkExpiresAt: p.datetime().nullable(),
    /** How often somebody was asked to join since `askedSince`, whether there is such an account or not. */
    asked: p.integer().default(0),
    askedSince: p.datetime().defaultRaw('now()'),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().nullable(),
  },
});

export class Leaderboard extends LeaderboardSchema.class {}
LeaderboardSchema.setClass(Leaderboard);
