import { defineEntity, p } from '@mikro-orm/postgresql';

/** A commit that heartbeats of a UTC day name. Written by libs/github; computed from heartbeats, not dumped. */
const CommitSightingSchema = defineEntity({
  name: 'CommitSighting',
  tableName: 'commit_sightings',
  properties: {
    userId: p.integer().primary(),
    day: p.integer().primary(),
    projectId: p.integer().primary(),
    sha: p.text().primary(),
    /** Of the first heartbeat of the day with it, µs since 1970. */
    firstTime: p.bigint('number'),
    branch: p.text(),
    author: p.text(),
    message: p.text(),
  },
  indexes: [{ properties: ['userId', 'projectId', 'sha'] }],
});

export class CommitSighting extends CommitSightingSchema.class {}
CommitSightingSchema.setClass(CommitSighting);
