import { defineEntity, p } from '@mikro-orm/postgresql';

/** How far the commits of a branch were read. Written by libs/github. */
const RepositoryBranchSchema = defineEntity({
  name: 'RepositoryBranch',
  tableName: 'repository_branches',
  properties: {
    userId: p.integer().primary(),
    repositoryId: p.integer().primary(),
    branch: p.text().primary(),
    /** The commit up to which all of it was read; null: none yet. */
    headSha: p.text().nullable(),
    /** The commit up to which it is being read; null: nothing is. Pages are of this one, so they stay what they are. */
    targetSha: p.text().nullable(),
    /** The commit from which on, where GitHub compares the two; null: from `since` on. */
    fromSha: p.text().nullable(),
    /** The oldest commits that are read, where a branch is read for the first time. */
    since: p.datetime().nullable(),
    /** The next page. */
    page: p.integer().default(1),
    /** Whether the branch does not hold what it held: somebody pushed by force. */
    isForced: p.boolean().default(false),
    readAt: p.datetime().nullable(),
  },
});

export class RepositoryBranch extends RepositoryBranchSchema.class {}
RepositoryBranchSchema.setClass(RepositoryBranch);
