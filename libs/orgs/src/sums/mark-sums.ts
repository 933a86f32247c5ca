import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

const MARK = `
  INSERT INTO org_sum_states (org_id, made_from) VALUES ($1, '')
  ON CONFLICT (org_id) DO UPDATE SET made_from = '', due_at = now()`;

/**
 * The sums of an organization are of no use from the commit on: they are computed anew, and until then no report tells any. To be called in the transaction of
 * whatever changes what members share, who is a member or in which team, which projects count, or what may be shown.
 */
export async function markOrgSums(em: EntityManager, orgId: number): Promise<void> {
  await sql(em, MARK, [orgId]);
}
