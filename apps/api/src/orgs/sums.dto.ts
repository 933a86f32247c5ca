import { summariesRangeProblem } from '@app/analytics';
import { csvOf, isoOf, PageInfo, percentOf, roundedTo2, secondsOf, textOf, toPageInfo } from '@app/compat';
import { OptionalInteger, OptionalOneOf, OptionalRuledParameter, OptionalText } from '@app/core';
import {
  type DaySums,
  type MemberTotals,
  type OrgStats,
  type OrgSumsQuestion,
  type OrgSumsResult,
  STATS_GROUPS,
  type StatsGroup,
  type SumLists,
  type SumTimes,
} from '@app/orgs';
import { zoneProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';

/** Longest ranges, in days. */
const MOST_DAYS = { stats: 3_660, summaries: 92, activity: 732 } as const;

type GroupBy = Exclude<StatsGroup, 'member'>;
const FORMATS = ['json', 'csv'];

/** Groups a page: as many as are told of any list. */
const MOST_GROUPS = 1_000;

export class OrgSumsParams {
  /** Only this team, by id or name; left out: everybody, of a lead the one team that they lead. */
  @OptionalText()
  team?: string;

  /** Only the zone that the organization’s days are cut in may stand here; left out: that one. */
  @OptionalRuledParameter(zoneProblem)
  timezone?: string;
}

export class OrgStatsParams extends OrgSumsParams {
  /**
   * What the one list of `groups`, and the lines of CSV, are told apart by; left out: all lists are told. `member`: by name, who shares totals or more with you; it
   * needs `reports:people`, and has at most 366 days.
   */
  @ApiProperty({ enum: STATS_GROUPS, required: false })
  @OptionalOneOf(STATS_GROUPS)
  group_by?: StatsGroup;

  /** Of groups, from 1. @example 1 */
  @OptionalInteger(1, 1_000_000)
  page?: number;

  /** Groups a page, 1 to 1,000; left out: 1,000. @example 1000 */
  @OptionalInteger(1, MOST_GROUPS)
  per_page?: number;

  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

export class OrgRangeParams extends OrgSumsParams {
  /** As `stats/{range}` takes it, without `all_time`; left out: `last_7_days`. */
  @OptionalRuledParameter(summariesRangeProblem)
  range?: string;

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
  /** What `groups` are where nothing else was asked for. @example "project" */
  group_by: string;
  groups: NamedSum[];
}

export class OrgStatsAnswer {
  data: OrgStatsData;
}

/** Time of a team, of a member, or under one name. */
export class SumGroup {
  /** Of a team or a member; null: a name has none. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  /** @example "Ada Lovelace" */
  name: string;
  /** Of a member alone. @example "ada" */
  username?: string;
  /** @example 18000 */
  total_seconds: number;
  /** @example "5 hrs" */
  text: string;
  /** Of the whole. @example 62.5 */
  percent: number;
}

/** Statistics in groups of one kind. By member they are read live: `suppressed` is false, as no minimum applies to what people share by name. */
export class OrgGroupsData extends OrgSumsHead {
  /** The whole; by member: of all who share by name with you. @example 28800 */
  total_seconds: number;
  /** @example "8 hrs" */
  text: string;
  @ApiProperty({ enum: STATS_GROUPS, example: 'member' })
  group_by: string;
  /** Most time first. */
  groups: SumGroup[];
  /** What names that too few people share lack to the whole; null: of teams and members, which do not add up to it. @example null */
  @ApiProperty({ type: Number, nullable: true })
  hidden_seconds: number | null;
}

export class OrgGroupsAnswer extends PageInfo {
  data: OrgGroupsData;
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

function headOf(
  sums: Pick<OrgSumsResult, 'range' | 'team' | 'zone' | 'minGroup' | 'isSuppressed' | 'computedAt' | 'computedDays' | 'days'>,
): OrgSumsHead {
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

function groupsOf(sums: OrgSumsResult, by: GroupBy): SumGroup[] {
  const { lists, us, teams } = sums;
  if (by === 'team') return teams.flatMap(({ publicId: id, name, us: time }) => (time === null ? [] : [{ id, name, ...timeOf(time, us) }]));
  const names = by === 'ai_agent' ? agentsOf(lists, us) : listOf(lists[by], us);
  return names.map((name) => ({ id: null, ...name }));
}

function timeOf(us: number, all: number): Pick<SumGroup, 'total_seconds' | 'text' | 'percent'> {
  return { total_seconds: secondsOf(us), text: textOf(us), percent: percentOf(us, all) };
}

/** What a request wants statistics to be told apart by. */
export function statsPage({ page = 1, per_page = MOST_GROUPS }: OrgStatsParams): { page: number; perPage: number } {
  return { page, perPage: per_page };
}

/** The statistics of an organization or a team: all lists, or one list of groups. */
export function toOrgStats(stats: OrgStats, params: OrgStatsParams): OrgStatsAnswer | OrgGroupsAnswer {
  if (stats.by === 'member') return toMemberGroups(stats.members, params);
  return stats.by === null ? toAllLists(stats.sums) : toGroups(stats.sums, stats.by, params);
}

function toGroups(sums: OrgSumsResult, by: GroupBy, params: OrgStatsParams): OrgGroupsAnswer {
  const { page, perPage } = statsPage(params);
  const groups = groupsOf(sums, by);
  return {
    data: {
      ...headOf(sums),
      total_seconds: secondsOf(sums.us),
      text: textOf(sums.us),
      group_by: by,
      groups: groups.slice((page - 1) * perPage, page * perPage),
      hidden_seconds: by === 'team' ? null : secondsOf(sums.lists[by === 'ai_agent' ? 'aiAgent' : by].hiddenUs),
    },
    ...toPageInfo(groups.length, { page, perPage }),
  };
}

function toMemberGroups(members: MemberTotals, params: OrgStatsParams): OrgGroupsAnswer {
  const { us, total } = members;
  return {
    data: {
      ...headOf({ ...members, days: [], computedDays: 0, isSuppressed: false }),
      total_seconds: secondsOf(us),
      text: textOf(us),
      group_by: 'member',
      groups: memberGroups(members),
      hidden_seconds: null,
    },
    ...toPageInfo(total, statsPage(params)),
  };
}

function memberGroups({ people, us }: MemberTotals): (SumGroup & { username: string })[] {
  return people.map(({ person: { publicId: id, displayName: name, username }, us: time }) => ({ id, name, username, ...timeOf(time, us) }));
}

function toAllLists(sums: OrgSumsResult): OrgStatsAnswer {
  return {
    data: {
      ...headOf(sums),
      total_seconds: secondsOf(sums.us),
      text: textOf(sums.us),
      ...listsOf(sums.lists, sums.us),
      teams: sums.teams.map(({ publicId, name, us }) => ({ id: publicId, name, total_seconds: us === null ? null : secondsOf(us) })),
      group_by: 'project',
      groups: listOf(sums.lists.project, sums.us),
    },
  };
}

/** The same as CSV: a line a group, and the whole. Teams and members have their ids beside their names. */
export function toOrgStatsCsv(stats: OrgStats, params: OrgStatsParams): Promise<string> {
  if (stats.by === 'member') {
    const lines = memberGroups(stats.members).map(({ username, name, id, total_seconds: seconds }) => [
      username,
      name,
      id ?? '',
      String(seconds),
    ]);
    return csvOf([['username', 'name', 'id', 'seconds'], ...lines, ['total', '', '', String(secondsOf(stats.members.us))]]);
  }
  const { sums, by } = stats;
  if (by !== 'team') return toListCsv(sums, by ?? 'project', statsPage(params));
  const teams = toGroups(sums, by, params).data.groups.map(({ name, id, total_seconds: seconds }) => [name, id ?? '', String(seconds)]);
  return csvOf([['team', 'id', 'seconds'], ...teams, ['total', '', String(secondsOf(sums.us))]]);
}

const WHOLE_LIST = { page: 1, perPage: MOST_GROUPS };

/** One list as CSV: a line a name, and the whole. */
export function toListCsv(sums: OrgSumsResult, list: Exclude<GroupBy, 'team'>, { page, perPage } = WHOLE_LIST): Promise<string> {
  const names = groupsOf(sums, list).slice((page - 1) * perPage, page * perPage);
  const lines = names.map(({ name, total_seconds: seconds }) => [name, String(seconds)]);
  return csvOf([[list, 'seconds'], ...lines, ['total', String(secondsOf(sums.us))]]);
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

/** The same as CSV: a line a day; empty where the day is not told. */
export function toOrgActivityCsv({ days }: OrgSumsResult): Promise<string> {
  return csvOf([['date', 'seconds'], ...days.map(({ date, us }) => [date, us === null ? '' : String(secondsOf(us))])]);
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
