import { defineEntity, p } from '@mikro-orm/postgresql';

/** A file path, domain, URL or app name that a user worked on. Written by libs/heartbeats. */
const EntitySchema = defineEntity({
  name: 'Entity',
  tableName: 'entities',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user, see `DimensionCounter`. */
    id: p.integer().primary(),
    /** 16 bytes of SHA-256 over the name. */
    digest: p.blob(),
    name: p.text(),
  },
  uniques: [{ properties: ['userId', 'digest'] }],
});

export class Entity extends EntitySchema.class {}
EntitySchema.setClass(Entity);
