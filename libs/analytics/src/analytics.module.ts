import { Module } from '@nestjs/common';
import { AiBlocks } from './ai/ai-blocks.js';
import { GetAiAnalysisHandler } from './ai/get-ai-analysis.query.js';
import { ModelPrices } from './ai/model-prices.js';
import { BranchLists } from './branch-lists.js';
import { GetAllTimeHandler } from './get-all-time.query.js';
import { GetDurationsHandler } from './get-durations.query.js';
import { GetFocusHandler } from './focus/get-focus.query.js';
import { GetFileTimeHandler } from './get-file-time.query.js';
import { GetStatsHandler } from './get-stats.query.js';
import { GetSummariesHandler } from './get-summaries.query.js';
import { CompareTimeHandler } from './comparison/compare-time.query.js';
import { GetTimesheetHandler } from './timesheets/get-timesheet.query.js';
import { GetHoursHandler } from './habits/get-hours.query.js';
import { GetStreaksHandler } from './habits/get-streaks.query.js';
import { GetWeekdaysHandler } from './habits/get-weekdays.query.js';
import { OwnTime } from './own-time.js';
import { GetInsightHandler } from './insights/get-insight.query.js';
import { ComputeInstanceStatsHandler } from './instance-stats/compute-instance-stats.command.js';
import { GetInstanceStatsHandler } from './instance-stats/get-instance-stats.query.js';
import { SweepInstanceStatsHandler } from './instance-stats/sweep-instance-stats.command.js';
import { AcceptLeaderboardInviteHandler } from './leaderboards/accept-leaderboard-invite.command.js';
import { CreateLeaderboardHandler } from './leaderboards/create-leaderboard.command.js';
import { DeclineLeaderboardInviteHandler } from './leaderboards/decline-leaderboard-invite.command.js';
import { DeleteLeaderboardHandler } from './leaderboards/delete-leaderboard.command.js';
import { FindLinkedLeaderboardHandler } from './leaderboards/find-linked-leaderboard.query.js';
import { GetLeaderboardHandler } from './leaderboards/get-leaderboard.query.js';
import { InviteToLeaderboardHandler } from './leaderboards/invite-to-leaderboard.command.js';
import { IssueLeaderboardLinkHandler } from './leaderboards/issue-leaderboard-link.command.js';
import { JoinLeaderboardHandler } from './leaderboards/join-leaderboard.command.js';
import { ListLeaderboardInvitesHandler } from './leaderboards/list-leaderboard-invites.query.js';
import { ListLeaderboardsHandler } from './leaderboards/list-leaderboards.query.js';
import { RemoveLeaderboardMemberHandler } from './leaderboards/remove-leaderboard-member.command.js';
import { RenameLeaderboardHandler } from './leaderboards/rename-leaderboard.command.js';
import { RevokeLeaderboardLinkHandler } from './leaderboards/revoke-leaderboard-link.command.js';
import { WithdrawLeaderboardInviteHandler } from './leaderboards/withdraw-leaderboard-invite.command.js';
import { ComputeLeadersHandler } from './leaders/compute-leaders.command.js';
import { GetLeadersHandler } from './leaders/get-leaders.query.js';
import { SweepLeadersHandler } from './leaders/sweep-leaders.command.js';
import { GetTimeMetricsHandler } from './get-time-metrics.query.js';
import { ListExternalDurationsHandler } from './list-external-durations.query.js';
import { ListHeartbeatsHandler } from './list-heartbeats.query.js';
import { CreateBadgeLinkHandler } from './pictures/create-badge-link.command.js';
import { DeleteBadgeLinkHandler } from './pictures/delete-badge-link.command.js';
import { FindBadgeLinkHandler } from './pictures/find-badge-link.query.js';
import { GetActivityHandler } from './pictures/get-activity.query.js';
import { GetBadgeHandler } from './pictures/get-badge.query.js';
import { GetCardHandler } from './pictures/get-card.query.js';
import { ListBadgeLinksHandler } from './pictures/list-badge-links.query.js';
import { GetProjectHandler } from './projects/get-project.query.js';
import { ProjectLabels } from './pictures/project-labels.js';
import { GroupFilters } from './projects/group-filters.js';
import { ListProjectsHandler } from './projects/list-projects.query.js';
import { ProjectColors } from './projects/project-colors.js';
import { Projects } from './projects/projects.js';
import { EnqueueRebuildHandler } from './roll-ups/enqueue-rebuild.command.js';
import { RebuildRollUpsHandler } from './roll-ups/rebuild-roll-ups.command.js';
import { RollUpUserHandler } from './roll-ups/roll-up-user.command.js';
import { SweepRollUpsHandler } from './roll-ups/sweep-roll-ups.command.js';
import { ListNamesHandler } from './seen/list-names.query.js';
import { ListUserAgentsHandler } from './seen/list-user-agents.query.js';
import { PreviewRulesHandler } from './rules/preview-rules.query.js';
import { ProjectBlocksReader } from './time/project-blocks.js';
import { TimeReader } from './time/time-reader.js';

@Module({
  providers: [
    BranchLists,
    AcceptLeaderboardInviteHandler,
    CreateLeaderboardHandler,
    DeclineLeaderboardInviteHandler,
    DeleteLeaderboardHandler,
    FindLinkedLeaderboardHandler,
    GetLeaderboardHandler,
    InviteToLeaderboardHandler,
    IssueLeaderboardLinkHandler,
    JoinLeaderboardHandler,
    ListLeaderboardInvitesHandler,
    ListLeaderboardsHandler,
    RemoveLeaderboardMemberHandler,
    RenameLeaderboardHandler,
    RevokeLeaderboardLinkHandler,
    WithdrawLeaderboardInviteHandler,
    ComputeInstanceStatsHandler,
    ComputeLeadersHandler,
    EnqueueRebuildHandler,
    CreateBadgeLinkHandler,
    DeleteBadgeLinkHandler,
    FindBadgeLinkHandler,
    GetActivityHandler,
    GetAllTimeHandler,
    GetBadgeHandler,
    GetCardHandler,
    GetDurationsHandler,
    GetInsightHandler,
    GetFileTimeHandler,
    GetFocusHandler,
    GetHoursHandler,
    GetTimesheetHandler,
    GetWeekdaysHandler,
    GetStreaksHandler,
    CompareTimeHandler,
    OwnTime,
    GetInstanceStatsHandler,
    GetLeadersHandler,
    GetProjectHandler,
    GetStatsHandler,
    GetSummariesHandler,
    GetTimeMetricsHandler,
    ListExternalDurationsHandler,
    ListBadgeLinksHandler,
    AiBlocks,
    GetAiAnalysisHandler,
    ModelPrices,
    GroupFilters,
    ProjectLabels,
    ListHeartbeatsHandler,
    ListNamesHandler,
    ListProjectsHandler,
    ListUserAgentsHandler,
    ProjectColors,
    Projects,
    RebuildRollUpsHandler,
    RollUpUserHandler,
    SweepInstanceStatsHandler,
    SweepLeadersHandler,
    SweepRollUpsHandler,
    PreviewRulesHandler,
    ProjectBlocksReader,
    TimeReader,
  ],
  exports: [OwnTime, ProjectBlocksReader, TimeReader],
})
export class AnalyticsModule {}
