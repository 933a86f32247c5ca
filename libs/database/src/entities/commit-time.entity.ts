import { defineEntity, p } from '@mikro-orm/postgresql';

/** The time of a UTC day that is behind a commit. Written by libs/github, a day at a time; computed, not dumped. Amounts are µs. */
const CommitTimeSchema = defineEntity({
  name: 'CommitTime',
  tableName: 'commit_times',
  properties: {
    userId: p.integer().primary(),
    /** UTC days since 1970. */
    day: p.integer().primary(),
    repositoryId: p.integer().primary(),
    projectId: p.integer().primary(),
    sha: p.text().primary(),
    /** Time of the project since the commit before. */
    totalUs: p.bigint('number'),
    /** Time on the files of the commit. */
    fileUs: p.bigint('number'),
    /** How much of `total_us` was spent with an AI. */
    aiUs: p.bigint('number'),
    /** When the time of either kind begins, µs since 1970. */
    firstTime: p.bigint('number'),
  },
});

export class CommitTime extends CommitTimeSchema.class {}
CommitTimeSchema.setClass(CommitTime);
