export type { AiShare, AiUsage, KindOfDays, NamedShare } from './ai/ai-analytics.js';
export type { AiBlock, NamedUsage } from './ai/ai-block.js';
export { isAiTime } from './ai/ai-time.js';
export { aiLinesOf, humanLinesOf } from './ai/ai-usage.js';
export { type AiAnalysisResult, GetAiAnalysis } from './ai/get-ai-analysis.query.js';
export { AnalyticsModule } from './analytics.module.js';
export { CompareTime, type ComparisonQuestion, type ComparisonResult, type Period } from './comparison/compare-time.query.js';
export type { Change } from './comparison/comparison.js';
export { type DateRange, daysIn } from './date-range.js';
export { type AllTimeQuestion, GetAllTime } from './get-all-time.query.js';
export { type DurationsRequest, GetDurations } from './get-durations.query.js';
export { type FocusResult, GetFocus } from './focus/get-focus.query.js';
export { type FileQuestion, type FileTime, GetFileTime } from './get-file-time.query.js';
export { GetStats, type StatsQuestion } from './get-stats.query.js';
export { GetSummaries, type SummariesQuestion } from './get-summaries.query.js';
export { GetHours, type HoursResult } from './habits/get-hours.query.js';
export { GetStreaks, type StreaksQuestion, type StreaksResult } from './habits/get-streaks.query.js';
export { GetWeekdays, type WeekdaysResult } from './habits/get-weekdays.query.js';
export type { Streak } from './habits/streaks.js';
export { GetInsight, type InsightQuestion } from './insights/get-insight.query.js';
export { INSIGHTS, WEEKDAYS } from './insights/insights.js';
export { ComputeInstanceStats } from './instance-stats/compute-instance-stats.command.js';
export { GetInstanceStats, type InstanceStatsResult } from './instance-stats/get-instance-stats.query.js';
export { SweepInstanceStats } from './instance-stats/sweep-instance-stats.command.js';
export { AcceptLeaderboardInvite } from './leaderboards/accept-leaderboard-invite.command.js';
export { type Board, consentOf, MOST_MEMBERS, type OfferedBoard } from './leaderboards/boards.js';
export { CreateLeaderboard } from './leaderboards/create-leaderboard.command.js';
export { DeclineLeaderboardInvite } from './leaderboards/decline-leaderboard-invite.command.js';
export { DeleteLeaderboard } from './leaderboards/delete-leaderboard.command.js';
export { FindLinkedLeaderboard } from './leaderboards/find-linked-leaderboard.query.js';
export { GetLeaderboard } from './leaderboards/get-leaderboard.query.js';
export { InviteToLeaderboard } from './leaderboards/invite-to-leaderboard.command.js';
export { IssueLeaderboardLink, type LeaderboardLink } from './leaderboards/issue-leaderboard-link.command.js';
export { JoinLeaderboard } from './leaderboards/join-leaderboard.command.js';
export { ListLeaderboardInvites } from './leaderboards/list-leaderboard-invites.query.js';
export { ListLeaderboards } from './leaderboards/list-leaderboards.query.js';
export { RemoveLeaderboardMember } from './leaderboards/remove-leaderboard-member.command.js';
export { RenameLeaderboard } from './leaderboards/rename-leaderboard.command.js';
export { RevokeLeaderboardLink } from './leaderboards/revoke-leaderboard-link.command.js';
export { WithdrawLeaderboardInvite } from './leaderboards/withdraw-leaderboard-invite.command.js';
export { ComputeLeaders } from './leaders/compute-leaders.command.js';
export { GetLeaders, type Leader, type LeadersQuestion, type LeadersResult } from './leaders/get-leaders.query.js';
export { SweepLeaders } from './leaders/sweep-leaders.command.js';
export { GetTimeMetrics, type TimeMetrics } from './get-time-metrics.query.js';
export { type ExternalDurationList, type ExternalDurationsRequest, ListExternalDurations } from './list-external-durations.query.js';
export { type HeartbeatList, ListHeartbeats, type ListedHeartbeat } from './list-heartbeats.query.js';
export { type ListedTime, noLists, toLists } from './lists.js';
export { isKnownLanguage, nameOf, restOf } from './names.js';
export type { BadgeLink, BadgeLinkShows } from './pictures/badge-link.js';
export { CreateBadgeLink } from './pictures/create-badge-link.command.js';
export { DeleteBadgeLink } from './pictures/delete-badge-link.command.js';
export { FindBadgeLink, type FoundBadgeLink } from './pictures/find-badge-link.query.js';
export { type ActivityTime, GetActivity } from './pictures/get-activity.query.js';
export { type BadgeQuestion, type BadgeTime, GetBadge } from './pictures/get-badge.query.js';
export { type CardTime, GetCard, MOST_CARD_LANGUAGES } from './pictures/get-card.query.js';
export { OwnTime, type RangeTime } from './own-time.js';
export { ListBadgeLinks } from './pictures/list-badge-links.query.js';
export { KEPT_SECONDS } from './pictures/kept-answers.js';
export type { PictureRange } from './pictures/picture-time.js';
export { GetProject } from './projects/get-project.query.js';
export { ListProjects, type ProjectsSearch } from './projects/list-projects.query.js';
export type { Project, ProjectPage } from './projects/projects.js';
export {
  type AskedDays,
  askedDaysOf,
  NAMED_RANGES,
  rangeReader,
  STATS_RANGES,
  statsRangeProblem,
  summariesRangeProblem,
} from './ranges.js';
export { HIDDEN, sliceProblem, SLICES } from './results.js';
export type {
  AllTimeResult,
  DayBounds,
  DayTime,
  DurationBlock,
  DurationsResult,
  InsightResult,
  ListName,
  NamedTime,
  Slice,
  StatsResult,
  SummariesResult,
  TimeLists,
} from './results.js';
export { EnqueueRebuild } from './roll-ups/enqueue-rebuild.command.js';
export { RebuildRollUps } from './roll-ups/rebuild-roll-ups.command.js';
export { RollUpUser } from './roll-ups/roll-up-user.command.js';
export { SweepRollUps } from './roll-ups/sweep-roll-ups.command.js';
export { ListNames, type SeenNames } from './seen/list-names.query.js';
export { ListUserAgents, type SeenUserAgent, type SeenUserAgents } from './seen/list-user-agents.query.js';
export type {
  AskedRules,
  CountedDay,
  CrossedTime,
  NumberedDay,
  SessionTotals,
  TimeFilter,
  TimeParts,
  TimeRead,
} from './time/time-question.js';
export { matchesSql, type ProjectPatterns } from './time/project-patterns.js';
export { repositoryOf, repositorySql } from './time/repositories.js';
export { countedCtes, droppedSql, keptOfSql } from './time/time-rule.js';
export { WEEKDAY_NAMES } from './time/weekdays.js';
export { type ProjectBlock, ProjectBlocksReader } from './time/project-blocks.js';
export { TimeReader } from './time/time-reader.js';
export { hiddenDimensions } from './visible.js';
export { LONGEST_PREVIEW, PreviewRules, type RulesPreview } from './rules/preview-rules.query.js';
export { ROUNDINGS } from './timesheets/rounding.js';
export { GetTimesheet, SHEET_COLUMNS, type TimesheetQuestion, type TimesheetResult } from './timesheets/get-timesheet.query.js';
