import { transaction } from '@app/database';
import { type SeenCommit, storeCommits } from '@app/github';
import { EntityManager } from '@mikro-orm/postgresql';
import type { Connection } from './database.js';
import type { TestApp, TestUser } from './start-app.js';

const MAIL = 'ada@example.com';

/** Somebody with a confirmed address and repositories that are linked to projects of these names, numbered from 1. */
export async function newDeveloper(app: TestApp, db: Connection, projects: readonly string[] = ['engine', 'site']): Promise<TestUser> {
  const user = await app.newUser();
  await db.query('UPDATE users SET email = $2, email_confirmed_at = now() WHERE id = $1', [user.userId, mailOf(user)]);
  for (const [id, project] of projects.entries()) {
    await db.query(
      `INSERT INTO repositories (user_id, id, public_id, connection_id, provider, base_url, external_id, full_name, html_url, address, default_branch,
              is_private, is_archived, is_fork, star_count, fork_count, watch_count, project, linked_by)
       VALUES ($1, $2, gen_random_uuid(), 1, 'github', 'https://github.com', $3, $4, 'https://github.com/' || $4, 'github.com/' || $4, 'main',
               false, false, false, 3, 0, 1, $5, 'hand')`,
      [user.userId, id + 1, `R_${id}`, `ada/${project}`, project],
    );
  }
  return user;
}

export function mailOf({ userId }: TestUser): string {
  return `${userId}.${MAIL}`;
}

/** A commit of the user's own, at an instant in µs. */
export function ownCommit(user: TestUser, sha: string, at: number, more: Partial<SeenCommit> = {}): SeenCommit {
  return {
    sha,
    parents: [],
    authoredAt: at,
    committedAt: at,
    authorName: 'Ada',
    authorEmail: mailOf(user),
    authorLogin: null,
    committerName: 'Ada',
    committerEmail: '',
    coAuthors: [],
    message: `Work of ${sha}`,
    additions: null,
    deletions: null,
    files: null,
    htmlUrl: null,
    ...more,
  };
}

/** Stores commits as a sync does. `forcedTo`: what the branch leads to after a push by force. */
export function store(
  app: TestApp,
  user: TestUser,
  repositoryId: number,
  commits: SeenCommit[],
  branch = 'main',
  forcedTo?: string,
): Promise<number> {
  return transaction(app.nest.get(EntityManager), (em) =>
    storeCommits(em, { userId: user.userId, repositoryId }, commits, {
      branch,
      headSha: forcedTo ?? commits.at(-1)?.sha ?? '',
      isForced: forcedTo !== undefined,
    }),
  );
}
