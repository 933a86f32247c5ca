import { defineEntity, p } from '@mikro-orm/postgresql';

/** A name that is shown otherwise: a rename or, where others are shown so too, a merge. Written by libs/heartbeats. */
const RenameSchema = defineEntity({
  name: 'Rename',
  tableName: 'renames',
  properties: {
    userId: p.integer().primary(),
    id: p.uuid().primary(),
    /** `project`, `branch`, `language` … */
    dimension: p.text(),
    /** 16 bytes of SHA-256 over the name. */
    digest: p.blob(),
    /** As it is without a rename: canonical, and as rules set it. */
    name: p.text(),
    shownName: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['userId', 'dimension', 'digest'] }],
});

export class Rename extends RenameSchema.class {}
RenameSchema.setClass(Rename);
