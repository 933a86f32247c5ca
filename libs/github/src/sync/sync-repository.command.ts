import { repositoryOf } from '@app/analytics';
import { type Actor, Clock, Env } from '@app/core';
import { msSql, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type SeenCommit, storeCommits } from '../commits/store-commits.js';
import { Connections } from '../connect/connections.js';
import { type ForgeCommit, type ForgeLimit, type ForgePage, ForgeProblem, type ForgeRepository } from '../forge/forge.js';
import { type Caller, GithubClient } from '../forge/github.client.js';
import { asJob } from './as-job.js';
import { Branches, isOpen, type OpenBranch } from './branches.js';
import { coAuthorsOf } from './co-authors.js';
import { commitsWithoutFiles, type DetailedCommit, storeDetails } from './commit-details.js';

/**
 * Reads what is new in the branches of a user's repository that is linked to a project: of a branch that was not read before, the commits of the last
 * GITHUB_FIRST_SYNC_DAYS; of others what came since. Then the files of the user's own commits. Stopped in between it goes on where it was. At most 200
 * branches, the default one first.
 */
export class SyncRepository extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly repositoryId: number,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

const MOST_BRANCH_PAGES = 2;
/** Commits whose files are kept at a time. */
const DETAILS = 20;
/** Requests that the files of commits leave for what is more urgent. */
const RESERVE = 500;
const DAY_MS = 86_400_000;

interface Repository {
  repositoryId: number;
  externalId: string;
  fullName: string;
  branchesEtag: string | null;
  /** ms since 1970. */
  syncDueAt: number | null;
}

/** One run of the job. */
interface Run {
  userId: number;
  repository: Repository;
  branches: Branches;
  caller: Caller;
  context: JobContext;
  /** As it is called now. */
  fullName: string;
  defaultBranch: string;
  /** No commit before is read, ms since 1970. */
  since: number;
  /** What GitHub said last. */
  limit: ForgeLimit;
  /** Commits that were read. */
  done: number;
}

/** The newest commit of a branch. */
interface Tip {
  name: string;
  sha: string;
}

@CommandHandler(SyncRepository)
export class SyncRepositoryHandler implements ICommandHandler<SyncRepository> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly client: GithubClient,
    private readonly connections: Connections,
  ) {}

  async execute({ userId, repositoryId, context }: SyncRepository): Promise<void> {
    const [repository] = await sql<Repository>(this.em.fork(), FIND, [userId, repositoryId, this.env.GITHUB_URL]);
    if (!repository) return;
    const work = this.connections.use(userId, context.signal, (caller) => this.sync(userId, repository, caller, context));
    await asJob(work, this.clock, (problem) => sql(this.em.fork(), PROBLEM, [userId, repositoryId, problem]));
  }

  private async sync(userId: number, repository: Repository, known: Caller, context: JobContext): Promise<void> {
    const limit: ForgeLimit = { left: null, resetAt: null };
    const caller: Caller = { ...known, onLimit: (now) => void (known.onLimit?.(now), now.left !== null && Object.assign(limit, now)) };
    const present = await this.present(userId, repository, caller);
    const run: Run = {
      userId,
      repository,
      branches: new Branches(userId, repository.repositoryId),
      caller,
      context,
      fullName: present.fullName,
      defaultBranch: present.defaultBranch,
      since: this.clock.now() - this.env.GITHUB_FIRST_SYNC_DAYS * DAY_MS,
      limit,
      done: 0,
    };
    const etag = await this.readBranches(run).catch((error: unknown) => {
      // There is nothing to read, and nothing wrong.
      if (error instanceof ForgeProblem && error.trouble === 'empty') return '';
      throw error;
    });
    await this.readDetails(run);
    await sql(this.em.fork(), SYNCED, [
      userId,
      repository.repositoryId,
      new Date(this.clock.now()),
      etag || null,
      dateOf(repository.syncDueAt),
    ]);
  }

  /** What the repository is now. It is found by its name, and must have the id that is known: a name may be another's by now. */
  private async present(userId: number, { repositoryId, externalId, fullName }: Repository, caller: Caller): Promise<ForgeRepository> {
    const em = this.em.fork();
    const present = await this.client.repository(caller, fullName).catch(async (error: unknown) => {
      if (error instanceof ForgeProblem && error.trouble === 'gone') await sql(em, LIST_DUE, [userId, new Date(this.clock.now())]);
      throw error;
    });
    if (present.externalId !== externalId) {
      await sql(em, LIST_DUE, [userId, new Date(this.clock.now())]);
      throw new ForgeProblem('gone', 'Another repository has its name now. The list of repositories is read again.');
    }
    await sql(em, PRESENT, [
      userId,
      repositoryId,
      present.fullName,
      present.htmlUrl,
      repositoryOf(present.htmlUrl),
      present.defaultBranch,
      present.isPrivate,
      present.isArchived,
    ]);
    return present;
  }

  /** Reads every branch up to its newest commit. Returns the ETag of the list, where it is whole. */
  private async readBranches(run: Run): Promise<string> {
    const { branches, repository } = run;
    const first = await this.client.branches(run.caller, run.fullName, 1, repository.branchesEtag ?? '');
    // They are what they were, and were read.
    if (!first) return repository.branchesEtag ?? '';
    const tips = [...first.items];
    let last = first;
    for (let n = 2; last.hasNext && n <= MOST_BRANCH_PAGES; n++) {
      const page = await this.client.branches(run.caller, run.fullName, n, '');
      if (!page) break;
      tips.push(...page.items);
      last = page;
    }
    // Branches are listed by name: the default one may be on no page that is read.
    if (last.hasNext && !tips.some(({ name }) => name === run.defaultBranch))
      tips.push(await this.client.branch(run.caller, run.fullName, run.defaultBranch));
    if (!last.hasNext)
      await branches.keepOnly(
        this.em.fork(),
        tips.map(({ name }) => name),
      );
    for (const tip of tips.toSorted((a, b) => Number(b.name === run.defaultBranch) - Number(a.name === run.defaultBranch)))
      await this.readBranch(run, tip);
    return first.hasNext ? '' : first.etag;
  }

  private async readBranch(run: Run, { name, sha }: Tip): Promise<void> {
    const { branches } = run;
    // What was begun comes first: its pages are of another commit.
    await this.readPages(run, name);
    const state = await branches.find(this.em.fork(), name);
    if (state?.headSha === sha) return;
    const trunk = name === run.defaultBranch ? undefined : await branches.find(this.em.fork(), run.defaultBranch);
    const fromSha = state?.headSha ?? trunk?.headSha ?? null;
    await branches.begin(this.em.fork(), { branch: name, targetSha: sha, fromSha, since: run.since, isForced: false });
    const begun = await branches.find(this.em.fork(), name);
    // It is where the default branch is: there is nothing to ask.
    if (fromSha === sha && isOpen(begun))
      await branches.advance(this.em.fork(), begun, { isLast: true, isForced: false, now: this.clock.now() });
    else await this.readPages(run, name);
  }

  private async readPages(run: Run, branch: string): Promise<void> {
    for (;;) {
      const open = await run.branches.find(this.em.fork(), branch);
      if (!isOpen(open)) return;
      const page = await this.page(run, open);
      if (page) await this.store(run, open, page);
    }
  }

  /** Undefined: it cannot be read, and the branch is begun otherwise. */
  private async page(run: Run, open: OpenBranch): Promise<(ForgePage<ForgeCommit> & { isForced: boolean }) | undefined> {
    const { branch, fromSha, targetSha, page } = open;
    try {
      if (fromSha !== null) return await this.client.newCommits(run.caller, run.fullName, fromSha, targetSha, page);
      return { ...(await this.client.commits(run.caller, run.fullName, targetSha, open.since ?? run.since, page)), isForced: false };
    } catch (error) {
      if (!(error instanceof ForgeProblem) || error.trouble !== 'gone') throw error;
      // GitHub forgets what no branch leads to; and what has nothing in common cannot be compared.
      if (fromSha === null) await run.branches.giveUp(this.em.fork(), branch);
      else
        await run.branches.begin(this.em.fork(), { branch, targetSha, fromSha: null, since: run.since, isForced: open.headSha !== null });
      return undefined;
    }
  }

  private async store(run: Run, open: OpenBranch, page: ForgePage<ForgeCommit> & { isForced: boolean }): Promise<void> {
    const { userId, repository } = run;
    const where = { userId, repositoryId: repository.repositoryId };
    // Against a branch that was not read before, GitHub compares with another one.
    const isForced = open.isForced || (page.isForced && open.headSha !== null);
    await this.em.fork().transactional(async (em) => {
      const files = await pushedFiles(em, where, page.items);
      const commits = page.items.map((commit) => toSeen(commit, files.get(commit.sha)));
      await storeCommits(em, where, commits, { branch: open.branch, headSha: open.targetSha, isForced });
      await run.branches.advance(em, open, { isLast: !page.hasNext, isForced, now: this.clock.now() });
    });
    run.done += page.items.length;
    run.context.progress(run.done, 0);
  }

  /** A request each: only for the user's own, and never so many that nothing is left for the rest. */
  private async readDetails(run: Run): Promise<void> {
    const { userId, repository, context } = run;
    const where = { userId, repositoryId: repository.repositoryId };
    for (;;) {
      context.signal.throwIfAborted();
      const shas = await commitsWithoutFiles(this.em.fork(), where, run.since, DETAILS);
      if (shas.length === 0) return;
      const details: DetailedCommit[] = [];
      try {
        for (const sha of shas) details.push(await this.detail(run, sha));
      } finally {
        await this.em.fork().transactional((em) => storeDetails(em, where, details));
      }
    }
  }

  private async detail({ caller, fullName, limit }: Run, sha: string): Promise<DetailedCommit> {
    if (limit.left !== null && limit.left < RESERVE && limit.resetAt !== null && limit.resetAt > this.clock.now())
      throw new ForgeProblem(
        'limited',
        'GitHub answers few more requests for now. The files of older commits are read later.',
        limit.resetAt,
      );
    try {
      return { sha, ...(await this.client.commitDetail(caller, fullName, sha)) };
    } catch (error) {
      if (error instanceof ForgeProblem && error.trouble === 'gone') return { sha, additions: 0, deletions: 0, files: [] };
      throw error;
    }
  }
}

function toSeen({ message, ...commit }: ForgeCommit, files: string[] | undefined): SeenCommit {
  return { ...commit, message, coAuthors: coAuthorsOf(message), additions: null, deletions: null, files: files ?? null };
}

/** The files that webhooks told of. */
async function pushedFiles(
  em: EntityManager,
  { userId, repositoryId }: { userId: number; repositoryId: number },
  commits: readonly ForgeCommit[],
): Promise<ReadonlyMap<string, string[]>> {
  const shas = commits.filter(({ parents }) => parents.length < 2).map(({ sha }) => sha);
  const rows = await sql<{ sha: string; files: string[] }>(em, PUSHED, [userId, repositoryId, shas]);
  return new Map(rows.map(({ sha, files }) => [sha, files]));
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const FIND = `
  SELECT r.id AS "repositoryId", r.external_id AS "externalId", r.full_name AS "fullName", r.branches_etag AS "branchesEtag",
         ${msSql('r.sync_due_at')} AS "syncDueAt"
    FROM repositories r
   WHERE r.user_id = $1 AND r.id = $2 AND r.provider = 'github' AND r.base_url = $3 AND r.project IS NOT NULL AND r.deleted_at IS NULL`;

const PUSHED = 'SELECT sha, files FROM pushed_files WHERE user_id = $1 AND repository_id = $2 AND sha = ANY($3::text[])';

const PROBLEM = 'UPDATE repositories SET problem = $3 WHERE user_id = $1 AND id = $2';

const PRESENT = `
  UPDATE repositories
     SET full_name = $3, html_url = $4, address = $5, default_branch = $6, is_private = $7, is_archived = $8
   WHERE user_id = $1 AND id = $2`;

const LIST_DUE = `UPDATE forge_connections SET sync_due_at = $2 WHERE user_id = $1 AND status = 'connected'`;

/** Whoever asked for a sync meanwhile gets one. */
const SYNCED = `
  UPDATE repositories
     SET last_synced_at = $3, problem = NULL, branches_etag = $4,
         sync_due_at = CASE WHEN sync_due_at IS DISTINCT FROM $5::timestamptz THEN sync_due_at END
   WHERE user_id = $1 AND id = $2`;
