import { DAYS_WITH_TIME, lockCommits, sql, transaction } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { IDENTITY, IS_OWN } from '../commits/own-commits.js';

/**
 * What all commits of the user of `w` (a row of `commit_watches`) depend on, as one text: the names that are shown, whose addresses and logins are the
 * user's, and which repositories are linked to which projects and have commits.
 */
const BASIS = `md5(concat_ws('|',
           (SELECT naming_version FROM dimension_counters n WHERE n.user_id = w.user_id),
           (SELECT CASE WHEN email_confirmed_at IS NOT NULL THEN lower(email) END FROM users u WHERE u.id = w.user_id),
           (SELECT string_agg(concat_ws(',', lower(f.login), f.emails::text), ';' ORDER BY f.id) FROM forge_connections f WHERE f.user_id = w.user_id),
           (SELECT string_agg(concat_ws(',', r.id, r.project, EXISTS (
                     SELECT FROM commits c WHERE c.user_id = w.user_id AND c.repository_id = r.id)), ';' ORDER BY r.id)
              FROM repositories r
             WHERE r.user_id = w.user_id AND r.project IS NOT NULL)))`;

/** The users whose commits depend on something that changed. */
export async function usersToRestart(em: EntityManager): Promise<number[]> {
  const rows = await sql<{ user_id: number }>(em, `SELECT user_id FROM commit_watches w WHERE basis IS DISTINCT FROM ${BASIS} ORDER BY 1`);
  return rows.map(({ user_id }) => user_id);
}

/**
 * Looks anew which commits are the user's own, and makes every day due that has time or had some behind a commit. What changes meanwhile is another basis,
 * and is found by the next look.
 */
export function restartCommits(em: EntityManager, userId: number): Promise<void> {
  return transaction(em, async (tx) => {
    await lockCommits(tx, userId);
    await sql(tx, `UPDATE commit_watches w SET basis = ${BASIS} WHERE user_id = $1`, [userId]);
    await sql(tx, OWN_AGAIN, [userId]);
    await sql(tx, ALL_DUE, [userId]);
  });
}

const OWN_AGAIN = `
  WITH i AS MATERIALIZED (${IDENTITY})
  UPDATE commits c SET is_own = coalesce(${IS_OWN}, false) FROM i WHERE c.user_id = $1 AND c.is_own IS DISTINCT FROM coalesce(${IS_OWN}, false)`;

const ALL_DUE = `
  INSERT INTO commit_days (user_id, day, is_due)
  SELECT $1::int, day, true
    FROM (SELECT day FROM (${DAYS_WITH_TIME}) w UNION SELECT day FROM commit_times WHERE user_id = $1) d
   ORDER BY day
  ON CONFLICT (user_id, day) DO UPDATE SET is_due = true`;
