import { DomainError } from '@app/core';

/** What a key may be allowed: everything, reading all, reading time only, or sending heartbeats only. */
export const SCOPES = ['full', 'read', 'read_stats', 'write_heartbeats'] as const;
export type Scope = (typeof SCOPES)[number];

const INCLUDED: Readonly<Record<Scope, readonly Scope[]>> = {
  full: SCOPES,
  read: ['read', 'read_stats'],
  read_stats: ['read_stats'],
  write_heartbeats: ['write_heartbeats'],
};

/** Whether who holds `scopes` may do what needs `needed`. */
export function grants(scopes: readonly Scope[], needed: Scope): boolean {
  return scopes.some((scope) => INCLUDED[scope].includes(needed));
}

/** Refuses who holds `scopes` what needs `needed`. */
export function checkScope(scopes: readonly Scope[], needed: Scope): void {
  if (grants(scopes, needed)) return;
  throw new DomainError('forbidden', 'scope.missing', `This key may not do that: it needs the scope "${needed}".`);
}

/** Scopes as stored, without what this version does not know. */
export function knownScopes(stored: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => stored.includes(scope));
}
