import type { EntityManager } from '@mikro-orm/postgresql';
import { lockTime } from './locks.js';
import { sql } from './sql.js';

/** Rows that one statement deletes: a fraction of a second. */
const PART = 10_000;

/**
 * Every table of a user's data. Dirty days come first: without them no roll-up begins. Heartbeats come before what they refer to. Accounts
 * themselves and the audit log are not among them.
 */
export const USER_TABLES = [
  'dirty_days',
  'commit_watches',
  'commit_days',
  'commit_times',
  'commit_sightings',
  'commits',
  'heartbeats',
  'external_durations',
  'rollups',
  'daily_rollups',
  'daily_hours',
  'user_agent_days',
  'ai_session_rollups',
  'leader_entries',
  'leaderboard_members',
  'leaderboard_invites',
  'org_shares',
  'org_views',
  'org_invites',
  'org_team_members',
  'org_team_spells',
  'org_members',
  'org_transfers',
  'org_notice_mails',
  'activities',
  'entities',
  'projects',
  'project_groups',
  'grouped_projects',
  'user_agents',
  'dimension_counters',
  'renames',
  'former_names',
  'rules',
  'badge_links',
  'weekly_reports',
  'goal_checks',
  'goal_events',
  'goal_pauses',
  'goal_versions',
  'goals',
  'goal_calendar',
  'pushed_files',
  'repository_branches',
  'repositories',
  'forge_states',
  'forge_connections',
  'jobs',
  'plugin_errors',
  'account_tokens',
  'sessions',
  'api_keys',
] as const;

/** By the user as well as by place: in another partition another row stands at the same place. */
const DELETE_PART = USER_TABLES.map(
  (table) => `
  WITH gone AS (DELETE FROM ${table} WHERE user_id = $1 AND ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE user_id = $1 LIMIT ${PART})) RETURNING 1)
  SELECT count(*)::int AS rows FROM gone`,
);

/**
 * Deletes what a user has in all tables but `users` and `audit_log`, in transactions of a bounded size; `progress` hears how many rows are
 * gone. Stopped in between, it goes on where it is called again. Nobody may be able to write for the user any more.
 */
export async function deleteUserRows(em: EntityManager, userId: number, progress: (rows: number) => void): Promise<void> {
  let gone = 0;
  for (const statement of DELETE_PART) {
    for (let rows = PART; rows === PART;) {
      rows = await em.fork().transactional((inside) => deletePart(inside, userId, statement));
      gone += rows;
      progress(gone);
    }
  }
}

/** The same in the caller's transaction, for the little that came while the rest was deleted. */
export async function deleteLastUserRows(em: EntityManager, userId: number): Promise<void> {
  for (const statement of DELETE_PART) while ((await deletePart(em, userId, statement)) === PART);
}

async function deletePart(em: EntityManager, userId: number, statement: string): Promise<number> {
  // A roll-up that is under way ends first: it would write rows again.
  await lockTime(em, userId);
  const [part] = await sql<{ rows: number }>(em, statement, [userId]);
  return part?.rows ?? 0;
}
