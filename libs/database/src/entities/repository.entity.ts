import { defineEntity, p } from '@mikro-orm/postgresql';

/** A repository that a user can read at GitHub. Found by GitHub's id for it, which no rename and no transfer changes. Written by libs/github. */
const RepositorySchema = defineEntity({
  name: 'Repository',
  tableName: 'repositories',
  properties: {
    userId: p.integer().primary(),
    /** Counted by user. */
    id: p.integer().primary(),
    publicId: p.uuid(),
    connectionId: p.integer(),
    provider: p.text(),
    baseUrl: p.text(),
    /** The node id there. What webhooks are about is found by it, whosever it is. */
    externalId: p.text().index(),
    /** `owner/name`, as it is called now. */
    fullName: p.text(),
    htmlUrl: p.text(),
    /** As `repositoryOf` of `@app/analytics` writes it: what heartbeats tell is compared with it. */
    address: p.text(),
    description: p.text().nullable(),
    homepage: p.text().nullable(),
    defaultBranch: p.text(),
    isPrivate: p.boolean(),
    isArchived: p.boolean(),
    isFork: p.boolean(),
    starCount: p.integer(),
    forkCount: p.integer(),
    watchCount: p.integer(),
    createdAt: p.datetime().nullable(),
    /** When somebody pushed last, as GitHub says. */
    pushedAt: p.datetime().nullable(),
    /** Since when it is not there any more, or not for this user. */
    deletedAt: p.datetime().nullable(),
    /** The project that it is linked to, by the name as it is sent; null: none. */
    project: p.text().nullable(),
    /** `hand`, `url`, `name`; null: it was not linked. By hand to no project: it stays so. */
    linkedBy: p.text().nullable(),
    /** When its commits were read last. */
    lastSyncedAt: p.datetime().nullable(),
    /** When they are read again; null: never. */
    syncDueAt: p.datetime().nullable().index(),
    /** Why they could not be read, for the user; null: they could. */
    problem: p.text().nullable(),
    /** Of the list of branches. */
    branchesEtag: p.text().nullable(),
  },
  uniques: [{ properties: ['userId', 'provider', 'baseUrl', 'externalId'] }, { properties: ['userId', 'publicId'] }],
  indexes: [{ properties: ['userId', 'project'] }],
});

export class Repository extends RepositorySchema.class {}
RepositorySchema.setClass(Repository);
