import { defineEntity, p } from '@mikro-orm/postgresql';

/** A user who has commits. Written by libs/github, and by ingest for the first heartbeat that names a commit (`commit-days.ts`). */
const CommitWatchSchema = defineEntity({
  name: 'CommitWatch',
  tableName: 'commit_watches',
  properties: {
    userId: p.integer().autoincrement(false).primary(),
    /** What all of the user's commits depend on, when their days were last marked: names, addresses, links. Null: never. */
    basis: p.text().nullable(),
  },
});

export class CommitWatch extends CommitWatchSchema.class {}
CommitWatchSchema.setClass(CommitWatch);
