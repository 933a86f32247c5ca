import { type Actor, badParameter, DomainError } from '@app/core';
import { ReadPool } from '@app/database';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FoundCommits, type ProjectCommit, ProjectCommits, TIME_BEHIND } from './project-commits.js';

/** A commit that another one brought in, and the time behind it, µs. */
export interface IncludedCommit {
  sha: string;
  message: string;
  totalUs: number;
  fileUs: number;
}

/** One commit of a project. */
export interface FoundCommit {
  found: FoundCommits;
  commit: ProjectCommit;
  /** What a merge or a squash stands for, newest first. */
  includes: IncludedCommit[];
}

const SHA = /^[0-9a-f]{7,64}$/;
/** Commits that are told of a merge or a squash. */
const MOST_INCLUDED = 250;
/** Commits that are looked through for them, and how old they are at most, µs. */
const MOST_REACHED = 5_000;
const OLDEST_INCLUDED_US = 90 * 86_400_000_000;

/**
 * One commit of a project, by its sha or the first seven or more digits of it, with the time behind it and what it includes. Refused: fewer digits, and such
 * as several commits begin with. Not found: none begins so, or the project has no commits.
 */
export class GetProjectCommit extends Query<FoundCommit> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly project: string,
    readonly hash: string,
    readonly branch?: string,
  ) {
    super();
  }
}

@QueryHandler(GetProjectCommit)
export class GetProjectCommitHandler implements IQueryHandler<GetProjectCommit> {
  constructor(
    private readonly commits: ProjectCommits,
    private readonly reads: ReadPool,
  ) {}

  async execute({ subject, project, hash, branch }: GetProjectCommit): Promise<FoundCommit> {
    const sha = hash.toLowerCase();
    if (!SHA.test(sha)) throw badParameter('hash', 'Use the hash of a commit, or the first 7 or more of its hexadecimal digits.');
    const found = await this.commits.read(subject, project, { sha, limit: 2, offset: 0, ...(branch !== undefined && { branch }) });
    const commit = found.commits.find((one) => one.sha === sha) ?? found.commits[0];
    if (!commit) {
      throw new DomainError('not-found', 'commit.unknown', `No commit of this project begins with ${sha}. GET …/commits lists them.`);
    }
    if (commit.sha !== sha && found.commits.length > 1)
      throw badParameter('hash', `More than one commit begins with ${sha}; send more digits.`);
    const includes = await this.reads.query<IncludedCommit>({
      name: 'included-commits',
      text: INCLUDED,
      params: [subject.userId, commit.sha, subjectsOf(commit)],
      long: true,
    });
    return { found, commit, includes };
  }
}

/**
 * The first lines of the commits that a squash stands for, as GitHub writes them into its message: one a line behind `* `, or, of one commit alone, the first
 * line itself before the number of the pull request. Of a merge, none: its parents tell.
 */
export function subjectsOf({ message, isMerge }: Pick<ProjectCommit, 'message' | 'isMerge'>): string[] {
  if (isMerge) return [];
  const [first = '', ...rest] = message.split('\n');
  const own = /^(.*\S)\s+\(#\d+\)$/.exec(first)?.[1];
  if (own === undefined) return [];
  const listed = rest.flatMap((line) => /^\* (.*\S)\s*$/.exec(line)?.[1] ?? []);
  return listed.length > 0 ? listed : [own];
}

const IS_RECENT = `c.committed_at >= t.committed_at - ${OLDEST_INCLUDED_US}`;

/**
 * What commit $2 of user $1 brought in: of a merge, what its second and further parents lead to and its first one does not; of a squash, the commits with the first
 * lines $3 that are not on its branches. Of both those of the 90 days before it.
 */
const INCLUDED = `
  WITH RECURSIVE target AS MATERIALIZED (
    SELECT * FROM commits WHERE user_id = $1 AND sha = $2::text AND repository_id <> 0 ORDER BY repository_id LIMIT 1),
  brought AS (
    SELECT c.sha, c.parents
      FROM target t
      JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0 AND c.sha = ANY(t.parents[2:])
       AND ${IS_RECENT}
    UNION
    SELECT c.sha, c.parents
      FROM brought b
      CROSS JOIN target t
      JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0 AND c.sha = ANY(b.parents)
       AND ${IS_RECENT}),
  known AS (
    SELECT c.sha, c.parents
      FROM target t
      JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0 AND c.sha = t.parents[1]
     WHERE cardinality(t.parents) > 1
    UNION
    SELECT c.sha, c.parents
      FROM known k
      CROSS JOIN target t
      JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0 AND c.sha = ANY(k.parents)
       AND ${IS_RECENT}),
  shas AS MATERIALIZED (
    (SELECT sha FROM (SELECT sha FROM brought LIMIT ${MOST_REACHED}) b EXCEPT SELECT sha FROM (SELECT sha FROM known LIMIT ${MOST_REACHED}) k)
    UNION
    SELECT c.sha
      FROM target t
      JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0
     WHERE ${IS_RECENT} AND c.committed_at <= t.committed_at AND c.sha <> t.sha
       AND split_part(c.message, E'\\n', 1) = ANY($3::text[])
       AND NOT (c.branches && t.branches))
  SELECT c.sha, split_part(c.message, E'\\n', 1) AS message, b.total_us AS "totalUs", b.file_us AS "fileUs"
    FROM target t
    JOIN commits c ON c.user_id = $1 AND c.repository_id = t.repository_id AND c.project_id = 0 AND c.sha IN (SELECT sha FROM shas)
   CROSS JOIN LATERAL (${TIME_BEHIND}) b
   ORDER BY c.authored_at DESC, c.sha
   LIMIT ${MOST_INCLUDED}`;
