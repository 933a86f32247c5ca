export { AnalyticsModule } from './analytics.module.js';
export type {
  ActivityTime,
  AllTimeAnswer,
  DayBounds,
  DayTime,
  DurationBlock,
  DurationsAnswer,
  NamedTime,
  Slice,
  SummariesAnswer,
} from './answers.js';
export { breakdown, nameOf } from './breakdown.js';
export { GetAllTime } from './get-all-time.query.js';
export { GetDurations } from './get-durations.query.js';
export { GetStats, type StatsResult } from './get-stats.query.js';
export { GetSummaries } from './get-summaries.query.js';
export { type HeartbeatList, ListHeartbeats, type ListedHeartbeat } from './list-heartbeats.query.js';
export { RebuildRollUps } from './rebuild-roll-ups.command.js';
export { RollUpUser } from './roll-up-user.command.js';
export { SweepRollUps } from './sweep-roll-ups.command.js';
export type { TimeRules } from './time-reader.js';
