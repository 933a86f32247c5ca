import { defineEntity, p } from '@mikro-orm/postgresql';

/** A commit that a user's repository or client told of. Written by libs/github. Of no repository: `repository_id` is 0, and the project is the one that a client told. */
const CommitSchema = defineEntity({
  name: 'Commit',
  tableName: 'commits',
  properties: {
    userId: p.integer().primary(),
    /** 0: none. */
    repositoryId: p.integer().primary(),
    /** The row of `projects` whose heartbeats told of it; 0: it is of a repository. */
    projectId: p.integer().primary(),
    sha: p.text().primary(),
    parents: p.array().columnType('text[]'),
    /** The author date, µs since 1970: a rebase does not change it. Of a commit that clients told of: when they first did. */
    authoredAt: p.bigint('number'),
    /** The committer date, µs since 1970. */
    committedAt: p.bigint('number'),
    authorName: p.text(),
    authorEmail: p.text(),
    authorLogin: p.text().nullable(),
    committerName: p.text(),
    committerEmail: p.text(),
    /** Addresses. */
    coAuthors: p.array().columnType('text[]'),
    message: p.text(),
    additions: p.integer().nullable(),
    deletions: p.integer().nullable(),
    /** Paths in the repository; null: not known. */
    files: p.array().columnType('text[]').nullable(),
    htmlUrl: p.text().nullable(),
    /** Branches that have it; none: a push by force took it away. */
    branches: p.array().columnType('text[]'),
    /** Whether the user is its author, or one of them. */
    isOwn: p.boolean(),
    /** The commit that has its time: the same author, author date and subject under another sha. */
    supersededBy: p.text().nullable(),
    seenAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'authoredAt'] }],
});

export class Commit extends CommitSchema.class {}
CommitSchema.setClass(Commit);
