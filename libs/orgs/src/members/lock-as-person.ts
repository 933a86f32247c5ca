import type { Actor } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type OrgAccess, orgForbidden } from '../access/org-access.js';
import type { OrgPermission } from '../access/permissions.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { checkMayNow } from './member-rows.js';

/**
 * Locks the organization and looks again whether who asks may do that: they may have been removed or demoted since the guard looked. Returns their id.
 * Forbidden: a service key, which is nobody and only reads. Not found: the organization was deleted meanwhile, or they are no member any more.
 */
export async function lockAsPerson(em: EntityManager, actor: Actor, { orgId }: OrgAccess, needed: OrgPermission): Promise<number> {
  await lockLiveOrg(em, orgId);
  if (actor.userId === null) throw orgForbidden(needed, 'A person must do that: a service key of an organization only reads.');
  await checkMayNow(em, orgId, actor.userId, needed);
  return actor.userId;
}
