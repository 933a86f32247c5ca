import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from './sql.js';

/** The first keys of all advisory locks. The second is the user's id, or 0. */
const TIME = 1;
const ACCOUNTS = 2;
const INSTANCE = 3;
const MIGRATIONS = 4;
const NAMES = 5;
const BOARDS = 6;
const GROUPS = 7;
const GOAL_NOTICES = 8;
const AUDIT = 9;
const COMMITS = 12;
const FORGE = 10;

/** One roll-up, or one change of settings, of a user at a time. Held to the end of the transaction; taken before any other lock. */
export async function lockTime(em: EntityManager, userId: number): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${TIME}, $1)`, [userId]);
}

/** The same lock if nobody has it; `false`, at once, if somebody does. */
export async function tryLockTime(em: EntityManager, userId: number): Promise<boolean> {
  const [row] = await sql<{ granted: boolean }>(em, `SELECT pg_try_advisory_xact_lock(${TIME}, $1) AS granted`, [userId]);
  return row?.granted === true;
}

/** One sign-up, claim or making of the first owner at a time. Held to the end of the transaction. */
export async function lockAccounts(em: EntityManager): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${ACCOUNTS}, 0)`);
}

/** One worker at a time looks whether names are to be read again. Held to the end of the transaction. */
export async function lockNames(em: EntityManager): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${NAMES}, 0)`);
}

/** One worker at a time looks whether leaderboards or statistics of the instance are due, or writes a part of them. Held to the end of the transaction. */
export async function lockBoards(em: EntityManager): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${BOARDS}, 0)`);
}

/**
 * One change of what is said of a user's projects, and of labels and clients, at a time. Held to the end of the transaction; taken after the row
 * of `dimension_counters` where both are.
 */
export async function lockGroups(em: EntityManager, userId: number): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${GROUPS}, $1)`, [userId]);
}

/** One worker at a time looks whether a user's goals are met: `false`, at once, where another one does. Held to the end of the transaction. */
export async function tryLockGoalNotices(em: EntityManager, userId: number): Promise<boolean> {
  const [row] = await sql<{ granted: boolean }>(em, `SELECT pg_try_advisory_xact_lock(${GOAL_NOTICES}, $1) AS granted`, [userId]);
  return row?.granted === true;
}

/** One change of a user's commits, or of the time behind them, at a time. Held to the end of the transaction; taken before rows of commits and their days. */
export async function lockCommits(em: EntityManager, userId: number): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${COMMITS}, $1)`, [userId]);
}

/** The same lock if nobody has it; `false`, at once, if somebody does. */
export async function tryLockCommits(em: EntityManager, userId: number): Promise<boolean> {
  const [row] = await sql<{ granted: boolean }>(em, `SELECT pg_try_advisory_xact_lock(${COMMITS}, $1) AS granted`, [userId]);
  return row?.granted === true;
}

/** One change of a user's account and repositories at GitHub, or of the jobs about them, at a time. Held to the end of the transaction. */
export async function lockForge(em: EntityManager, userId: number): Promise<void> {
  await sql(em, `SELECT pg_advisory_xact_lock(${FORGE}, $1)`, [userId]);
}

/**
 * One row at a time is added to the chain of the audit log. Held to the end of the transaction, and the last lock that is taken there: whoever has it
 * waits for nobody, so there are no deadlocks. A process that stops while it has it loses it after ten seconds.
 */
export async function lockAudit(em: EntityManager): Promise<void> {
  await sql(em, `SELECT set_config('idle_in_transaction_session_timeout', '10s', true), pg_advisory_xact_lock(${AUDIT}, 0)`);
}

/** One process at a time brings the schema up to date. Held to the end of the transaction. */
export const LOCK_MIGRATIONS = `SELECT pg_advisory_xact_lock(${MIGRATIONS}, 0)`;

/** Whether a process does so at this moment. */
export const IS_MIGRATING = `
  SELECT EXISTS (
    SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE l.locktype = 'advisory' AND l.classid = ${MIGRATIONS} AND l.objid = 0 AND l.granted AND d.datname = current_database()) AS migrates`;

/** The lock that says "Chronova runs on this database": every api and worker shares it for as long as it runs, a restore needs it alone. */
export const SHARE_INSTANCE = `SELECT pg_advisory_lock_shared(${INSTANCE}, 0)`;
export const TRY_INSTANCE_ALONE = `SELECT pg_try_advisory_xact_lock(${INSTANCE}, 0) AS alone`;
