import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A heartbeat, as stored once for ever. Written by libs/heartbeats. The primary key is its only index.
 * No foreign keys: ingest must not pay for them. Columns stand in the order that wastes least space on padding.
 */
const HeartbeatSchema = defineEntity({
  name: 'HeartbeatRow',
  tableName: 'heartbeats',
  properties: {
    userId: p.integer().primary(),
    /** µs since 1970. */
    time: p.bigint('number').primary(),
    /** UUIDv8 over the fields that the client sent, see libs/heartbeats/src/heartbeat-id.ts. */
    id: p.uuid().primary(),
    createdAt: p.datetime().defaultRaw('now()'),
    activityId: p.integer(),
    entityId: p.integer(),
    userAgentId: p.integer(),
    isWrite: p.boolean(),
    lineno: p.integer().nullable(),
    cursorpos: p.integer().nullable(),
    lines: p.integer().nullable(),
    projectRootCount: p.integer().nullable(),
    lineAdditions: p.integer().nullable(),
    lineDeletions: p.integer().nullable(),
    aiLineChanges: p.integer().nullable(),
    humanLineChanges: p.integer().nullable(),
    aiInputTokens: p.integer().nullable(),
    aiOutputTokens: p.integer().nullable(),
    aiCachedInputTokens: p.integer().nullable(),
    aiPromptLength: p.integer().nullable(),
    dependencies: p.array().columnType('text[]').nullable(),
    aiSession: p.text().nullable(),
    aiSubscriptionPlan: p.text().nullable(),
    commitHash: p.text().nullable(),
    commitAuthor: p.text().nullable(),
    commitMessage: p.text().nullable(),
    repositoryUrl: p.text().nullable(),
  },
});

export class HeartbeatRow extends HeartbeatSchema.class {}
HeartbeatSchema.setClass(HeartbeatRow);
