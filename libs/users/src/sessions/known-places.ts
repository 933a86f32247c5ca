import { BlockList, isIPv6 } from 'node:net';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Bits of an IPv6 address that stand for one household; its devices change the rest every day. */
const NETWORK_BITS = 64;

/** Whether a user proved to be it from this address before, by a password or a link, and from any other, as far as the audit log reaches back. */
export async function readPlace(em: EntityManager, userId: number, address: string): Promise<{ isKnown: boolean; knowsAny: boolean }> {
  const rows = await sql<{ address: string }>(
    em,
    `SELECT DISTINCT address FROM audit_log
      WHERE subject_id = $1 AND address IS NOT NULL AND message IN ('SignIn', 'ResetPassword', 'ClaimAccount')`,
    [userId],
  );
  return { isKnown: rows.some((row) => isSamePlace(row.address, address)), knowsAny: rows.length > 0 };
}

/** Whether two addresses are the same, or in the same /64 network. */
export function isSamePlace(one: string, other: string): boolean {
  if (!isIPv6(one) || !isIPv6(other)) return one === other;
  const network = new BlockList();
  network.addSubnet(one, NETWORK_BITS, 'ipv6');
  return network.check(other, 'ipv6');
}
