import { isAiTime } from '@app/analytics';
import { COMMIT_REACH_US, DAY_US, sql, tryLockCommits } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { seeCommits } from '../commits/see-commits.js';
import { TIMED_COMMITS } from './commit-sources.js';
import { DAY_TIME, type DayTimeRow, SESSION_ENDS, type SessionEnd } from './day-time.js';
import { cutsOf, giveTime, type TimedCommit } from './give-time.js';

/** How far from the end of a session a commit is that it ends in, µs. */
const SESSION_COMMIT_US = 10 * 60_000_000;

/** A session that ends on a day, and whether it does so within ten minutes of a commit. */
interface DaySession extends SessionEnd {
  committed: boolean;
}

/**
 * Gives the time of one UTC day to commits, anew, in one transaction. `busy`: somebody else works on this user's commits, and nothing was done.
 *
 * No change is lost. First it is written down under which mark of `dirty_days` the day is read, then heartbeats and commits are read, each by a statement
 * that sees what was committed before it began: what comes later leaves another mark, or makes the day due, and waits here for the row of the day.
 */
export function foldDay(em: EntityManager, userId: number, day: number): Promise<'done' | 'busy'> {
  return em.fork().transactional(async (tx) => {
    // After a crash the day is due again, together with the old rows.
    await sql(tx, 'SET LOCAL synchronous_commit = off');
    if (!(await tryLockCommits(tx, userId))) return 'busy';
    // Whoever deletes the account takes this row first, and waits.
    const [watch] = await sql(tx, 'SELECT 1 FROM commit_watches WHERE user_id = $1 FOR KEY SHARE', [userId]);
    if (!watch) return 'done';
    const [from, to] = [day * DAY_US, (day + 1) * DAY_US];
    await sql(tx, TAKE, [userId, day]);
    await seeCommits(tx, userId, { day, from, to });
    const commits = await sql<TimedCommit>(tx, TIMED_COMMITS, [userId, from - COMMIT_REACH_US, to + COMMIT_REACH_US]);
    await sql(tx, CLEAR, [userId, day]);
    if (commits.length > 0) await writeTimes(tx, userId, { day, from, to }, commits);
    const ends = await sql<SessionEnd>(tx, SESSION_ENDS, [userId, from, to]);
    await sql(tx, KEEP_SESSIONS, [userId, day, JSON.stringify(sessionsOf(ends, commits))]);
    return 'done';
  });
}

async function writeTimes(
  tx: EntityManager,
  userId: number,
  { day, from, to }: { day: number; from: number; to: number },
  commits: readonly TimedCommit[],
): Promise<void> {
  const projects = [...new Set(commits.map(({ project }) => project))];
  const names = new Set(commits.flatMap(({ files }) => (files ?? []).map((file) => file.slice(file.lastIndexOf('/') + 1))));
  const rows = await sql<DayTimeRow>(tx, DAY_TIME, [userId, from, to, projects, cutsOf(commits, from, to), [...names]]);
  const given = giveTime(
    rows.map((row) => ({ ...row, isAi: isAiTime(row) })),
    commits,
  );
  const times = [...given];
  if (times.length === 0) return;
  await sql(tx, WRITE, [
    userId,
    day,
    times.map(([commit]) => commit.repositoryId),
    times.map(([commit]) => commit.projectId),
    times.map(([commit]) => commit.sha),
    times.map(([, time]) => time.totalUs),
    times.map(([, time]) => time.fileUs),
    times.map(([, time]) => time.aiUs),
    times.map(([, time]) => time.first),
  ]);
}

/** A commit in any project ends a session. */
function sessionsOf(ends: readonly SessionEnd[], commits: readonly Pick<TimedCommit, 'at'>[]): DaySession[] {
  return ends.map((end) => ({ ...end, committed: commits.some(({ at }) => Math.abs(at - end.at) <= SESSION_COMMIT_US) }));
}

/** Takes day $2 of user $1 off the list of what is due, and writes down under which mark it is read. Waits for who changes that. */
const TAKE = `
  INSERT INTO commit_days (user_id, day, is_due, read_mark)
  VALUES ($1::int, $2::int, false, (SELECT marked_at FROM dirty_days WHERE user_id = $1 AND day = $2::int))
  ON CONFLICT (user_id, day) DO UPDATE SET is_due = false, read_mark = excluded.read_mark`;

const CLEAR = 'DELETE FROM commit_times WHERE user_id = $1 AND day = $2::int';

const WRITE = `
  INSERT INTO commit_times (user_id, day, repository_id, project_id, sha, total_us, file_us, ai_us, first_time)
  SELECT $1::int, $2::int, repository_id, project_id, sha, total_us, file_us, ai_us, first_time
    FROM unnest($3::int[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
      AS n (repository_id, project_id, sha, total_us, file_us, ai_us, first_time)
   ORDER BY repository_id, project_id, sha`;

const KEEP_SESSIONS = 'UPDATE commit_days SET sessions = $3::jsonb WHERE user_id = $1 AND day = $2::int';
