import { ApiProperty } from '@nestjs/swagger';
import { AnalyticsHead } from './analytics-params.dto.js';

/** Time in one language. */
export class AiTopLanguage {
  /** @example "TypeScript" */
  name: string;
  /** Whole seconds. @example 7200 */
  seconds: number;
}

/** Time with an AI, or time by hand. */
export class AiSide {
  /** Hours, two decimals. @example 3.25 */
  totalHours: number;
  /** Languages that have such time. @example 4 */
  languageCount: number;
  /** Projects that have such time. @example 2 */
  projectCount: number;
  /** The five with the most such time. */
  topLanguages: AiTopLanguage[];
}

/** Days of a kind, with all of their time. */
export class AiDays {
  /** Whole seconds. @example 25200 */
  totalSeconds: number;
  /** Whole seconds a day. @example 12600 */
  avgDaily: number;
  /** @example 2 */
  days: number;
}

/** AI against manual. */
export class AiComparison {
  ai: AiSide;
  manual: AiSide;
  /** Days with some AI time. */
  withAi: AiDays;
  /** Days with time, and none of it with an AI. */
  withoutAi: AiDays;
}

/** AI and manual time: whole seconds, and percent with two decimals. Together they are the total. */
export class AiSplit {
  /** @example 3600 */
  aiSeconds: number;
  /** @example 10800 */
  manualSeconds: number;
  /** @example 14400 */
  totalSeconds: number;
  /** @example 25 */
  aiPercent: number;
  /** @example 75 */
  manualPercent: number;
}

export class AiLanguage extends AiSplit {
  /** @example "TypeScript" */
  language: string;
}

export class AiProject extends AiSplit {
  /** @example "chronova" */
  project: string;
}

/** How a day or a week was. */
export class AiTrendPeriod {
  /** Its first day in the range. @example "2026-01-26" */
  date: string;
  /** Share of AI time, percent. @example 25 */
  aiPercent: number;
  /** By the day up to 31 days, else by the week. @example "day" */
  @ApiProperty({ enum: ['day', 'week'] })
  period: string;
  /** Time a day with time, in percent of that of the whole range. @example 150 */
  productivity: number;
}

export class AiDay {
  /** @example "2026-01-26" */
  date: string;
  /** @example 3600 */
  aiSeconds: number;
  /** @example 10800 */
  manualSeconds: number;
  /** US dollars; null where none is known. @example 1.2475 */
  @ApiProperty({ type: Number, nullable: true })
  cost: number | null;
}

/** AI and manual time of the whole range. */
export class AiContribution {
  /** @example 25 */
  aiPercent: number;
  /** @example 75 */
  manualPercent: number;
  /** @example 1 */
  aiHours: number;
  /** @example 3 */
  manualHours: number;
}

/** Lines that were added and taken away. */
export class AiLines {
  /** @example 380 */
  added: number;
  /** @example 32 */
  deleted: number;
}

export class AiTokens {
  /** Without cached ones. @example 120500 */
  @ApiProperty({ type: Number, nullable: true })
  input: number | null;
  /** @example 2040000 */
  @ApiProperty({ type: Number, nullable: true })
  cachedInput: number | null;
  /** @example 65000 */
  @ApiProperty({ type: Number, nullable: true })
  output: number | null;
}

/** A number over sessions. */
export class AiOfSessions {
  /** @example 42 */
  total: number;
  /** Over sessions; null without one. @example 7 */
  @ApiProperty({ type: Number, nullable: true })
  averagePerSession: number | null;
  /** @example 6 */
  @ApiProperty({ type: Number, nullable: true })
  medianPerSession: number | null;
}

/** What clients counted. Null: nothing is known of it. */
export class AiCounted {
  @ApiProperty({ type: AiLines, nullable: true })
  aiLines: AiLines | null;
  @ApiProperty({ type: AiLines, nullable: true })
  humanLines: AiLines | null;
  tokens: AiTokens;
  /** Null where there was neither a session nor a prompt. @example 6 */
  @ApiProperty({ type: Number, nullable: true })
  sessions: number | null;
  @ApiProperty({ type: AiOfSessions, nullable: true })
  prompts: AiOfSessions | null;
  /** Characters of prompts. */
  @ApiProperty({ type: AiOfSessions, nullable: true })
  promptLength: AiOfSessions | null;
  /** US dollars of what has a known price, by the prices of each day; null where nothing has. @example 3.2475 */
  @ApiProperty({ type: Number, nullable: true })
  cost: number | null;
}

/** One agent or one model. */
export class AiUsageItem extends AiCounted {
  /** "Unknown" is AI time of which no client named it. @example "Claude Code" */
  name: string;
  /** AI time, whole seconds. @example 3600 */
  seconds: number;
  /** How its time is known: `reported` where the client named an agent or a model, `inferred` where the category alone tells of AI. */
  @ApiProperty({ enum: ['measured', 'reported', 'inferred'], example: 'reported' })
  source: string;
}

/** How it is known that time is AI time, in whole seconds. */
export class AiTimeSources {
  /** By the agent's own telemetry: nothing yet. @example 0 */
  measured: number;
  /** The client named an agent or a model. @example 3000 */
  reported: number;
  /** The category "AI Coding" alone. @example 600 */
  inferred: number;
}

/** How figures are known. */
export class AiSources {
  time: AiTimeSources;
  /** Always `reported`: lines, tokens, prompts and sessions are what clients counted. @example "reported" */
  counters: string;
  /** Always `reported`: reported tokens at list prices. @example "reported" */
  cost: string;
}

/** What chronova-mcp and chronova-android read. Lists are there also when they are empty. */
export class AiViews {
  comparison: AiComparison;
  /** Most time first: 100 at most, what is beyond is one entry. */
  languageMatrix: AiLanguage[];
  /** Likewise. */
  projectDependency: AiProject[];
  efficiencyTrend: AiTrendPeriod[];
  /** Each day of the range, ascending. */
  adoptionTimeline: AiDay[];
  contributionShare: AiContribution;
}

export class AiAnalysisData extends AiViews {
  /** Of which days, by which rules. */
  of: AnalyticsHead;
  total: AiSplit;
  /** What clients counted over the range. */
  usage: AiCounted;
  /** Most AI time first: 100 at most, what is beyond is one entry without sessions. */
  agents: AiUsageItem[];
  /** The same by the full id of the model. */
  models: AiUsageItem[];
  sources: AiSources;
}

/** What clients read is at top level too. */
export class AiAnalysisAnswer extends AiViews {
  data: AiAnalysisData;
}
