import { DomainError } from '@app/core';
import type { OrgPermission, Role } from './permissions.js';

/** An organization as whoever asks stands to it: what every message about one carries. Made by the guard of the routes alone. */
export interface OrgAccess {
  orgId: number;
  publicId: string;
  slug: string;
  name: string;
  /** What who asks is there; null: a service key. */
  role: Role | null;
  /** The teams that who asks leads. */
  leads: readonly number[];
  permissions: ReadonlySet<OrgPermission>;
  /** Whether who asks sees the sums of everybody and of every team, not of the teams that they lead alone. */
  seesAllSums: boolean;
}

/** The same for an organization that is not there and one that somebody is no member of. */
export function noOrg(): DomainError {
  return new DomainError('not-found', 'org.unknown', 'There is no such organization, or you are not a member of it.');
}

/** The refusal of a member who may not do that. It names the permission. */
export function orgForbidden(permission: OrgPermission, why = 'Ask an owner or administrator of the organization.'): DomainError {
  return new DomainError(
    'forbidden',
    'org.permission-missing',
    `Your role in this organization lacks the permission "${permission}". ${why}`,
  );
}
