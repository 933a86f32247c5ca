import { nameOf, noLists, type SummariesResult, summariesRangeProblem } from '@app/analytics';
import { csvOf, digitalSecondsOf, PageInfo, pageOf, secondsOf, Summaries, textOf, toPageInfo, toVisibleSummaries } from '@app/compat';
import {
  dayProblem,
  must,
  OneOf,
  OptionalInteger,
  OptionalOneOf,
  OptionalRuledParameter,
  OptionalText,
  RuledParameter,
  sumOf,
} from '@app/core';
import {
  type DaysQuestion,
  LEVELS,
  ORG_SHEET_ROWS,
  type OrgLeaders,
  type OrgSheet,
  type OrgSheetQuestion,
  type OrgSheetRows,
  type PeopleQuestion,
  type PersonTime,
} from '@app/orgs';
import { EVERYTHING, zoneOf, zoneProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, ValidateIf } from 'class-validator';

/** Days of a report about one member, and of one about several. */
const MOST_DAYS = 366;
const MOST_SHEET_DAYS = 92;
/** Where nobody says which days. */
const USUAL_RANGE = 'last_7_days';
/** Members a page of a timesheet: of member by day, and of member by project by day. */
const MOST_MEMBERS = 1_000;
const MOST_MEMBERS_BY_PROJECT = 100;
const FORMATS = ['json', 'csv'];

/** Which days, cut how. */
export class OrgDaysParams {
  /** First local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "2026-01-01" */
  @ValidateIf(hasDays)
  @RuledParameter(dayProblem)
  start?: string;

  /** Last local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "2026-01-07" */
  @ValidateIf(hasDays)
  @RuledParameter(dayProblem)
  end?: string;

  /** A named range in place of start and end, which win where all are given; left out: `last_7_days`. Weeks begin on Monday. */
  @ValidateIf((params: OrgDaysParams) => !hasDays(params))
  @OptionalRuledParameter(summariesRangeProblem)
  range?: string;

  /** The organization's zone, to cut the days of all in it; left out: each member's own days. One's own time: any IANA zone. */
  @OptionalRuledParameter(zoneProblem)
  timezone?: string;
}

function hasDays({ start, end }: OrgDaysParams): boolean {
  return start !== undefined || end !== undefined;
}

export class MemberSummariesParams extends OrgDaysParams {
  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

export class OrgLeadersParams extends OrgDaysParams {
  /** Only members of this team: its id or name. @example "Engines" */
  @OptionalText()
  team?: string;

  /** From 1. @example 1 */
  @OptionalInteger(1, 1_000_000)
  page?: number;

  /** Members a page, 1 to 100. @example 100 */
  @OptionalInteger(1, 100)
  per_page?: number;

  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

export class OrgTimesheetParams extends OrgDaysParams {
  /** Only members of this team: its id or name. @example "Engines" */
  @OptionalText()
  team?: string;

  /** What rows are: members, or each project of each member as far as it is shared; left out: `member`. */
  @ApiProperty({ enum: ORG_SHEET_ROWS, required: false })
  @IsOptional()
  @OneOf(ORG_SHEET_ROWS)
  by?: OrgSheetRows;

  /** From 1. @example 1 */
  @OptionalInteger(1, 1_000_000)
  page?: number;

  /** Members a page, 1 to 1,000; by project at most 100 are given. Left out: 100. @example 100 */
  @OptionalInteger(1, MOST_MEMBERS)
  per_page?: number;

  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

/** A member, by name. */
export class NamedMember {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
}

/** The time of a member by day, as WakaTime's summaries are; lists that are not shared are empty. */
export class MemberSummaries extends Summaries {
  user: NamedMember;
  /** What the days are cut in: the member's own zone, unless one was asked for. @example "Europe/Berlin" */
  timezone: string;
  /** What is shared of each day, in the order of `data`. @example ["totals", "org_projects"] */
  sharing: string[];
}

export class OrgLeaderTotal {
  /** @example 15213.5 */
  total_seconds: number;
  /** @example "4 hrs 13 mins" */
  text: string;
  /** Days with time. @example 4 */
  active_days: number;
}

export class OrgLeaderData {
  /** From 1; who has as much has another rank, by username. @example 1 */
  rank: number;
  user: NamedMember;
  /** What the days are cut in. @example "Europe/Berlin" */
  timezone: string;
  /** The first and last day. @example "2026-01-01" */
  start_date: string;
  /** @example "2026-01-07" */
  end_date: string;
  total: OrgLeaderTotal;
}

export class OrgLeadersAnswer extends PageInfo {
  data: OrgLeaderData[];
  /** The zone that was asked for; null: each member's own days. @example null */
  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;
}

export class OrgSheetRow {
  user: NamedMember;
  /** What the days are cut in. @example "Europe/Berlin" */
  timezone: string;
  /** Only by project; null: what is shared without projects. @example "chronova" */
  project?: string | null;
  /** Of each date; null: nothing is shared of that day. @example [2700, null, 5400] */
  @ApiProperty({ type: [Number], example: [2700, null, 5400] })
  seconds: (number | null)[];
  /** @example 8100 */
  total_seconds: number;
}

export class OrgSheetData {
  @ApiProperty({ enum: ORG_SHEET_ROWS, example: 'member' })
  by: string;
  /** The zone that was asked for; null: each member's own days. @example null */
  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;
  /** @example ["2026-01-27", "2026-01-28", "2026-01-29"] */
  dates: string[];
  /** By username; by project, most time first in each member. */
  rows: OrgSheetRow[];
  /** Of each date: what the rows add up to. @example [2700, 0, 5400] */
  day_seconds: number[];
  /** @example 8100 */
  total_seconds: number;
}

export class OrgSheetAnswer extends PageInfo {
  data: OrgSheetData;
}

/** Which days a request asks for. */
export function orgDays({ start, end, range, timezone }: OrgDaysParams, mostDays = MOST_DAYS): DaysQuestion {
  const days = hasDays({ start, end }) ? { start, end } : { range: range ?? USUAL_RANGE };
  return { ...days, ...(timezone !== undefined && { zone: zoneOf(timezone) }), mostDays };
}

export function orgLeadersQuestion(params: OrgLeadersParams): PeopleQuestion {
  return { ...orgDays(params), team: params.team };
}

export function orgSheetQuestion(params: OrgTimesheetParams): OrgSheetQuestion {
  return { ...orgDays(params, MOST_SHEET_DAYS), team: params.team, by: params.by ?? 'member' };
}

/** By project there are many rows of each member. */
export function orgSheetPage({ page = 1, per_page = MOST_MEMBERS_BY_PROJECT, by }: OrgTimesheetParams): { page: number; perPage: number } {
  return { page, perPage: by === 'project' ? Math.min(per_page, MOST_MEMBERS_BY_PROJECT) : per_page };
}

/** The time of a member, as far as it is shared. */
export async function toMemberSummaries(time: PersonTime, { now }: { now: number }): Promise<MemberSummaries> {
  const { zone, days, person } = time;
  const summaries = await toVisibleSummaries(summariesOf(time), { now });
  return {
    ...summaries,
    data: summaries.data.map((day, n) => (must(days[n], 'a day').lists?.language.length ? day : { ...day, languages: [] })),
    user: memberOf(person),
    timezone: zone,
    sharing: days.map(({ level }) => levelName(level)),
  };
}

/** The same as CSV: of each day a line a project, as far as projects are shared, then one of the whole. */
export function toMemberSummariesCsv({ days }: PersonTime): Promise<string> {
  const lines = days.flatMap(({ date, level, us, lists }) => {
    const projects = (lists?.project ?? []).map((project) => ({ name: nameOf('project', project.name), us: project.us }));
    return [...projects, { name: '', us }].map((line) => [date, levelName(level), line.name, String(secondsOf(line.us))]);
  });
  return csvOf([['date', 'sharing', 'project', 'seconds'], ...lines]);
}

/** Totals are sums of the list of languages: of a day of which none are shared it has one entry, which is taken out again. */
function summariesOf({ zone, days }: PersonTime): SummariesResult {
  return {
    sees: EVERYTHING,
    filter: {},
    zone,
    timeout: 0,
    writesOnly: false,
    displayMinimum: 0,
    days: days.map(({ date, from, to, us, lists }) => {
      const shown = lists ?? noLists();
      const isTotal = us > 0 && shown.language.length === 0;
      return { date, from, to, lists: isTotal ? { ...shown, language: [{ name: 'All languages', us }] } : shown };
    }),
    availableBranches: [],
  };
}

export function toOrgLeaders({ total, firstRank, people }: OrgLeaders, params: OrgLeadersParams): OrgLeadersAnswer {
  return {
    data: people.map(({ person, zone, first, last, us, activeDays }, n) => ({
      rank: firstRank + n,
      user: memberOf(person),
      timezone: zone,
      start_date: first,
      end_date: last,
      total: { total_seconds: secondsOf(us), text: textOf(us), active_days: activeDays },
    })),
    timezone: params.timezone === undefined ? null : zoneOf(params.timezone),
    ...toPageInfo(total, pageOf(params)),
  };
}

/** The same as CSV: a line a member. */
export function toOrgLeadersCsv({ firstRank, people }: OrgLeaders): Promise<string> {
  const lines = people.map(({ person, zone, first, last, us, activeDays }, n) => {
    const { username, displayName } = person;
    return [String(firstRank + n), username, displayName, zone, first, last, String(activeDays), String(secondsOf(us))];
  });
  return csvOf([['rank', 'username', 'name', 'timezone', 'start_date', 'end_date', 'active_days', 'seconds'], ...lines]);
}

/** A row before it is written. */
interface Row {
  time: PersonTime;
  project: string | null;
  /** µs by date; a date that is not in it is not shared. */
  cells: Map<string, number>;
  us: number;
}

export function toOrgSheet(sheet: OrgSheet, params: OrgTimesheetParams): OrgSheetAnswer {
  const dates = datesOf(sheet);
  const rows = sheet.people.flatMap((time) => rowsOf(time, sheet.by));
  const dayTotals = dates.map((date) => sumOf(rows.map(({ cells }) => cells.get(date) ?? 0)));
  return {
    data: {
      by: sheet.by,
      timezone: params.timezone === undefined ? null : zoneOf(params.timezone),
      dates,
      rows: rows.map(({ time, project, cells, us }) => ({
        user: memberOf(time.person),
        timezone: time.zone,
        ...(sheet.by === 'project' && { project }),
        seconds: dates.map((date) => {
          const cell = cells.get(date);
          return cell === undefined ? null : secondsOf(cell);
        }),
        total_seconds: secondsOf(us),
      })),
      day_seconds: dayTotals.map(secondsOf),
      total_seconds: secondsOf(sumOf(dayTotals)),
    },
    ...toPageInfo(sheet.total, orgSheetPage(params)),
  };
}

/** The same as CSV (RFC 4180): a line for each row, a column for each day. A day of which nothing is shared is empty. */
export function toOrgSheetCsv(sheet: OrgSheet): Promise<string> {
  const dates = datesOf(sheet);
  const { by } = sheet;
  const ofProject = (project: string | null): string[] => (by === 'project' ? [project ?? ''] : []);
  const lines = function* (): Generator<string[]> {
    yield ['username', 'name', 'timezone', ...ofProject('project'), ...dates, 'total'];
    for (const time of sheet.people)
      for (const { project, cells, us } of rowsOf(time, by)) {
        const days = dates.map((date) => cells.get(date)).map((cell) => (cell === undefined ? '' : digitalSecondsOf(cell)));
        yield [time.person.username, time.person.displayName, time.zone, ...ofProject(project), ...days, digitalSecondsOf(us)];
      }
  };
  return csvOf(lines());
}

export function orgSheetFileName(sheet: OrgSheet): string {
  const dates = datesOf(sheet);
  return dates.length === 0 ? 'timesheet.csv' : `timesheet_${dates[0]}_to_${dates.at(-1)}.csv`;
}

/** Every date that is a day of somebody: in other zones today may be another one. */
function datesOf({ people }: OrgSheet): string[] {
  return [...new Set(people.flatMap(({ days }) => days.map(({ date }) => date)))].toSorted();
}

/** The rows of a member: one, or one a project and, for days of which no projects are shared, one without. */
function rowsOf(time: PersonTime, by: OrgSheetRows): Row[] {
  const shared = time.days.filter(({ level }) => level >= LEVELS.indexOf('totals'));
  if (by === 'member') return [{ time, project: null, cells: new Map(shared.map(({ date, us }) => [date, us])), us: time.us }];
  const rows = new Map<string | null, Row>();
  const add = (date: string, project: string | null, us: number): void => {
    const row = rows.get(project) ?? { time, project, cells: new Map<string, number>(), us: 0 };
    rows.set(project, row);
    row.cells.set(date, (row.cells.get(date) ?? 0) + us);
    row.us += us;
  };
  for (const { date, us, projects } of shared)
    if (projects === undefined) add(date, null, us);
    else for (const [project, ofProject] of projects) add(date, nameOf('project', project), ofProject);
  return [...rows.values()].toSorted((a, b) => b.us - a.us || ((a.project ?? '') < (b.project ?? '') ? -1 : 1));
}

function memberOf({ publicId, username, displayName }: PersonTime['person']): NamedMember {
  return { id: publicId, username, display_name: displayName };
}

function levelName(level: number): string {
  return must(LEVELS[level], 'a level');
}
