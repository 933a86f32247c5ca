export { AiAnalysisAnswer } from './analytics/ai.dto.js';
export { toAiAnalysis } from './analytics/ai.shape.js';
export { AnalyticsHead, AnalyticsParams } from './analytics/analytics-params.dto.js';
export { analyticsQuestion, toAnalyticsHead } from './analytics/analytics.shape.js';
export { ComparisonAnswer, ComparisonParams } from './analytics/comparison.dto.js';
export { comparisonQuestion, toComparison } from './analytics/comparison.shape.js';
export { FocusAnswer } from './analytics/focus.dto.js';
export { TimesheetAnswer, TimesheetParams } from './analytics/timesheet.dto.js';
export { timesheetFileName, timesheetQuestion, toTimesheet, toTimesheetCsv } from './analytics/timesheet.shape.js';
export { HoursAnswer, StreaksAnswer, StreaksParams, WeekdaysAnswer } from './analytics/habits.dto.js';
export { streaksQuestion, toHours, toStreaks, toWeekdays } from './analytics/habits.shape.js';
export { toFocus } from './analytics/focus.shape.js';
export {
  DeleteExternalDurationsBody,
  ExternalBulkAnswer,
  ExternalBulkItem,
  ExternalDurationAnswer,
  ExternalDurationInput,
  ExternalDurationItem,
  ExternalDurationList,
  ExternalDurationsParams,
} from './external-durations/external-durations.dto.js';
export {
  externalDurationsQuestion,
  toExternalBulkAnswer,
  toExternalDuration,
  toExternalDurations,
} from './external-durations/external-durations.shape.js';
export { csvLine, csvOf } from './csv.js';
export { toHeartbeatList } from './heartbeats/heartbeat-list.shape.js';
export {
  BulkAnswer,
  BulkItem,
  DeleteAnswer,
  DeleteHeartbeatsBody,
  HeartbeatInput,
  HeartbeatsAnswer,
  ListHeartbeatsParams,
  StoredHeartbeatAnswer,
} from './heartbeats/heartbeats.dto.js';
export { toBulkAnswer, toDeleteAnswer, toHeartbeatsAnswer } from './heartbeats/heartbeats.shape.js';
export { INSIGHT_TYPES, InsightAnswer, InsightParams } from './insights/insights.dto.js';
export { toInsight } from './insights/insights.shape.js';
export { Editors, MachineNames, Meta, ProgramLanguages, SeenNamesAnswer, UserAgents } from './lists/lists.dto.js';
export { toEditors, toMachineNames, toMeta, toProgramLanguages, toSeenNames, toUserAgents } from './lists/lists.shape.js';
export { InstanceStatsAnswer } from './instance-stats/instance-stats.dto.js';
export { toInstanceStats } from './instance-stats/instance-stats.shape.js';
export {
  ConsentBody,
  CreateLeaderboardBody,
  DoneAnswer,
  InviteToLeaderboardBody,
  JoinLeaderboardBody,
  LeaderboardAnswer,
  LeaderboardInvitesAnswer,
  LeaderboardLinkAnswer,
  LeaderboardOfferAnswer,
  LeaderboardsAnswer,
  LeaderboardTokenBody,
  RenameLeaderboardBody,
} from './leaderboards/leaderboards.dto.js';
export {
  toLeaderboard,
  toLeaderboardInvites,
  toLeaderboardLink,
  toLeaderboardOffer,
  toLeaderboards,
} from './leaderboards/leaderboards.shape.js';
export { BoardParams, Leaders, LeadersParams, LeadersRange } from './leaders/leaders.dto.js';
export { leadersQuestion } from './leaders/leaders-question.js';
export { toLeaders } from './leaders/leaders.shape.js';
export { ClientKeyAnswer } from './people/client-key.dto.js';
export { ChangeProfileBody, toProfileChange } from './people/profile.dto.js';
export { UserAnswer } from './people/users.dto.js';
export { toUser } from './people/users.shape.js';
export { toActivity } from './pictures/activity.shape.js';
export { toBadge, toShieldsBadge } from './pictures/badge.shape.js';
export { toCard } from './pictures/card.shape.js';
export { ActivityParams, BadgeLook, BadgeParams, CardParams, ShieldsBadge } from './pictures/pictures.dto.js';
export { escaped, fitting, onOneLine, PALETTES } from './pictures/svg.js';
export { badgeQuestion, cardRange, linkedParams, linkedQuestion } from './pictures/pictures-questions.js';
export {
  ChangeClientBody,
  ChangeLabelBody,
  ClientAnswer,
  ClientsAnswer,
  GroupDeleted,
  LabelAnswer,
  LabelsAnswer,
  NewClientBody,
  NewLabelBody,
} from './projects/project-groups.dto.js';
export { toClient, toClients, toLabel, toLabels } from './projects/project-groups.shape.js';
export {
  ChangeProjectBody,
  MergeProjectBody,
  ProjectNamesUndone,
  ProjectAnswer,
  ProjectsAnswer,
  ProjectsParams,
} from './projects/projects.dto.js';
export { projectChange, projectsSearch, toNamesUndone, toProject, toProjects } from './projects/projects.shape.js';
export { AllTime } from './time/all-time.dto.js';
export { toAllTime } from './time/all-time.shape.js';
export { Duration, Durations } from './time/durations.dto.js';
export { toDurations, toProjectDurations } from './time/durations.shape.js';
export { Stats } from './time/stats.dto.js';
export { StatusBar } from './time/statusbar.dto.js';
export { toStatusBar } from './time/statusbar.shape.js';
export { CumulativeTotal, Summaries, SummaryDay } from './time/summaries.dto.js';
export { toCumulativeTotal } from './time/summaries.shape.js';
export { AllTimeParams, DurationsParams, StatsParams, SummariesParams } from './time/time-params.dto.js';
export { allTimeQuestion, durationsQuestion, insightQuestion, statsQuestion, summariesQuestion } from './time/time-questions.js';
export { FileExperts, FileExpertsInput } from './tools/file-experts.dto.js';
export { toFileExperts, toFileQuestion } from './tools/file-experts.shape.js';
export { METRICS_TYPE, toMetrics } from './tools/metrics.shape.js';
export { PluginErrorAnswer, PluginErrorInput } from './tools/plugin-errors.dto.js';
export { toPluginErrorAnswer, toPluginErrorReport } from './tools/plugin-errors.shape.js';
export { toVisibleStats, toVisibleSummaries, toVisibleUser } from './visibility.js';
export {
  clockTextOf,
  digitalSecondsOf,
  isoOf,
  lastSecondOf,
  minutesTextOf,
  percentOf,
  roundedTo2,
  secondsOf,
  SHORT_MONTHS,
  SHORT_WEEKDAYS,
  shortDateTextOf,
  textOf,
} from './texts.js';
export { type Page, PageInfo, pageOf, PageParams, toPageInfo } from './pagination.dto.js';
export {
  CustomRuleInput,
  type CustomRules,
  type CustomRulesDone,
  customRulesOf,
  type CustomRulesProgress,
  type ReplacedCustomRules,
} from './rules/custom-rules.dto.js';
export { toCustomRules, toReplacedRules, toRulesDone, toRulesProgress } from './rules/custom-rules.shape.js';
