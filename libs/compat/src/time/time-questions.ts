import type { AskedRules, AllTimeQuestion, DurationsRequest, InsightQuestion, StatsQuestion, SummariesQuestion } from '@app/analytics';
import type { InsightParams } from '../insights/insights.dto.js';
import type {
  AllTimeParams,
  DurationsParams,
  GroupParams,
  ProjectParams,
  StatsParams,
  SummariesParams,
  TimeParams,
} from './time-params.dto.js';

/*
 * What requests for time ask, as the queries take it. Whether that is a zone, a range or a day, and whether it counts, is decided where time
 * is read.
 */

/** `includesToday` where the request does not say it. */
export function statsQuestion(range: string, includesToday: boolean, params: StatsParams): StatsQuestion {
  return {
    ...rulesOf(params),
    ...groupsOf(params),
    range,
    includeToday: params.is_including_today ?? includesToday,
    project: params.project,
  };
}

export function summariesQuestion(params: SummariesParams): SummariesQuestion {
  const { start, end, range } = params;
  return { ...rulesOf(params), ...projectOf(params), start, end, range, withAi: true };
}

export function durationsQuestion(params: DurationsParams): DurationsRequest {
  return { ...rulesOf(params), ...projectOf(params), date: params.date, sliceBy: params.slice_by };
}

export function allTimeQuestion(params: AllTimeParams): AllTimeQuestion {
  return { ...rulesOf(params), ...groupsOf(params), project: params.project };
}

/** `includesToday` where the request does not say it. */
export function insightQuestion(of: { type: string; range: string }, includesToday: boolean, params: InsightParams): InsightQuestion {
  return { ...rulesOf(params), ...of, includeToday: params.is_including_today ?? includesToday, weekday: params.weekday };
}

function rulesOf({ timezone, timeout, writes_only }: TimeParams): AskedRules {
  return { zone: timezone, timeout, writesOnly: writes_only };
}

function groupsOf({ label, client }: GroupParams): { label?: string; client?: string } {
  return { label, client };
}

function projectOf({ project, branches, label, client }: ProjectParams): {
  project?: string;
  branches?: readonly string[];
  label?: string;
  client?: string;
} {
  return { project, branches, label, client };
}
