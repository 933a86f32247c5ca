import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { isoSeconds, MayBeLeftOut, OneOf, OptionalText, RuledText, Text, WholeNumber } from '@app/core';
import { type AllOrgsPage, type Billing, type BillingChange, type ListedOrg, MOST_MEMBERS, ORG_STATUSES, type OrgStatus } from '@app/orgs';
import { expiryProblem, instantOf, type Plan, PLANS } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

/** Plan and seats of an organization. There are no payments: an administrator of the instance sets them. */
export class BillingData {
  @ApiProperty({ enum: PLANS, example: 'team' })
  plan: string;
  @ApiProperty({ enum: ORG_STATUSES, example: 'active' })
  status: string;
  /** Members, those too whose account is disabled. @example 15 */
  seats_used: number;
  /** How many members there can be. @example 20 */
  seats_allowed: number;
  /** @example "2027-01-31T00:00:00Z" */
  period_end: string | null;
}

export class BillingAnswer {
  data: BillingData;
}

export class AdminOrganizationsParams extends PageParams {
  /** A part of a name or slug. @example "acme" */
  @OptionalText()
  search?: string;
}

/** What to change; left out: unchanged. */
export class ChangeBillingBody {
  /** A label, no payment. */
  @ApiProperty({ enum: PLANS, example: 'team', required: false })
  @MayBeLeftOut()
  @OneOf(PLANS)
  plan?: Plan;

  /** A label as well. */
  @ApiProperty({ enum: ORG_STATUSES, example: 'active', required: false })
  @MayBeLeftOut()
  @OneOf(ORG_STATUSES)
  status?: OrgStatus;

  /** 1 to 10,000; null: 10,000. 409 where there are more members. @example 20 */
  @IsOptional()
  @WholeNumber(1, MOST_MEMBERS)
  seats?: number | null;

  /** ISO 8601 with a zone, or a date; null: none. @example "2027-01-31T00:00:00Z" */
  @IsOptional()
  @RuledText(expiryProblem, { maxLength: 40 })
  period_end?: string | null;

  /** Becomes an owner, as where the account of the only one is disabled: username or user id. */
  @MayBeLeftOut()
  @Text(100, 1)
  owner?: string;
}

/** An organization as administrators of the instance see it. */
export class AdminOrganization extends BillingData {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "ACME Corporation" */
  name: string;
  /** @example "acme" */
  slug: string;
  /** Usernames. @example ["ada"] */
  owners: string[];
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  deleted_at: string | null;
}

export class AdminOrganizationAnswer {
  data: AdminOrganization;
}

export class AdminOrganizationsAnswer extends PageInfo {
  data: AdminOrganization[];
}

/** Organizations a page where nobody says how many. */
const USUAL_PAGE = 50;

export function adminPage(params: AdminOrganizationsParams): { page: number; perPage: number } {
  return pageOf(params, USUAL_PAGE);
}

export function toBilling(billing: Billing): BillingAnswer {
  return { data: toBillingData(billing) };
}

export function toBillingChange({ plan, status, seats, period_end, owner }: ChangeBillingBody): BillingChange {
  return { plan, status, seats, periodEnd: periodEndOf(period_end), owner };
}

function periodEndOf(text: string | null | undefined): number | null | undefined {
  return text === undefined ? undefined : (instantOf(text ?? '') ?? null);
}

export function toAdminOrganization(org: ListedOrg): AdminOrganizationAnswer {
  return { data: toAdminOrganizationData(org) };
}

export function toAdminOrganizations({ orgs, total }: AllOrgsPage, params: AdminOrganizationsParams): AdminOrganizationsAnswer {
  return { data: orgs.map(toAdminOrganizationData), ...toPageInfo(total, adminPage(params)) };
}

function toBillingData({ plan, status, seatsUsed, seats, periodEnd }: Billing): BillingData {
  return { plan, status, seats_used: seatsUsed, seats_allowed: seats, period_end: isoOrNull(periodEnd) };
}

function toAdminOrganizationData(org: ListedOrg): AdminOrganization {
  return {
    id: org.id,
    name: org.name,
    slug: org.slug,
    owners: org.owners,
    ...toBillingData(org),
    created_at: isoSeconds(org.createdAt),
    deleted_at: isoOrNull(org.deletedAt),
  };
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoSeconds(instant);
}
