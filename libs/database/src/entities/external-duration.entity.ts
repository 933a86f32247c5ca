import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Time that another program kept: a meeting, a call, a build. Written by libs/heartbeats. At most 24 hours long, which readers rely on, and at
 * most 300 a UTC day of their start.
 */
const ExternalDurationSchema = defineEntity({
  name: 'ExternalDuration',
  tableName: 'external_durations',
  properties: {
    userId: p.integer().primary(),
    /** UUIDv8 over `externalId`: the same one has the same id. */
    id: p.uuid().primary(),
    /** Of the other program. Where two overlap the one whose `externalId` is earlier, byte by byte, has the time. */
    externalId: p.text(),
    /** µs since 1970. */
    startTime: p.bigint('number'),
    /** µs since 1970, after the start. */
    endTime: p.bigint('number'),
    activityId: p.integer(),
    entityId: p.integer(),
    /** The other program's name; `''` = none. */
    provider: p.text(),
    /** What the other program wants to find again. */
    meta: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    modifiedAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'startTime'] }],
});

export class ExternalDuration extends ExternalDurationSchema.class {}
ExternalDurationSchema.setClass(ExternalDuration);
