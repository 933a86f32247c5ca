import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

const FORGET = `UPDATE org_sum_states SET made_from = '', due_at = to_timestamp(0) WHERE org_id = $1`;

/**
 * The sums of an organization are of no use from the commit on: they are computed anew, and until then no report tells any. To be called in the transaction of
 * whatever changes what members share, who is a member, which projects count, or what may be shown.
 */
export async function markOrgSums(em: EntityManager, orgId: number): Promise<void> {
  await sql(em, FORGET, [orgId]);
}
