import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type Options } from '@mikro-orm/postgresql';
import { connectionTo } from './connection.js';
import { AccountToken } from './entities/account-token.entity.js';
import { Activity } from './entities/activity.entity.js';
import { AiSessionRollup } from './entities/ai-session-rollup.entity.js';
import { ApiKey } from './entities/api-key.entity.js';
import { AuditChain } from './entities/audit-chain.entity.js';
import { AuditLog } from './entities/audit-log.entity.js';
import { BadgeLink } from './entities/badge-link.entity.js';
import { Commit } from './entities/commit.entity.js';
import { CommitTime } from './entities/commit-time.entity.js';
import { CommitDay } from './entities/commit-day.entity.js';
import { CommitSighting } from './entities/commit-sighting.entity.js';
import { CommitWatch } from './entities/commit-watch.entity.js';
import { DailyHours } from './entities/daily-hours.entity.js';
import { DailyRollup } from './entities/daily-rollup.entity.js';
import { DimensionCounter } from './entities/dimension-counter.entity.js';
import { DirtyDay } from './entities/dirty-day.entity.js';
import { Entity } from './entities/entity.entity.js';
import { ExternalDuration } from './entities/external-duration.entity.js';
import { ForgeConnection } from './entities/forge-connection.entity.js';
import { ForgeState } from './entities/forge-state.entity.js';
import { Goal } from './entities/goal.entity.js';
import { GoalCalendar } from './entities/goal-calendar.entity.js';
import { GoalCheck } from './entities/goal-check.entity.js';
import { GoalEvent } from './entities/goal-event.entity.js';
import { GoalPause } from './entities/goal-pause.entity.js';
import { GoalVersion } from './entities/goal-version.entity.js';
import { GroupedProject } from './entities/grouped-project.entity.js';
import { HeldUsername } from './entities/held-username.entity.js';
import { HeartbeatRow } from './entities/heartbeat.entity.js';
import { InstanceStats } from './entities/instance-stats.entity.js';
import { Job } from './entities/job.entity.js';
import { LeaderboardInvite } from './entities/leaderboard-invite.entity.js';
import { LeaderboardMember } from './entities/leaderboard-member.entity.js';
import { Leaderboard } from './entities/leaderboard.entity.js';
import { LeaderEntry } from './entities/leader-entry.entity.js';
import { LimitCounter } from './entities/limit-counter.entity.js';
import { Organization } from './entities/organization.entity.js';
import { OrgDomain } from './entities/org-domain.entity.js';
import { OrgInvite } from './entities/org-invite.entity.js';
import { OrgKey } from './entities/org-key.entity.js';
import { OrgNoticeMail } from './entities/org-notice-mail.entity.js';
import { OrgMember } from './entities/org-member.entity.js';
import { OrgProject } from './entities/org-project.entity.js';
import { OrgShare } from './entities/org-share.entity.js';
import { OrgSum } from './entities/org-sum.entity.js';
import { OrgSumState } from './entities/org-sum-state.entity.js';
import { OrgTeam } from './entities/org-team.entity.js';
import { OrgTeamSpell } from './entities/org-team-spell.entity.js';
import { OrgTeamMember } from './entities/org-team-member.entity.js';
import { OrgTransfer } from './entities/org-transfer.entity.js';
import { OrgView } from './entities/org-view.entity.js';
import { PluginError } from './entities/plugin-error.entity.js';
import { Project } from './entities/project.entity.js';
import { ProjectGroup } from './entities/project-group.entity.js';
import { PushedFiles } from './entities/pushed-files.entity.js';
import { Repository } from './entities/repository.entity.js';
import { RepositoryBranch } from './entities/repository-branch.entity.js';
import { FormerName } from './entities/former-name.entity.js';
import { Rename } from './entities/rename.entity.js';
import { Rollup } from './entities/rollup.entity.js';
import { Rule } from './entities/rule.entity.js';
import { Session } from './entities/session.entity.js';
import { User } from './entities/user.entity.js';
import { UserAgent } from './entities/user-agent.entity.js';
import { UserAgentDay } from './entities/user-agent-day.entity.js';
import { WeeklyReportRow } from './entities/weekly-report.entity.js';
import { WebhookDelivery } from './entities/webhook-delivery.entity.js';
import { migrations } from './migrations/index.js';

/** The one ORM configuration, for the apps, the tests and the migration generator. `purpose`: see `connectionTo`. */
export function ormConfig(databaseUrl: string, purpose = ''): Options {
  const connection = connectionTo(databaseUrl, purpose);
  return defineConfig({
    ...(connection.host && { host: connection.host }),
    ...(connection.database && { dbName: connection.database }),
    entities: [
      User,
      ApiKey,
      Session,
      AccountToken,
      HeldUsername,
      AuditChain,
      AuditLog,
      PluginError,
      Project,
      ProjectGroup,
      GroupedProject,
      Activity,
      Entity,
      UserAgent,
      DimensionCounter,
      FormerName,
      Rename,
      Rule,
      BadgeLink,
      Goal,
      GoalVersion,
      GoalPause,
      GoalCalendar,
      GoalEvent,
      GoalCheck,
      HeartbeatRow,
      ExternalDuration,
      Rollup,
      DailyRollup,
      DailyHours,
      UserAgentDay,
      AiSessionRollup,
      DirtyDay,
      Commit,
      CommitTime,
      CommitDay,
      CommitSighting,
      CommitWatch,
      Job,
      LeaderEntry,
      Leaderboard,
      LeaderboardMember,
      LeaderboardInvite,
      WeeklyReportRow,
      InstanceStats,
      Organization,
      OrgDomain,
      OrgInvite,
      OrgKey,
      OrgNoticeMail,
      OrgMember,
      OrgTeam,
      OrgTeamMember,
      OrgTeamSpell,
      OrgShare,
      OrgSum,
      OrgSumState,
      OrgProject,
      OrgTransfer,
      OrgView,
      LimitCounter,
      ForgeConnection,
      ForgeState,
      Repository,
      RepositoryBranch,
      PushedFiles,
      WebhookDelivery,
    ],
    extensions: [Migrator],
    migrations: { migrationsList: migrations, path: 'libs/database/src/migrations', snapshot: false, emit: 'ts', silent: true },
    // BullMQ keeps its own tables in a schema of its own: the generator would drop what it does not know.
    schemaGenerator: { ignoreSchema: ['bullmq'] },
    pool: { min: 0, max: 10 },
    driverOptions: { ...connection, connectionTimeoutMillis: 5_000 },
    // A handler that is called outside a request (a test, the CLI) works on the global manager; nothing here keeps entities in it.
    allowGlobalContext: true,
  });
}
