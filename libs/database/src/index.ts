export { connectionTo } from './connection.js';
export { DatabaseModule } from './database.module.js';
export { databaseProblem, StartProblem } from './database-problem.js';
export { codesOf, DatabaseWaiter, willPass } from './database-waiter.js';
export { DumpDatabase } from './dump-database.command.js';
export { RestoreDatabase } from './restore-database.command.js';
export { Organization } from './entities/organization.entity.js';
export { User } from './entities/user.entity.js';
export { ReadPool, type ReadStatement } from './read-pool.js';
export { BackgroundPace, RESTS_OF_AWAITED } from './background-pace.js';
export { PriorityPool, priorityWorkEnded } from './priority-pool.js';
export { CountRequests } from './limit-counters/count-requests.command.js';
export { ForgetRequests } from './limit-counters/forget-requests.command.js';
export { SweepLimitCounters } from './limit-counters/sweep-limit-counters.command.js';
export { COMMIT_REACH_US, dueCommitDaysSql, PASS_ON_DIRTY_DAY, WATCH_COMMITS } from './commit-days.js';
export { CHECK_GOALS } from './goal-checks.js';
export { DAY_US, DAYS_WITH_TIME, dirtyDaysSql, dirtySpansSql, REACH_US, restartTime } from './dirty-days.js';
export { migrate, waitForSchema } from './migrate.js';
export { PruneAuditLog } from './prune-audit-log.command.js';
export { PingDatabase } from './ping-database.query.js';
export { deleteLastUserRows, deleteUserRows } from './user-rows.js';
export { Turns } from './turns.js';
export { cancelledBy, msSql, prepared, sql } from './sql.js';
export {
  lockAccounts,
  lockBoards,
  lockCommits,
  lockForge,
  lockGroups,
  lockNames,
  lockTime,
  tryLockCommits,
  tryLockGoalNotices,
  tryLockTime,
} from './locks.js';
export { AUDIT_HASH_SQL } from './audit-chain.js';
export { type AuditRow, insertAuditRow, transaction } from './transaction.js';
