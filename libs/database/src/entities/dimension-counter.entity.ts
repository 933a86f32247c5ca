import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * The last id given to a user's rows in each dimension table. Written by libs/heartbeats, by one upsert for a block of ids: ids are small
 * numbers of one user, and any server that the user's rows lie on can give them. It also counts the changes of the user's rules and renames:
 * whoever changes them holds the row alone, whoever makes an activity shares it.
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
    /** Of rules and renames; 0: there never were any. */
    namingVersion: p.integer().default(0),
    /** Of rules on the entity alone: what is applied to history goes on where only other things changed. */
    entityRulesVersion: p.integer().default(0),
  },
});

export class DimensionCounter extends DimensionCounterSchema.class {}
DimensionCounterSchema.setClass(DimensionCounter);
