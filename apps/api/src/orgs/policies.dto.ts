import { Flag, isoSeconds, MayBeLeftOut, OneOf, RuledText, SomeOf, TextList, WholeNumber } from '@app/core';
import {
  FEWEST_DETAILS_DAYS,
  LEAST_GROUP,
  LEVELS,
  LONGEST_KEY_DAYS,
  LONGEST_SESSION_HOURS,
  MOST_DETAILS_DAYS,
  MOST_EMAIL_DOMAINS,
  MOST_FORMER_DAYS,
  MOST_GROUP,
  ORG_KEY_PERMISSIONS,
  PERSONAL_KEYS,
  type PersonalKeys,
  type Policies,
  type PoliciesChange,
  type PoliciesPreview,
  POLICY_NAMES,
  type PolicyNotice,
  shownPolicies,
} from '@app/orgs';
import { zoneOf, zoneProblem } from '@app/users';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';

/** What an organization decides about what can be seen of its members, and about who gets in. */
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
  /** Members but owners have a confirmed address of one of these domains; empty: of any. @example ["acme.dev"] */
  email_domains: string[];
  /** A browser’s session that began more hours ago is refused here; null: none is. @example 12 */
  @ApiProperty({ type: Number, nullable: true })
  session_hours: number | null;
  /** A key that was made more days ago is refused here, of members and of the organization; null: none is. @example 90 */
  @ApiProperty({ type: Number, nullable: true })
  key_days: number | null;
  /** What service keys may do at most; null: all that one can. @example ["org:read", "reports:aggregate"] */
  @ApiProperty({ type: [String], nullable: true })
  key_permissions: string[] | null;
  /** What API keys of members may do here: manage (what the key and the role may), read or none. @example "manage" */
  @ApiProperty({ enum: PERSONAL_KEYS })
  personal_keys: string;
  /** Reports by name tell of so many days, today among them; null: of all. @example 365 */
  @ApiProperty({ type: Number, nullable: true })
  details_days: number | null;
  /** For how many days who left is named in the list of members; null: for ever. @example 90 */
  @ApiProperty({ type: Number, nullable: true })
  former_names_days: number | null;
}

export class PoliciesAnswer {
  data: PoliciesData;
}

/** A field that may be left out, and null for no rule. */
function OrNull(shown: { type: typeof String | typeof Number | [typeof String]; example: unknown }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ required: false, nullable: true, ...shown }),
    ValidateIf((_, value) => value !== undefined && value !== null),
  );
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

  /** An IANA zone, or null. Changing it takes an owner: two cuts of the same days tell of single hours. */
  @OrNull({ type: String, example: 'Europe/Berlin' })
  @RuledText(zoneProblem)
  timezone?: string | null;

  /** At most 20 domains that the organization has proven; empty: no rule. @example [] */
  @MayBeLeftOut()
  @TextList(MOST_EMAIL_DOMAINS)
  email_domains?: string[];

  /** 1 to 720, or null: no rule. */
  @OrNull({ type: Number, example: 168 })
  @WholeNumber(1, LONGEST_SESSION_HOURS)
  session_hours?: number | null;

  /** 1 to 730, or null: no rule. */
  @OrNull({ type: Number, example: 365 })
  @WholeNumber(1, LONGEST_KEY_DAYS)
  key_days?: number | null;

  /** One or more permissions of service keys, or null: all. */
  @OrNull({ type: [String], example: ['org:read', 'reports:aggregate'] })
  @SomeOf(ORG_KEY_PERMISSIONS)
  key_permissions?: string[] | null;

  /** @example "manage" */
  @MayBeLeftOut()
  @OneOf(PERSONAL_KEYS)
  personal_keys?: PersonalKeys;

  /** 30 to 3,660, or null: all days. A longer time takes an owner. */
  @OrNull({ type: Number, example: 365 })
  @WholeNumber(FEWEST_DETAILS_DAYS, MOST_DETAILS_DAYS)
  details_days?: number | null;

  /** 0 to 3,660, or null: for ever. A longer time takes an owner. */
  @OrNull({ type: Number, example: 365 })
  @WholeNumber(0, MOST_FORMER_DAYS)
  former_names_days?: number | null;
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
  /** Members without a confirmed address of `email_domains`: they get 403. Owners are exempt. @example 1 */
  other_address_members_count: number;
  /** The first 100 of them. @example ["grace"] */
  other_address_members: string[];
  /** Open invitations to other addresses, which nobody could accept. @example 0 */
  dead_invites_count: number;
  /** The first 100 of them. @example [] */
  dead_invites: string[];
  /** Service keys that are older than `key_days`: they would be dead at once. @example 1 */
  old_service_keys_count: number;
  /** The first 100 of them. @example ["Dashboard in the hall"] */
  old_service_keys: string[];
  /** Service keys that have more than `key_permissions`. @example 1 */
  narrowed_service_keys_count: number;
  /** The first 100 of them. @example ["Dashboard in the hall"] */
  narrowed_service_keys: string[];
  /** Members who share days by name that `details_days` would hide. @example 1 */
  shortened_members_count: number;
  /** The first 100 of them. @example ["ada"] */
  shortened_members: string[];
  /** Who left and is named in the list of members, and would not be with `former_names_days`. @example 0 */
  unnamed_former_members_count: number;
  /** The first 100 of them. @example [] */
  unnamed_former_members: string[];
  /** Members with a session that is older than `session_hours`. Nobody is named; null: fewer than the minimum group. @example 12 */
  @ApiProperty({ type: Number, nullable: true })
  old_session_members_count: number | null;
  /** Members with an API key that `key_days` or `personal_keys` would refuse. Nobody is named; null: fewer than the minimum group. @example null */
  @ApiProperty({ type: Number, nullable: true })
  refused_key_members_count: number | null;
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
    emailDomains: body.email_domains,
    sessionHours: body.session_hours,
    keyDays: body.key_days,
    keyPermissions: body.key_permissions,
    personalKeys: body.personal_keys,
    detailsDays: body.details_days,
    formerNamesDays: body.former_names_days,
    zone: typeof body.timezone === 'string' ? zoneOf(body.timezone) : body.timezone,
  };
}

function placeOf(level: string | undefined): number | undefined {
  return level === undefined ? undefined : LEVELS.findIndex((known) => known === level);
}

export function toPolicies(policies: Policies): PoliciesAnswer {
  return { data: shownPolicies(policies) };
}

export function toPoliciesPreview(preview: PoliciesPreview): PoliciesPreviewAnswer {
  return {
    data: {
      after: shownPolicies(preview.after),
      relaxed: preview.relaxed.map((policy) => POLICY_NAMES[policy]),
      capped_members_count: preview.capped.count,
      capped_members: preview.capped.names,
      hidden_teams_count: preview.hiddenTeams.count,
      hidden_teams: preview.hiddenTeams.names,
      other_address_members_count: preview.otherAddresses.count,
      other_address_members: preview.otherAddresses.names,
      dead_invites_count: preview.deadInvites.count,
      dead_invites: preview.deadInvites.names,
      old_service_keys_count: preview.oldServiceKeys.count,
      old_service_keys: preview.oldServiceKeys.names,
      narrowed_service_keys_count: preview.narrowedServiceKeys.count,
      narrowed_service_keys: preview.narrowedServiceKeys.names,
      shortened_members_count: preview.shortened.count,
      shortened_members: preview.shortened.names,
      unnamed_former_members_count: preview.unnamed.count,
      unnamed_former_members: preview.unnamed.names,
      old_session_members_count: preview.oldSessions,
      refused_key_members_count: preview.refusedKeys,
    },
  };
}

export function toPolicyNotices(notices: readonly PolicyNotice[]): PolicyNoticesAnswer {
  return { data: notices.map((notice) => ({ ...notice, at: isoSeconds(notice.at) })) };
}
