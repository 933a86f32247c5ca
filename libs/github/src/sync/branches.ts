import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** How far a branch was read. */
export interface BranchState {
  branch: string;
  /** All up to here was read; null: nothing was. */
  headSha: string | null;
  /** Up to here it is being read; null: it is not. */
  targetSha: string | null;
  /** From here on, where GitHub compares the two; null: from `since` on. */
  fromSha: string | null;
  /** ms since 1970. */
  since: number | null;
  page: number;
  isForced: boolean;
}

/** A branch that is being read. */
export interface OpenBranch extends BranchState {
  targetSha: string;
}

export function isOpen(state: BranchState | undefined): state is OpenBranch {
  return state !== undefined && state.targetSha !== null;
}

const COLUMNS = `
  branch, head_sha AS "headSha", target_sha AS "targetSha", from_sha AS "fromSha", ${msSql('since')} AS since, page, is_forced AS "isForced"`;

const LIST = `SELECT ${COLUMNS} FROM repository_branches WHERE user_id = $1 AND repository_id = $2 ORDER BY branch COLLATE "C"`;
const FIND = `SELECT ${COLUMNS} FROM repository_branches WHERE user_id = $1 AND repository_id = $2 AND branch = $3`;
const FORGET = 'DELETE FROM repository_branches WHERE user_id = $1 AND repository_id = $2 AND branch <> ALL($3::text[])';
const BEGIN = `
  INSERT INTO repository_branches (user_id, repository_id, branch, target_sha, from_sha, since, page, is_forced)
  VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
  ON CONFLICT (user_id, repository_id, branch) DO UPDATE
     SET target_sha = excluded.target_sha, from_sha = excluded.from_sha, since = excluded.since, page = 1, is_forced = excluded.is_forced
  RETURNING ${COLUMNS}`;
const ADVANCE = `
  UPDATE repository_branches
     SET page = page + 1, is_forced = $6
   WHERE user_id = $1 AND repository_id = $2 AND branch = $3 AND target_sha = $4 AND page = $5
  RETURNING ${COLUMNS}`;
const FINISH = `
  UPDATE repository_branches
     SET head_sha = target_sha, target_sha = NULL, from_sha = NULL, since = NULL, page = 1, is_forced = false, read_at = $6
   WHERE user_id = $1 AND repository_id = $2 AND branch = $3 AND target_sha = $4 AND page = $5
  RETURNING ${COLUMNS}`;
const GIVE_UP =
  'UPDATE repository_branches SET target_sha = NULL, head_sha = NULL WHERE user_id = $1 AND repository_id = $2 AND branch = $3';

/** How far the branches of one repository of a user were read. */
export class Branches {
  constructor(
    private readonly userId: number,
    private readonly repositoryId: number,
  ) {}

  list(em: EntityManager): Promise<BranchState[]> {
    return sql(em, LIST, [this.userId, this.repositoryId]);
  }

  async find(em: EntityManager, branch: string): Promise<BranchState | undefined> {
    const [found] = await sql<BranchState>(em, FIND, [this.userId, this.repositoryId, branch]);
    return found;
  }

  /** Forgets all branches but these. Their commits stay. */
  async keepOnly(em: EntityManager, names: readonly string[]): Promise<void> {
    await sql(em, FORGET, [this.userId, this.repositoryId, names]);
  }

  /** Begins to read a branch up to a commit. */
  async begin(
    em: EntityManager,
    begun: Pick<OpenBranch, 'branch' | 'targetSha' | 'fromSha' | 'isForced'> & { since: number },
  ): Promise<void> {
    const { branch, targetSha, fromSha, since, isForced } = begun;
    await sql(em, BEGIN, [this.userId, this.repositoryId, branch, targetSha, fromSha, new Date(since), isForced]);
  }

  /** A page was read; after the last one the branch is. Fails where somebody else reads it, too. */
  async advance(
    em: EntityManager,
    open: OpenBranch,
    { isLast, isForced, now }: { isLast: boolean; isForced: boolean; now: number },
  ): Promise<void> {
    const key = [this.userId, this.repositoryId, open.branch, open.targetSha, open.page];
    const advanced = isLast ? await sql(em, FINISH, [...key, new Date(now)]) : await sql(em, ADVANCE, [...key, isForced]);
    if (advanced.length === 0) throw new Error('Another job reads this branch.');
  }

  /** The commit to read up to is not there any more: the branch is read anew. */
  async giveUp(em: EntityManager, branch: string): Promise<void> {
    await sql(em, GIVE_UP, [this.userId, this.repositoryId, branch]);
  }
}
