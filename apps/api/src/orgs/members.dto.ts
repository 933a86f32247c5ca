import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { isoSeconds, OneOf, OptionalFlag, OptionalText } from '@app/core';
import {
  LEVELS,
  type ListedMember,
  MEMBER_ORDERS,
  MEMBER_STATES,
  type MemberFilter,
  type MemberOrder,
  type MemberPage,
  type MemberState,
  type Role,
  ROLES,
} from '@app/orgs';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

export class MembersParams extends PageParams {
  /** A part of a username or display name, in any case. @example "ada" */
  @OptionalText()
  search?: string;

  /** Only members of this role. */
  @ApiProperty({ enum: ROLES, required: false })
  @IsOptional()
  @OneOf(ROLES)
  role?: Role;

  /** Only members of this team: its id or name. @example "Engines" */
  @OptionalText()
  team?: string;

  /** By name (the usual), role (owners first), day of joining (oldest first) or last active day (newest first). */
  @ApiProperty({ enum: MEMBER_ORDERS, required: false })
  @IsOptional()
  @OneOf(MEMBER_ORDERS)
  sort?: MemberOrder;

  /** `left`: who was a member and left, whoever left last first, whatever `sort` says. For owners and administrators. Left out: present. */
  @ApiProperty({ enum: MEMBER_STATES, required: false })
  @IsOptional()
  @OneOf(MEMBER_STATES)
  state?: MemberState;
}

export class LeaveParams {
  /** `true`: what you shared of the past is withdrawn as well. Otherwise it stays in sums without names. */
  @OptionalFlag()
  forget?: boolean;
}

export class ChangeMemberBody {
  @ApiProperty({ enum: ROLES, example: 'admin' })
  @OneOf(ROLES)
  role: Role;
}

export class MemberTeam {
  /** @example "0c9e4b7a-51d2-4f63-8a7e-9b0c1d2e3f4a" */
  id: string;
  /** @example "Engines" */
  name: string;
  /** @example true */
  is_lead: boolean;
}

/** A member as you may see one. */
export class MemberData {
  /** The user's id; null only with `state=left`, of who is not named any more (policy `former_names_days`). @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  /** Null as `id`. @example "ada" */
  @ApiProperty({ type: String, nullable: true })
  username: string | null;
  /** Of who is not named any more: Former member. @example "Ada Lovelace" */
  display_name: string;
  /** For owners, administrators and yourself; null otherwise. @example "ada@example.com" */
  email: string | null;
  @ApiProperty({ enum: ROLES, example: 'member' })
  role: string;
  /** Whether they lead a team. @example true */
  is_lead: boolean;
  teams: MemberTeam[];
  /** @example "2026-11-22T10:03:20Z" */
  joined_at: string;
  /** @example "2026-11-22T10:03:20Z" */
  joinedAt: string;
  /** Null: they are a member. @example null */
  @ApiProperty({ type: String, nullable: true })
  left_at: string | null;
  /** How they came: created, invite, domain or link. @example "invite" */
  source: string;
  /** What they share with the organization, for owners, administrators, leads of their teams and themselves; null otherwise. */
  @ApiProperty({ enum: LEVELS, nullable: true, example: 'totals' })
  sharing: string | null;
  /**
   * The newest local day with time, as far as days are summed up. Told to whom they share at least totals with by name, and to themselves; null
   * otherwise. @example "2026-11-24"
   */
  last_active_day: string | null;
  /** Owners and administrators see disabled accounts, whose seat is taken until they are removed; others do not. @example false */
  is_disabled: boolean;
}

export class MembersAnswer extends PageInfo {
  data: MemberData[];
}

export class MemberAnswer {
  data: MemberData;
}

/** Members a page where nobody says how many. */
const USUAL_PAGE = 50;

export function memberPage(params: MembersParams): { page: number; perPage: number } {
  return pageOf(params, USUAL_PAGE);
}

export function memberFilter({ search, role, team, state }: MembersParams): MemberFilter {
  return { search, role, team, state };
}

export function toMembers({ members, total }: MemberPage, params: MembersParams): MembersAnswer {
  return { data: members.map(toMemberData), ...toPageInfo(total, memberPage(params)) };
}

export function toMember(member: ListedMember): MemberAnswer {
  return { data: toMemberData(member) };
}

function toMemberData(member: ListedMember): MemberData {
  const joined = isoSeconds(member.joinedAt);
  return {
    id: member.isNamed ? member.id : null,
    username: member.isNamed ? member.username : null,
    display_name: member.isNamed ? member.displayName : 'Former member',
    email: member.email,
    role: member.role,
    is_lead: member.teams.some(({ isLead }) => isLead),
    teams: member.teams.map(({ id, name, isLead }) => ({ id, name, is_lead: isLead })),
    joined_at: joined,
    joinedAt: joined,
    left_at: member.leftAt === null ? null : isoSeconds(member.leftAt),
    source: member.source,
    sharing: member.level === null ? null : (LEVELS[member.level] ?? null),
    last_active_day: member.lastActiveDay,
    is_disabled: member.isDisabled,
  };
}
