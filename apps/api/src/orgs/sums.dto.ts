import { summariesRangeProblem } from '@app/analytics';
import { csvOf, isoOf, percentOf, roundedTo2, secondsOf, textOf } from '@app/compat';
import { OptionalOneOf, OptionalRuledParameter, OptionalText } from '@app/core';
import type { DaySums, OrgSumsQuestion, OrgSumsResult, SumLists, SumTimes } from '@app/orgs';
import { zoneProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';

/** Longest ranges, in days. */
const MOST_DAYS = { stats: 3_660, summaries: 92, activity: 732 } as const;

const GROUPS = ['team', 'project', 'language', 'editor', 'category', 'ai_agent'] as const;
type GroupBy = (typeof GROUPS)[number];
const FORMATS = ['json', 'csv'];

export class OrgSumsParams {
  /** Only this team, by id or name; left out: everybody, of a lead the one team that they lead. */
  @OptionalText()
  team?: string;

  /** Only the zone that the organization’s days are cut in may stand here; left out: that one. */
  @OptionalRuledParameter(zoneProblem)
  timezone?: string;
}

export class OrgStatsParams extends OrgSumsParams {
  /** What `groups`, and the lines of CSV, are told apart by; left out: `project`. */
  @ApiProperty({ enum: GROUPS, required: false })
  @OptionalOneOf(GROUPS)
  group_by?: GroupBy;

  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

export class OrgRangeParams extends OrgSumsParams {
  /** As `stats/{range}` takes it, without `all_time`; left out: `last_7_days`. */
  @OptionalRuledParameter(summariesRangeProblem)
  range?: string;
}

export class OrgSummariesParams extends OrgRangeParams {
  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

/** A team. */
export class ToldTeam {
  /** @example "6a1c7f3e-2b4d-4c5e-9f8a-7b6c5d4e3f21" */
  id: string;
  /** @example "Engines" */
  name: string;
}

/** What every report of sums says of itself. */
export class OrgSumsHead {
  /** @example "last_7_days" */
  range: string;
  /** @example "last 7 days" */
  human_readable_range: string;
  /** @example "2026-11-17" */
  start_date: string;
  /** The last day that is told: days are told once they are over for everybody. @example "2026-11-23" */
  end_date: string;
  /** The zone that days are cut in; null: each member’s own. @example null */
  timezone: string | null;
  /** Null: everybody. */
  @ApiProperty({ type: ToldTeam, nullable: true })
  team: ToldTeam | null;
  /** No number is told that fewer people make up. @example 5 */
  min_group: number;
  /** Whether anything is left out for that. @example false */
  suppressed: boolean;
  /** When it was computed: four times an hour; null: not yet. @example "2026-11-24T13:05:00Z" */
  computed_at: string | null;
  /** Whether all days of the range are computed. @example true */
  is_up_to_date: boolean;
  /** @example 100 */
  percent_calculated: number;
}

/** Time under one name. */
export class NamedSum {
  /** @example "chronova" */
  name: string;
  /** @example 18000 */
  total_seconds: number;
  /** @example "5 hrs" */
  text: string;
  /** Of the whole. @example 62.5 */
  percent: number;
}

/** Time of a team. */
export class TeamSum extends ToldTeam {
  /** Null: too few people. @example 18000 */
  total_seconds: number | null;
}

/** Time of names that too few people share to be told, by list: what the list lacks to the whole. */
export class HiddenSeconds {
  /** @example 0 */
  projects: number;
  /** @example 0 */
  languages: number;
  /** @example 0 */
  editors: number;
  /** @example 0 */
  categories: number;
  /** @example 0 */
  ai_agents: number;
}

/** Time by what was being done. */
export class SumListsData {
  projects: NamedSum[];
  languages: NamedSum[];
  editors: NamedSum[];
  categories: NamedSum[];
  /** Time without an agent is "Without an AI agent". */
  ai_agents: NamedSum[];
  hidden_seconds: HiddenSeconds;
}

export class OrgStatsData extends OrgSumsHead {
  /** @example 28800 */
  total_seconds: number;
  /** @example "8 hrs" */
  text: string;
  projects: NamedSum[];
  languages: NamedSum[];
  editors: NamedSum[];
  categories: NamedSum[];
  /** Time without an agent is "Without an AI agent". */
  ai_agents: NamedSum[];
  hidden_seconds: HiddenSeconds;
  /** Of a report on everybody: of each team. Members of two teams count in both. */
  teams: TeamSum[];
  /** @example "project" */
  group_by: string;
  /** The list that `group_by` names. */
  groups: NamedSum[];
}

export class OrgStatsAnswer {
  data: OrgStatsData;
}

/** The amount of time of a day. */
export class DayTotal {
  /** 0 where there is none, and where too few people make it up. @example 28800 */
  total_seconds: number;
  /** @example "8 hrs" */
  text: string;
}

export class OrgSummary extends SumListsData {
  /** @example "2026-11-23" */
  date: string;
  grand_total: DayTotal;
  /** Whether nobody or too few people worked: which of both is not told. @example false */
  suppressed: boolean;
}

export class CumulativeTotal {
  /** @example 28800 */
  seconds: number;
  /** @example "8 hrs" */
  text: string;
}

export class OrgSummariesAnswer extends OrgSumsHead {
  data: OrgSummary[];
  cumulative_total: CumulativeTotal;
}

export class ActivityDay {
  /** @example "2026-11-23" */
  date: string;
  /** Null: nobody or too few people worked, or it is not computed yet. @example 28800 */
  total_seconds: number | null;
}

export class OrgActivityData extends OrgSumsHead {
  /** @example 28800 */
  total_seconds: number;
  days: ActivityDay[];
}

export class OrgActivityAnswer {
  data: OrgActivityData;
}

export class OrgListData extends OrgSumsHead {
  /** @example 28800 */
  total_seconds: number;
  items: NamedSum[];
  /** Of names that too few people share to be told. @example 0 */
  hidden_seconds: number;
}

export class OrgListAnswer {
  data: OrgListData;
}

export class OrgAiData extends OrgSumsHead {
  /** @example 28800 */
  total_seconds: number;
  /** Time with an AI agent that may be told. @example 7200 */
  agent_seconds: number;
  /** Of the whole. @example 25 */
  agent_percent: number;
  /** Time of each agent, and "Without an AI agent". */
  agents: NamedSum[];
  /** @example 0 */
  hidden_seconds: number;
}

export class OrgAiAnswer {
  data: OrgAiData;
}

/** What a request asks, with the longest range of its report. */
export function sumsQuestion(
  report: keyof typeof MOST_DAYS,
  range: string | undefined,
  { team, timezone }: OrgSumsParams,
): OrgSumsQuestion {
  return { range: range ?? 'last_7_days', team, zone: timezone, mostDays: MOST_DAYS[report], byDay: report === 'summaries' };
}

function headOf(sums: OrgSumsResult): OrgSumsHead {
  const days = sums.days.length;
  return {
    range: sums.range.range,
    human_readable_range: sums.range.humanReadable,
    start_date: sums.range.first,
    end_date: sums.range.last,
    timezone: sums.zone,
    team: sums.team && { id: sums.team.publicId, name: sums.team.name },
    min_group: sums.minGroup,
    suppressed: sums.isSuppressed,
    computed_at: sums.computedAt === null ? null : isoOf(sums.computedAt * 1_000),
    is_up_to_date: sums.computedAt !== null && sums.computedDays === days,
    percent_calculated: days === 0 ? 100 : roundedTo2((100 * sums.computedDays) / days),
  };
}

function listOf({ times }: SumTimes, us: number): NamedSum[] {
  return times.map(({ name, us: time }) => ({ name, total_seconds: secondsOf(time), text: textOf(time), percent: percentOf(time, us) }));
}

/** What no agent was sent with. */
const WITHOUT = 'Without an AI agent';

function agentsOf({ aiAgent }: SumLists, us: number): NamedSum[] {
  return listOf(aiAgent, us).map((agent) => (agent.name === 'Unknown' ? { ...agent, name: WITHOUT } : agent));
}

function listsOf(lists: SumLists, us: number): SumListsData {
  return {
    projects: listOf(lists.project, us),
    languages: listOf(lists.language, us),
    editors: listOf(lists.editor, us),
    categories: listOf(lists.category, us),
    ai_agents: agentsOf(lists, us),
    hidden_seconds: {
      projects: secondsOf(lists.project.hiddenUs),
      languages: secondsOf(lists.language.hiddenUs),
      editors: secondsOf(lists.editor.hiddenUs),
      categories: secondsOf(lists.category.hiddenUs),
      ai_agents: secondsOf(lists.aiAgent.hiddenUs),
    },
  };
}

function groupsOf(sums: OrgSumsResult, by: GroupBy): NamedSum[] {
  const { lists, us, teams } = sums;
  if (by === 'team')
    return teams.flatMap(({ name, us: time }) =>
      time === null ? [] : [{ name, total_seconds: secondsOf(time), text: textOf(time), percent: percentOf(time, us) }],
    );
  if (by === 'ai_agent') return agentsOf(lists, us);
  return listOf(lists[by], us);
}

/** The statistics of an organization or a team. */
export function toOrgStats(sums: OrgSumsResult, by: GroupBy = 'project'): OrgStatsAnswer {
  return {
    data: {
      ...headOf(sums),
      total_seconds: secondsOf(sums.us),
      text: textOf(sums.us),
      ...listsOf(sums.lists, sums.us),
      teams: sums.teams.map(({ publicId, name, us }) => ({ id: publicId, name, total_seconds: us === null ? null : secondsOf(us) })),
      group_by: by,
      groups: groupsOf(sums, by),
    },
  };
}

/** The same as CSV: a line a group, and the whole. */
export function toOrgStatsCsv(sums: OrgSumsResult, by: GroupBy = 'project'): Promise<string> {
  const groups = groupsOf(sums, by).map(({ name, total_seconds: seconds }) => [name, String(seconds)]);
  return csvOf([[by, 'seconds'], ...groups, ['total', String(secondsOf(sums.us))]]);
}

/** The days of an organization or a team. */
export function toOrgSummaries(sums: OrgSumsResult): OrgSummariesAnswer {
  return {
    data: sums.days.map(toSummary),
    cumulative_total: { seconds: secondsOf(sums.us), text: textOf(sums.us) },
    ...headOf(sums),
  };
}

function toSummary({ date, us, isComputed, lists }: DaySums): OrgSummary {
  return {
    date,
    grand_total: { total_seconds: secondsOf(us ?? 0), text: textOf(us ?? 0) },
    suppressed: isComputed && us === null,
    ...listsOf(lists, us ?? 0),
  };
}

/** The same as CSV: a line a day and project. */
export function toOrgSummariesCsv({ days }: OrgSumsResult): Promise<string> {
  const lines = days.flatMap(({ date, us, lists }) => [
    ...lists.project.times.map(({ name, us: time }) => [date, name, String(secondsOf(time))]),
    [date, '', String(secondsOf(us ?? 0))],
  ]);
  return csvOf([['date', 'project', 'seconds'], ...lines]);
}

/** How much time there was each day. */
export function toOrgActivity(sums: OrgSumsResult): OrgActivityAnswer {
  const days = sums.days.map(({ date, us }) => ({ date, total_seconds: us === null ? null : secondsOf(us) }));
  return { data: { ...headOf(sums), total_seconds: secondsOf(sums.us), days } };
}

/** One list. */
export function toOrgList(sums: OrgSumsResult, list: 'project' | 'language'): OrgListAnswer {
  const { us, lists } = sums;
  return {
    data: {
      ...headOf(sums),
      total_seconds: secondsOf(us),
      items: listOf(lists[list], us),
      hidden_seconds: secondsOf(lists[list].hiddenUs),
    },
  };
}

/** Time with agents and without. */
export function toOrgAi(sums: OrgSumsResult): OrgAiAnswer {
  const { us, lists } = sums;
  const agents = agentsOf(lists, us);
  const withAgents = agents.filter(({ name }) => name !== WITHOUT).reduce((sum, agent) => sum + agent.total_seconds, 0);
  return {
    data: {
      ...headOf(sums),
      total_seconds: secondsOf(us),
      agent_seconds: withAgents,
      agent_percent: percentOf(withAgents, secondsOf(us)),
      agents,
      hidden_seconds: secondsOf(lists.aiAgent.hiddenUs),
    },
  };
}
