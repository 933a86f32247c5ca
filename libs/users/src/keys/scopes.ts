import { type Actor, DomainError, type Permission } from '@app/core';

/** Everything that may be done with an account of one's own. */
const OWN = [
  'heartbeats:write',
  'heartbeats:read',
  'heartbeats:delete',
  'time:read',
  'names:read',
  'names:change',
  'goals:read',
  'goals:change',
  'leaderboards:read',
  'leaderboards:manage',
  'memberships:read',
  'memberships:manage',
  'orgs:read',
  'orgs:manage',
  'github:read',
  'github:manage',
  'account:read',
  'account:change',
  'keys:manage',
  'sessions:manage',
] as const satisfies readonly Permission[];

/** What the owner and administrators of the instance may do beside that. */
const INSTANCE = ['users:manage', 'instance:read'] as const satisfies readonly Permission[];

/** What a route can need. */
export type KnownPermission = (typeof OWN)[number] | (typeof INSTANCE)[number];

/** What a key may be allowed: everything, reading all, reading time only, or sending heartbeats only. */
export const SCOPES = ['full', 'read', 'read_stats', 'write_heartbeats'] as const;
export type Scope = (typeof SCOPES)[number];

const PERMISSIONS: Readonly<Record<Scope, readonly KnownPermission[]>> = {
  full: OWN,
  read: [
    'heartbeats:read',
    'time:read',
    'names:read',
    'goals:read',
    'leaderboards:read',
    'memberships:read',
    'orgs:read',
    'github:read',
    'account:read',
  ],
  read_stats: ['time:read'],
  write_heartbeats: ['heartbeats:write'],
};

const ADMINS: ReadonlySet<Permission> = new Set(INSTANCE);

/** What who holds `scopes` may do; an administrator's full key also administers. */
export function permissionsOf(scopes: readonly Scope[], isAdmin: boolean): ReadonlySet<Permission> {
  const own = scopes.flatMap((scope) => PERMISSIONS[scope]);
  return new Set<Permission>(isAdmin && scopes.includes('full') ? [...own, ...INSTANCE] : own);
}

/** The narrowest scope that a key needs for a permission. */
export function scopeFor(permission: KnownPermission): Scope {
  return SCOPES.findLast((scope) => PERMISSIONS[scope].some((p) => p === permission)) ?? 'full';
}

/** Whether somebody may do everything that a scope allows. */
export function grants({ permissions }: Pick<Actor, 'permissions'>, scope: Scope): boolean {
  return PERMISSIONS[scope].every((permission) => permissions.has(permission));
}

/** Refuses who may not do `needed`: forbidden, with the scope that a key must have or, with a full one, that it takes an administrator. */
export function checkPermission(actor: Actor, needed: KnownPermission): void {
  if (actor.permissions.has(needed)) return;
  if (ADMINS.has(needed) && grants(actor, 'full'))
    throw new DomainError('forbidden', 'admin.missing', 'Only administrators of this instance may do that.');
  throw new DomainError('forbidden', 'scope.missing', `This key may not do that: it needs the scope "${scopeFor(needed)}".`);
}

/** Scopes as stored, without what this version does not know. */
export function knownScopes(stored: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => stored.includes(scope));
}
