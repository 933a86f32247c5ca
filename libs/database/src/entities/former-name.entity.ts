import { defineEntity, p } from '@mikro-orm/postgresql';

/** A name that something was shown by, given by a rename, and by which name it is shown now: goals that say the old one follow. Written by libs/heartbeats. */
const FormerNameSchema = defineEntity({
  name: 'FormerName',
  tableName: 'former_names',
  properties: {
    userId: p.integer().primary(),
    id: p.uuid().primary(),
    /** `project`, `branch`, `language` … */
    dimension: p.text(),
    name: p.text(),
    shownName: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

export class FormerName extends FormerNameSchema.class {}
FormerNameSchema.setClass(FormerName);
