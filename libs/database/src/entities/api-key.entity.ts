import { defineEntity, p } from '@mikro-orm/postgresql';

/** An API key of a user, known only by the SHA-256 of its UUID. Written by libs/users. */
const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.integer().primary(),
    userId: p.integer().index(),
    publicId: p.uuid().unique(),
    hash: p.blob().unique(),
    name: p.text(),
    /** The first characters, so that a person can tell keys apart. */
    prefix: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
    revokedAt: p.datetime().nullable(),
    /** What it may do, see libs/users/src/scopes.ts. */
    scopes: p.array().columnType('text[]').defaultRaw(`'{full}'`),
    expiresAt: p.datetime().nullable(),
    /** To the hour. */
    lastUsedAt: p.datetime().nullable(),
    /** Made by signing in: it expires when it is not used for 90 days. */
    fromSignIn: p.boolean().default(false),
  },
});

export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
