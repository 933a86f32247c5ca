import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { isoSeconds, MayBeLeftOut, OptionalFlag, RuledText, Text } from '@app/core';
import { type SeenOrg, type OrgPage, ORG_PERMISSIONS, orgNameProblem, SLUG_SCHEMA, slugProblem } from '@app/orgs';

const LONGEST_DESCRIPTION = 1_000;

export class CreateOrganizationBody {
  /** 1 to 100 characters. @example "My Team" */
  @RuledText(orgNameProblem, { minLength: 1, maxLength: 100 })
  name: string;

  /** In addresses: 2 to 40 of a to z, digits and "-". Left out: made from the name. @example "my-team" */
  @MayBeLeftOut()
  @RuledText(slugProblem, SLUG_SCHEMA)
  slug?: string;

  /** At most 1,000 characters. @example "Development team for awesome projects" */
  @MayBeLeftOut()
  @Text(LONGEST_DESCRIPTION)
  description?: string;
}

/** What to change; left out: unchanged. */
export class ChangeOrganizationBody {
  /** 1 to 100 characters. @example "My Team" */
  @MayBeLeftOut()
  @RuledText(orgNameProblem, { minLength: 1, maxLength: 100 })
  name?: string;

  /** In addresses: 2 to 40 of a to z, digits and "-". The old one finds nothing any more. @example "my-team" */
  @MayBeLeftOut()
  @RuledText(slugProblem, SLUG_SCHEMA)
  slug?: string;

  /** At most 1,000 characters. @example "Development team for awesome projects" */
  @MayBeLeftOut()
  @Text(LONGEST_DESCRIPTION)
  description?: string;
}

export class OrganizationsParams extends PageParams {
  /** `true`: also those that you own and that wait for their end. */
  @OptionalFlag()
  include_deleted?: boolean;
}

/** An organization as you see it. */
export class OrganizationData {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "ACME Corporation" */
  name: string;
  /** @example "acme" */
  slug: string;
  /** @example "We make everything." */
  description: string;
  /** What you are there: owner, admin, billing, member or viewer; null: a service key asks. @example "admin" */
  role: string | null;
  /** Whether you lead a team. @example false */
  is_lead: boolean;
  /** @example 15 */
  memberCount: number;
  /** @example 15 */
  member_count: number;
  /** @example "team" */
  subscriptionPlan: string;
  /** @example "team" */
  plan: string;
  /** @example "active" */
  status: string;
  /** The zone that the days of its sums are cut in; null: each member's own. @example "Europe/Berlin" */
  timezone: string | null;
  /** No number is shown that fewer people make up. @example 5 */
  min_group: number;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  modified_at: string | null;
  /** Since when it waits for its end; owners can bring it back for thirty days. */
  deleted_at: string | null;
}

export class OrganizationAnswer {
  data: OrganizationData;
}

export class OrganizationsAnswer extends PageInfo {
  data: OrganizationData[];
}

/** Something that may be done in an organization. */
export class OrgPermissionItem {
  /** @example "members:change" */
  permission: string;
  /** Who may: roles, and `lead`, whoever leads a team, in that team. @example ["owner", "admin"] */
  holders: string[];
  /** The scope that a key needs beside it. @example "orgs:manage" */
  key_permission: string;
  /** @example "Change roles; only owners make and touch owners" */
  means: string;
  /** Whether you may. @example true */
  granted: boolean;
}

export class OrgPermissionsAnswer {
  data: OrgPermissionItem[];
}

export function toOrganization(org: SeenOrg): OrganizationAnswer {
  return { data: toOrganizationData(org) };
}

export function toOrganizations({ orgs, total }: OrgPage, params: OrganizationsParams): OrganizationsAnswer {
  return { data: orgs.map(toOrganizationData), ...toPageInfo(total, pageOf(params)) };
}

function toOrganizationData(org: SeenOrg): OrganizationData {
  return {
    id: org.publicId,
    name: org.name,
    slug: org.slug,
    description: org.description,
    role: org.role,
    is_lead: org.leads,
    memberCount: org.members,
    member_count: org.members,
    subscriptionPlan: org.plan,
    plan: org.plan,
    status: org.status,
    timezone: org.zone,
    min_group: org.minGroup,
    created_at: isoSeconds(org.createdAt),
    modified_at: org.modifiedAt === null ? null : isoSeconds(org.modifiedAt),
    deleted_at: org.deletedAt === null ? null : isoSeconds(org.deletedAt),
  };
}

export function toOrgPermissions(granted: ReadonlySet<string>): OrgPermissionsAnswer {
  return {
    data: ORG_PERMISSIONS.map(({ permission, scope, holders, means }) => ({
      permission,
      holders: [...holders],
      key_permission: scope,
      means,
      granted: granted.has(permission),
    })),
  };
}
