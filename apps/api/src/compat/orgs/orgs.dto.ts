import { isoSeconds } from '@app/core';
import { PageInfo, pageOf, type PageParams, toPageInfo } from '@app/compat';
import { type ListedOwnOrg, type OrgPage, orgPermissionsOf } from '@app/orgs';

/** An organization that you are a member of: WakaTime's keys and those of Chronova's API reference. */
export class OrgData {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "ACME Corporation" */
  name: string;
  /** @example "acme" */
  slug: string;
  /** What you are there. @example "admin" */
  role: string;
  /** @example 15 */
  memberCount: number;
  /** @example "team" */
  subscriptionPlan: string;
  /** Projects are hidden until a member shares them. @example "hidden" */
  default_project_privacy: string;
  /** Invitations that wait for an answer; 0 to who may not see them. @example 2 */
  invited_people_count: number;
  /** @example "2 people" */
  invited_people_count_human_readable: string;
  /** @example 15 */
  people_count: number;
  /** @example "15 people" */
  people_count_human_readable: string;
  /** Whether you are shown durations of members who share everything by name with you. @example true */
  is_duration_visible: boolean;
  /** Minutes; each member has an own one. @example 15 */
  timeout: number;
  /** The zone that its reports may be cut in. @example "Europe/Berlin" */
  timezone: string;
  /** Each member has an own one. @example false */
  writes_only: boolean;
  /** Whether you may invite people. @example true */
  can_current_user_add_members: boolean;
  /** Whether you may make teams. @example true */
  can_current_user_create_dashboards: boolean;
  /** Whether you may delete it. @example false */
  can_current_user_delete: boolean;
  /** Whether you may change its name. @example true */
  can_current_user_edit: boolean;
  /** Whether you may see its members. @example true */
  can_current_user_list_dashboards: boolean;
  /** Whether you may see plan and seats. @example true */
  can_current_user_view_billing: boolean;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  modified_at: string | null;
}

export class OrgsAnswer extends PageInfo {
  data: OrgData[];
  next_page: number | null;
  prev_page: number | null;
}

/** The organizations of who asks (contract §1.9, §3.5.10). */
export function toOrgs({ orgs, total }: OrgPage, params: PageParams): OrgsAnswer {
  const info = toPageInfo(total, pageOf(params));
  const { page, total_pages: pages } = info;
  return { data: orgs.map(toOrgData), ...info, next_page: page < pages ? page + 1 : null, prev_page: page > 1 ? page - 1 : null };
}

/** Rules of time are each member's own: of the organization these two are what an account begins with. */
const TIMEOUT = 15;
const WRITES_ONLY = false;

function toOrgData(org: ListedOwnOrg): OrgData {
  const may = orgPermissionsOf(org.role, org.leads, org.membersSeeReports);
  const invited = may.has('invites:read') ? org.invited : 0;
  return {
    id: org.publicId,
    name: org.name,
    slug: org.slug,
    role: org.role,
    memberCount: org.members,
    subscriptionPlan: org.plan,
    default_project_privacy: 'hidden',
    invited_people_count: invited,
    invited_people_count_human_readable: peopleText(invited),
    people_count: org.members,
    people_count_human_readable: peopleText(org.members),
    is_duration_visible: may.has('reports:people'),
    timeout: TIMEOUT,
    timezone: org.zone ?? 'UTC',
    writes_only: WRITES_ONLY,
    can_current_user_add_members: may.has('invites:manage'),
    can_current_user_create_dashboards: may.has('teams:manage'),
    can_current_user_delete: may.has('org:delete'),
    can_current_user_edit: may.has('org:update'),
    can_current_user_list_dashboards: may.has('teams:read'),
    can_current_user_view_billing: may.has('billing:read'),
    created_at: isoSeconds(org.createdAt),
    modified_at: org.modifiedAt === null ? null : isoSeconds(org.modifiedAt),
  };
}

function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}
