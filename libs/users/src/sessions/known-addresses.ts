import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** The addresses from which a user proved to be it, by a password or a link, as far as the audit log reaches back. */
export async function knownAddresses(em: EntityManager, userId: number): Promise<string[]> {
  const rows = await sql<{ address: string }>(
    em,
    `SELECT DISTINCT address FROM audit_log
      WHERE subject_id = $1 AND address IS NOT NULL AND message IN ('SignIn', 'ResetPassword', 'ClaimAccount')`,
    [userId],
  );
  return rows.map(({ address }) => address);
}
