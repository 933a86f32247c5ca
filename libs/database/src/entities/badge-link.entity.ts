import { defineEntity, p } from '@mikro-orm/postgresql';

/** A link to one badge that is shown to whoever has it, whatever else is private. Written by libs/analytics. */
const BadgeLinkSchema = defineEntity({
  name: 'BadgeLink',
  tableName: 'badge_links',
  properties: {
    userId: p.integer().primary(),
    /** Random: nobody finds it by trying. */
    id: p.uuid().primary(),
    /** A name of `STATS_RANGES`. */
    range: p.text(),
    /** As it is shown; null: any. */
    project: p.text().nullable(),
    language: p.text().nullable(),
    /** A label of projects, by its name or id; null: any. */
    projectLabel: p.text().nullable(),
    /** The text on the left; null: what the badge is of. */
    label: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

export class BadgeLink extends BadgeLinkSchema.class {}
BadgeLinkSchema.setClass(BadgeLink);
