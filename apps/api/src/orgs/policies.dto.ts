import { Flag, isoSeconds, MayBeLeftOut, OneOf, RuledText, WholeNumber } from '@app/core';
import {
  LEAST_GROUP,
  LEVELS,
  MOST_GROUP,
  type Policies,
  type PoliciesChange,
  type PoliciesPreview,
  POLICY_NAMES,
  type PolicyNotice,
} from '@app/orgs';
import { zoneOf, zoneProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';

/** What an organization decides about what can be seen of its members. */
export class PoliciesData {
  /** No number is shown that fewer people make up. @example 5 */
  min_group: number;
  /** How much members can share at most: none, aggregate, totals, org_projects or everything. @example "everything" */
  most_shared: string;
  /** How much they are asked to share; what is shared is what a member answers. @example "aggregate" */
  asked_to_share: string;
  /** Whether every member sees sums without names. @example false */
  members_see_reports: boolean;
  /** The zone that days are cut in: of sums, and on demand of reports by name; null: each member’s own days. @example null */
  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;
}

export class PoliciesAnswer {
  data: PoliciesData;
}

/** Send only what is to change. */
export class ChangePoliciesBody {
  /** 3 to 100. @example 6 */
  @MayBeLeftOut()
  @WholeNumber(LEAST_GROUP, MOST_GROUP)
  min_group?: number;

  /** @example "totals" */
  @MayBeLeftOut()
  @OneOf(LEVELS)
  most_shared?: string;

  /** @example "aggregate" */
  @MayBeLeftOut()
  @OneOf(LEVELS)
  asked_to_share?: string;

  /** @example false */
  @MayBeLeftOut()
  @Flag()
  members_see_reports?: boolean;

  /** An IANA zone, or null. Changing it takes an owner: two cuts of the same days tell of single hours. @example "Europe/Berlin" */
  @ApiProperty({ type: String, nullable: true, required: false })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @RuledText(zoneProblem)
  timezone?: string | null;
}

/** Whom a change would hit. */
export class PoliciesPreviewData {
  /** What would hold then. */
  after: PoliciesData;
  /** The policies that would let more be seen: that takes an owner, and every member is told. @example ["most_shared"] */
  relaxed: string[];
  /** Members who share more than they could then. @example 1 */
  capped_members_count: number;
  /** The first 100 of them. @example ["ada"] */
  capped_members: string[];
  /** Teams with fewer people than `min_group` then: nothing is shown of them. @example 1 */
  hidden_teams_count: number;
  /** The first 100 of them. @example ["Engines"] */
  hidden_teams: string[];
}

export class PoliciesPreviewAnswer {
  data: PoliciesPreviewData;
}

/** That an organization lets more be seen than before. */
export class PolicyNoticeData {
  /** @example "4711" */
  id: string;
  /** @example "2026-11-24T12:00:00Z" */
  at: string;
  /** Who did it. @example "ada" */
  by: string | null;
  /** The policies that let more be seen. @example ["most_shared"] */
  relaxed: string[];
  @ApiProperty({ type: Object, additionalProperties: true, example: { most_shared: 'totals' } })
  before: Record<string, unknown>;
  @ApiProperty({ type: Object, additionalProperties: true, example: { most_shared: 'everything' } })
  after: Record<string, unknown>;
}

export class PolicyNoticesAnswer {
  data: PolicyNoticeData[];
}

export function policiesChange(body: ChangePoliciesBody): PoliciesChange {
  return {
    minGroup: body.min_group,
    mostShared: placeOf(body.most_shared),
    askedToShare: placeOf(body.asked_to_share),
    membersSeeReports: body.members_see_reports,
    zone: typeof body.timezone === 'string' ? zoneOf(body.timezone) : body.timezone,
  };
}

function placeOf(level: string | undefined): number | undefined {
  return level === undefined ? undefined : LEVELS.findIndex((known) => known === level);
}

export function toPolicies(policies: Policies): PoliciesAnswer {
  return { data: toPoliciesData(policies) };
}

function toPoliciesData({ minGroup, mostShared, askedToShare, membersSeeReports, zone }: Policies): PoliciesData {
  return {
    min_group: minGroup,
    most_shared: LEVELS[mostShared] ?? '',
    asked_to_share: LEVELS[askedToShare] ?? '',
    members_see_reports: membersSeeReports,
    timezone: zone,
  };
}

export function toPoliciesPreview(preview: PoliciesPreview): PoliciesPreviewAnswer {
  return {
    data: {
      after: toPoliciesData(preview.after),
      relaxed: preview.relaxed.map((policy) => POLICY_NAMES[policy]),
      capped_members_count: preview.cappedMembers,
      capped_members: preview.capped,
      hidden_teams_count: preview.hiddenTeams,
      hidden_teams: preview.hidden,
    },
  };
}

export function toPolicyNotices(notices: readonly PolicyNotice[]): PolicyNoticesAnswer {
  return { data: notices.map((notice) => ({ ...notice, at: isoSeconds(notice.at) })) };
}
