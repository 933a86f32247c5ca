import { defineEntity, p } from '@mikro-orm/postgresql';

/** A project of a user, by its name as clients send it. What is shown of it is in `renames`. Written by libs/heartbeats. */
const ProjectSchema = defineEntity({
  name: 'Project',
  tableName: 'projects',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user, see `DimensionCounter`. */
    id: p.integer().primary(),
    /** 16 bytes of SHA-256 over the sent name: names may be longer than an index entry. */
    digest: p.blob(),
    sentName: p.text(),
    color: p.text().nullable(),
    badge: p.text().nullable(),
    archived: p.boolean().default(false),
    /** The newest that clients told of it. */
    repositoryUrl: p.text().nullable(),
    firstSeenAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['userId', 'digest'] }],
});

export class Project extends ProjectSchema.class {}
ProjectSchema.setClass(Project);
