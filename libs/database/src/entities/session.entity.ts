import { defineEntity, p } from '@mikro-orm/postgresql';

/** A browser that is signed in, known only by the SHA-256 of its cookie. Written by libs/users. Signing out or revoking deletes the row. */
const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.integer().primary(),
    userId: p.integer().index(),
    publicId: p.uuid().unique(),
    hash: p.blob().unique(),
    /** The key that the same sign-in made: it goes with the session. */
    apiKeyId: p.integer().nullable(),
    userAgent: p.text(),
    address: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
    /** To the hour. */
    lastSeenAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
  },
});

export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
