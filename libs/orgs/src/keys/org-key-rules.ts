import { hash } from 'node:crypto';
import { badParameter, DomainError } from '@app/core';
import { newSecret } from '@app/users';
import { type OrgPermission, type Role, rolesThatMay } from '../access/permissions.js';

/** Service keys that an organization may have at once. */
export const MOST_ORG_KEYS = 50;

/** The roles that make service keys. A key works only as long as who made it has one of them. */
export const KEY_MAKERS: readonly Role[] = rolesThatMay('keys:manage');

/** What a service key can be allowed: it reads, and changes nothing. */
export const ORG_KEY_PERMISSIONS = [
  'org:read',
  'members:read',
  'teams:read',
  'invites:read',
  'billing:read',
  'policies:read',
  'projects:read',
  'reports:aggregate',
  'reports:people',
  'audit:read',
] as const satisfies readonly OrgPermission[];
export type OrgKeyPermission = (typeof ORG_KEY_PERMISSIONS)[number];

const FORM = /^chro_[\w-]{43}$/;
const SHOWN_PREFIX = 13;

/** The SHA-256 that a service key is stored as; undefined if the text cannot be one. */
export function orgKeyHash(text: string): Buffer | undefined {
  return FORM.test(text) ? hash('sha256', text, 'buffer') : undefined;
}

/** A fresh service key, `chro_` and 43 characters: 256 random bits, known only now. */
export function newOrgKey(): { shown: string; hash: Buffer; prefix: string } {
  const shown = `chro_${newSecret().shown}`;
  return { shown, hash: hash('sha256', shown, 'buffer'), prefix: shown.slice(0, SHOWN_PREFIX) };
}

/** The permissions that these names are, each once, in the order of the table. Refused: none at all, those that no service key can have. */
export function orgKeyPermissionsOf(names: readonly string[]): OrgKeyPermission[] {
  if (names.length === 0 || names.some((name) => !ORG_KEY_PERMISSIONS.some((permission) => permission === name)))
    throw badParameter('permissions', `Use one or more of ${ORG_KEY_PERMISSIONS.join(', ')}. A service key reads, and changes nothing.`);
  return knownOrgKeyPermissions(names);
}

/** Permissions as stored, without what this version does not know. */
export function knownOrgKeyPermissions(stored: readonly string[]): OrgKeyPermission[] {
  return ORG_KEY_PERMISSIONS.filter((permission) => stored.includes(permission));
}

/** What a service key may do: what it was made with, as far as its organization lets keys go. `allowed` null: all. */
export function allowedOrgKeyPermissions(stored: readonly string[], allowed: readonly string[] | null): OrgKeyPermission[] {
  return knownOrgKeyPermissions(stored).filter((permission) => allowed?.includes(permission) ?? true);
}

/** The refusal of a service key that was not allowed that when it was made. It names the permission. */
export function orgKeyForbidden(permission: OrgPermission): DomainError {
  return new DomainError(
    'forbidden',
    'org-key.permission-missing',
    `This service key lacks the permission "${permission}". Service keys have what they were made with, as far as the policy "key_permissions" of the organization goes: ${ORG_KEY_PERMISSIONS.join(', ')} at most.`,
  );
}

/** The same for a key that is not there, revoked, or another organization's. */
export function noOrgKey(): DomainError {
  return new DomainError('not-found', 'org-key.unknown', 'This organization has no such service key. GET …/keys lists those there are.');
}
