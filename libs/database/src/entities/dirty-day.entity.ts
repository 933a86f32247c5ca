import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A dirty day: the roll-ups of this UTC day are not current, so it is read live. Written by every feature that changes what time depends on, through
 * `dirtyDaysSql` and `restartTime`; deleted by the roll-up. `day` = UTC days since 1970-01-01.
 */
const DirtyDaySchema = defineEntity({
  name: 'DirtyDay',
  tableName: 'dirty_days',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    /** When it became dirty: the first change since the last roll-up. */
    since: p.datetime().defaultRaw('now()'),
    /** The last change. */
    markedAt: p.datetime().defaultRaw('now()'),
  },
});

export class DirtyDay extends DirtyDaySchema.class {}
DirtyDaySchema.setClass(DirtyDay);
