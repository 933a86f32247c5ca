import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * The last id given to a user's rows in each dimension table. Written by libs/heartbeats, by one upsert for a block of ids: ids are small
 * numbers of one user, and any server that the user's rows lie on can give them.
 */
const DimensionCounterSchema = defineEntity({
  name: 'DimensionCounter',
  tableName: 'dimension_counters',
  properties: {
    userId: p.integer().primary().autoincrement(false),
    activities: p.integer(),
    entities: p.integer(),
    userAgents: p.integer(),
    projects: p.integer(),
  },
});

export class DimensionCounter extends DimensionCounterSchema.class {}
DimensionCounterSchema.setClass(DimensionCounter);
