import type { Permission } from '@app/core';

/** What somebody is in an organization. */
export const ROLES = ['owner', 'admin', 'billing', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who can hold a permission: a role, or whoever leads a team, in that team alone. */
type Holder = Role | 'lead';

/** The scope that a key needs beside it. */
type KeyScope = 'orgs:read' | 'orgs:manage';

/**
 * What may be done in an organization, who may do it, and what a key must be allowed for it. The one table: the guard of the routes, the answer of
 * `GET organizations/{org}/permissions` and docs/organizations.md are made from it.
 */
const TABLE = {
  'org:read': { scope: 'orgs:read', holders: ROLES, means: 'See the organization: name, plan, policies' },
  'org:update': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Change name, address and description' },
  'org:delete': { scope: 'orgs:manage', holders: ['owner'], means: 'Delete the organization, and bring it back within thirty days' },
  'org:transfer': { scope: 'orgs:manage', holders: ['owner'], means: 'Offer the ownership to another member' },
  'members:read': { scope: 'orgs:read', holders: ROLES, means: 'See who the members are, and their roles' },
  'members:change': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Change roles; only owners make and touch owners' },
  'members:remove': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Remove members; only owners remove owners' },
  'teams:read': { scope: 'orgs:read', holders: ROLES, means: 'See the teams and who is in them' },
  'teams:manage': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Make, rename and delete teams, and name their leads' },
  'team-members:manage': {
    scope: 'orgs:manage',
    holders: ['owner', 'admin', 'lead'],
    means: 'Put members into a team and take them out; a lead in the own team',
  },
  'invites:read': { scope: 'orgs:read', holders: ['owner', 'admin'], means: 'See who was invited' },
  'invites:manage': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Invite people, and withdraw invitations' },
  'domains:read': { scope: 'orgs:read', holders: ['owner', 'admin'], means: 'See the domains of the organization' },
  'domains:manage': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Prove domains, and decide what they do' },
  'billing:read': { scope: 'orgs:read', holders: ['owner', 'admin', 'billing'], means: 'See plan, seats and period' },
  'policies:read': { scope: 'orgs:read', holders: ROLES, means: 'See the policies' },
  'policies:change': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Change the policies' },
  'policies:relax': { scope: 'orgs:manage', holders: ['owner'], means: 'Change the policies so that more can be seen' },
  'projects:read': { scope: 'orgs:read', holders: ROLES, means: 'See which projects are the organization’s' },
  'projects:manage': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Decide which projects are the organization’s' },
  'keys:manage': { scope: 'orgs:manage', holders: ['owner', 'admin'], means: 'Make and revoke service keys' },
  'reports:aggregate': {
    scope: 'orgs:read',
    holders: ['owner', 'admin', 'lead', 'viewer'],
    means: 'See sums of groups of people; members too where the organization says so',
  },
  'reports:people': {
    scope: 'orgs:read',
    holders: ['owner', 'admin', 'lead'],
    means: 'See by name what each member shares; a lead of the own team',
  },
  'audit:read': { scope: 'orgs:read', holders: ['owner', 'admin'], means: 'See and export the audit log' },
} as const satisfies Record<Permission, { scope: KeyScope; holders: readonly Holder[]; means: string }>;

export type OrgPermission = keyof typeof TABLE;

interface Entry {
  permission: OrgPermission;
  scope: KeyScope;
  holders: readonly Holder[];
  means: string;
}

/** The table, in its order. */
export const ORG_PERMISSIONS: readonly Entry[] = Object.entries(TABLE).flatMap(([name, entry]) =>
  isOrgPermission(name) ? [{ permission: name, ...entry }] : [],
);

/** Whether a text is one of the permissions. */
export function isOrgPermission(text: string): text is OrgPermission {
  return Object.hasOwn(TABLE, text);
}

/** The permission that the key must have with which somebody uses this one. */
export function scopeOfOrgPermission(permission: OrgPermission): KeyScope {
  return TABLE[permission].scope;
}

/** The roles that have a permission. */
export function rolesThatMay(permission: OrgPermission): Role[] {
  const holders: readonly Holder[] = TABLE[permission].holders;
  return ROLES.filter((role) => holders.includes(role));
}

/** What somebody of this role may do; `leads`: at least one team; `membersSeeReports`: what the organization says. */
export function orgPermissionsOf(role: Role, leads: boolean, membersSeeReports: boolean): ReadonlySet<OrgPermission> {
  const held = ORG_PERMISSIONS.filter(
    ({ permission, holders }) =>
      holders.includes(role) ||
      (leads && holders.includes('lead')) ||
      (membersSeeReports && role === 'member' && permission === 'reports:aggregate'),
  );
  return new Set(held.map(({ permission }) => permission));
}
