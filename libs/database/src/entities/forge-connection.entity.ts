import { defineEntity, p } from '@mikro-orm/postgresql';

/** A user's account at GitHub, by which Chronova reads there. Written by libs/github. Tokens are encrypted; without one the connection has ended. */
const ForgeConnectionSchema = defineEntity({
  name: 'ForgeConnection',
  tableName: 'forge_connections',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user. */
    id: p.integer().primary(),
    /** `github`. */
    provider: p.text(),
    /** Where people read, such as https://github.com. */
    baseUrl: p.text(),
    /** The account there, by its id, which a new name does not change. */
    externalId: p.text(),
    login: p.text(),
    /** `oauth`, `app` (its tokens expire) or `token` (a personal one). */
    kind: p.text(),
    /** AES-256-GCM under the key `key_id`: see libs/github/src/connect/token-box.ts. Null: there is none. */
    tokenEnc: p.blob().nullable(),
    refreshEnc: p.blob().nullable(),
    keyId: p.text().nullable(),
    expiresAt: p.datetime().nullable(),
    scopes: p.array().columnType('text[]'),
    /** Confirmed addresses at GitHub, in lower case, those that hide one among them: commits by them are the user's. */
    emails: p.array().columnType('text[]'),
    /** `connected`, `revoked` (GitHub takes the token no more) or `ended` (by the user). */
    status: p.text(),
    /** What is wrong, for the user; null: nothing. */
    problem: p.text().nullable(),
    connectedAt: p.datetime(),
    /** When the list of repositories was read last. */
    lastSyncedAt: p.datetime().nullable(),
    /** When it is read again; null: never. */
    syncDueAt: p.datetime().nullable().index(),
    /** When the user asked for a sync last. */
    syncAskedAt: p.datetime().nullable(),
    /** The ETag of each page of the list of repositories. */
    etags: p.array().columnType('text[]'),
    /** Requests that GitHub still answers before `limit_reset_at`; null: not known. */
    limitLeft: p.integer().nullable(),
    limitResetAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['userId', 'provider', 'baseUrl'] }],
});

export class ForgeConnection extends ForgeConnectionSchema.class {}
ForgeConnectionSchema.setClass(ForgeConnection);
