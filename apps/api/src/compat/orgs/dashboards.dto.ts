import {
  CumulativeTotal,
  Duration,
  type Durations,
  PageInfo,
  pageOf,
  type PageParams,
  SummaryDay,
  toCumulativeTotal,
  toPageInfo,
  toProjectDurations,
} from '@app/compat';
import { dayProblem, isoSeconds, must, OptionalInteger, OptionalRuledParameter, sumOf } from '@app/core';
import type { DashboardDurations, DashboardTime, ListedTeam, MemberPage, OrgAccess, PeopleQuestion, PersonDurations } from '@app/orgs';
import { toMemberSummaries } from '../../orgs/by-name.dto.js';

/** The dashboard of all members, beside those of teams. */
const EVERYBODY = 'everyone';
/** Members of a dashboard whose day is told at a time. */
const PAGE = 50;

export class DashboardDayParams {
  /** Local day, `YYYY-MM-DD` or `today`; left out: today. Each member's own day. @example "2026-11-23" */
  @OptionalRuledParameter(dayProblem)
  date?: string;

  /** From 1. @example 1 */
  @OptionalInteger(1, 1_000_000)
  page?: number;
}

/** A dashboard: a team, or everyone. */
export class DashboardData {
  /** Of the team; `everyone`. @example "6a1c7f3e-2b4d-4c5e-9f8a-7b6c5d4e3f21" */
  id: string;
  /** @example "Engines" */
  name: string;
  /** @example "ACME Corporation/Engines" */
  full_name: string;
  /** Days are each member's own. @example null */
  timezone: string | null;
  is_current_user_member: boolean;
  is_current_user_owner: boolean;
  /** Members are seen by name as far as each shares. @example true */
  is_viewing_restricted: boolean;
  is_manual_time_hidden: boolean;
  /** @example 6 */
  members_count: number;
  /** @example "6 members" */
  members_count_human_readable: string;
  can_current_user_view: boolean;
  can_current_user_request_to_view: boolean;
  can_current_user_request_to_join: boolean;
  can_current_user_add_members: boolean;
  can_current_user_remove_members: boolean;
  can_current_user_delete: boolean;
  created_at: string | null;
  modified_at: string | null;
}

export class DashboardsAnswer extends PageInfo {
  data: DashboardData[];
  next_page: number | null;
  prev_page: number | null;
}

/** A member of a dashboard. */
export class DashboardMember {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
  /** @example "Ada Lovelace" */
  full_name: string;
  email: string | null;
  /** @example "http://localhost:3000/photo/0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  photo: string;
  /** Whether what they do is hidden from you. @example false */
  is_view_only: boolean;
}

export class DashboardMembersAnswer extends PageInfo {
  data: DashboardMember[];
  next_page: number | null;
  prev_page: number | null;
}

/** What a member did on a day, as far as it is shared. */
export class DashboardSummary extends SummaryDay {
  member: DashboardMember;
}

export class DashboardSummariesAnswer extends PageInfo {
  data: DashboardSummary[];
  cumulative_total: CumulativeTotal;
}

export class MemberDayParams {
  /** Local day, `YYYY-MM-DD` or `today`; left out: today. The member's own day. @example "2026-11-23" */
  @OptionalRuledParameter(dayProblem)
  date?: string;
}

/** When a member worked on what on a day. */
export class DashboardDurationsOfMember {
  member: DashboardMember;
  /** By project, ascending; none where the member does not share everything of that day by name with you. The 200 longest, the others as one an hour. */
  durations: Duration[];
  /** First second of the day, in the member's own zone; of a member who is view only in UTC. @example "2026-11-23T00:00:00Z" */
  start: string;
  /** Last second of the day. @example "2026-11-23T23:59:59Z" */
  end: string;
  /** @example "Europe/Berlin" */
  timezone: string;
}

export class DashboardDurationsAnswer extends PageInfo {
  data: DashboardDurationsOfMember[];
}

/** A team for a dashboard; undefined: everybody. */
export function teamOfDashboard(dashboard: string): string | undefined {
  return dashboard.toLowerCase() === EVERYBODY ? undefined : dashboard;
}

/** The day that is asked for; left out: today. */
export const dayOf = ({ date = 'today' }: MemberDayParams): string => date;

export function dashboardDay(dashboard: string, { date = 'today' }: DashboardDayParams): PeopleQuestion {
  return { start: date, end: date, mostDays: 1, team: teamOfDashboard(dashboard) };
}

export const dashboardPage = ({ page = 1 }: DashboardDayParams): { page: number; perPage: number } => ({ page, perPage: PAGE });

/** Everyone, and the teams: contract §1.9. */
export function toDashboards(
  teams: readonly ListedTeam[],
  { org, members }: { org: OrgAccess; members: number },
  params: PageParams,
): DashboardsAnswer {
  const { page, perPage } = pageOf(params);
  const all = [toEveryone(org, members), ...teams.map((team) => toDashboard(org, team))];
  return { data: all.slice((page - 1) * perPage, page * perPage), ...pages(all.length, { page, perPage }) };
}

function toEveryone(org: OrgAccess, members: number): DashboardData {
  return {
    ...rightsOf(org, false),
    id: EVERYBODY,
    name: 'Everyone',
    full_name: `${org.name}/Everyone`,
    is_current_user_member: org.role !== null,
    is_current_user_owner: org.role === 'owner',
    ...countOf(members),
    can_current_user_delete: false,
    created_at: null,
    modified_at: null,
  };
}

function toDashboard(org: OrgAccess, team: ListedTeam): DashboardData {
  return {
    ...rightsOf(org, team.isLead),
    id: team.id,
    name: team.name,
    full_name: `${org.name}/${team.name}`,
    is_current_user_member: team.isMember,
    is_current_user_owner: team.isLead,
    ...countOf(team.members),
    can_current_user_delete: org.permissions.has('teams:manage'),
    created_at: isoSeconds(team.createdAt),
    modified_at: team.modifiedAt === null ? null : isoSeconds(team.modifiedAt),
  };
}

function rightsOf(org: OrgAccess, leads: boolean) {
  const manages = org.permissions.has('teams:manage') || leads;
  return {
    timezone: null,
    is_viewing_restricted: true,
    is_manual_time_hidden: false,
    can_current_user_view: org.permissions.has('reports:people'),
    can_current_user_request_to_view: false,
    can_current_user_request_to_join: false,
    can_current_user_add_members: manages,
    can_current_user_remove_members: manages,
  };
}

const countOf = (members: number) => ({
  members_count: members,
  members_count_human_readable: members === 1 ? '1 member' : `${members} members`,
});

function pages(total: number, page: { page: number; perPage: number }): PageInfo & { next_page: number | null; prev_page: number | null } {
  const info = toPageInfo(total, page);
  return { ...info, next_page: info.page < info.total_pages ? info.page + 1 : null, prev_page: info.page > 1 ? info.page - 1 : null };
}

/** The members of a dashboard. `seen`: whose time is shared by name with who asks. */
export function toDashboardMembers(
  { members, total }: MemberPage,
  { seen, publicUrl }: { seen: ReadonlySet<string>; publicUrl: string },
  params: PageParams,
): DashboardMembersAnswer {
  const data = members.map((member) => ({ ...toMember(member, publicUrl), is_view_only: !seen.has(member.id) }));
  return { data, ...pages(total, pageOf(params)) };
}

function toMember(
  { id, username, displayName }: { id: string; username: string; displayName: string },
  publicUrl: string,
): DashboardMember {
  return {
    id,
    username,
    display_name: displayName,
    full_name: displayName,
    email: null,
    photo: `${publicUrl}/photo/${id}`,
    is_view_only: false,
  };
}

/** What each did on the day. */
export async function toDashboardSummaries(
  { people, total }: DashboardTime,
  { now, publicUrl }: { now: number; publicUrl: string },
  params: DashboardDayParams,
): Promise<DashboardSummariesAnswer> {
  const summaries = await Promise.all(people.map((time) => toMemberSummaries(time, { now })));
  const us = sumOf(people.map((time) => time.us));
  return {
    data: people.map(({ person: { publicId, username, displayName } }, n) => ({
      member: toMember({ id: publicId, username, displayName }, publicUrl),
      ...must(summaries[n]?.data[0], 'a day'),
    })),
    cumulative_total: toCumulativeTotal(us),
    ...toPageInfo(total, dashboardPage(params)),
  };
}

/** When each worked on what. */
export function toDashboardDurations(
  { days, total, hidden }: DashboardDurations,
  { publicUrl }: { publicUrl: string },
  params: DashboardDayParams,
): DashboardDurationsAnswer {
  const data = days.map(({ member, time }): DashboardDurationsOfMember => {
    const { data: durations, ...day } = time ? toMemberDurations(time) : toProjectDurations([], hidden, 'UTC');
    return { member: { ...toMember(member, publicUrl), is_view_only: time === undefined }, durations, ...day };
  });
  return { data, ...toPageInfo(total, dashboardPage(params)) };
}

export function toMemberDurations({ blocks, day, person }: PersonDurations): Durations {
  return toProjectDurations(blocks, day, person.zone);
}
