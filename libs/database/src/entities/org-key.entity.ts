import { defineEntity, p } from '@mikro-orm/postgresql';

/** A service key of an organization, known only by its SHA-256. It works as long as who made it may make keys. Written by libs/orgs. On a cluster it stays whole. */
const OrgKeySchema = defineEntity({
  name: 'OrgKey',
  tableName: 'org_keys',
  properties: {
    id: p.integer().primary(),
    orgId: p.integer().index(),
    publicId: p.uuid().unique(),
    hash: p.blob().unique(),
    name: p.text(),
    /** The first characters, so that a person can tell keys apart. */
    prefix: p.text(),
    /** What it may do: libs/orgs/src/keys/org-key-rules.ts. */
    permissions: p.array().columnType('text[]'),
    /** The account that made it. */
    madeBy: p.integer().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime().nullable(),
    /** To the hour. */
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

export class OrgKey extends OrgKeySchema.class {}
OrgKeySchema.setClass(OrgKey);
