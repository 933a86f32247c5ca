import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { revokeKeysOf } from '../keys/org-key-rows.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { endTransfersOf } from '../transfers/transfer-rows.js';

const LEAVE = 'UPDATE org_members SET left_at = to_timestamp($3::float8 / 1000) WHERE org_id = $1 AND user_id = $2';
const LEAVE_TEAMS = 'DELETE FROM org_team_members WHERE org_id = $1 AND user_id = $2';
/** Whose links are dead from then on; they take no seats. */
const WITHDRAW_INVITES = `
  UPDATE org_invites SET status = 'withdrawn', token_hash = NULL, mail_due_at = NULL WHERE org_id = $1 AND invited_by = $2 AND status = 'pending'`;

/**
 * Ends a membership in the caller's transaction, with all that hangs on it: teams, an offer of the ownership, service keys and open invitations. The row stays, so
 * that sums of the past stay. To be called after `lockOrg`. `now` in ms since 1970.
 */
export async function leaveOrg(em: EntityManager, orgId: number, userId: number, now: number): Promise<void> {
  await sql(em, LEAVE_TEAMS, [orgId, userId]);
  await endTransfersOf(em, orgId, userId);
  await sql(em, LEAVE, [orgId, userId, now]);
  await revokeKeysOf(em, orgId, userId, now);
  await sql(em, WITHDRAW_INVITES, [orgId, userId]);
  await markOrgSums(em, orgId);
}
