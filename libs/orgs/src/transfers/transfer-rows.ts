import { DomainError } from '@app/core';
import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** How long an offer can be accepted. */
export const OFFER_DAYS = 7;

/** Somebody of an offer. */
interface Person {
  id: string;
  username: string;
  displayName: string;
}

/** An offer of the ownership of an organization. Instants in ms since 1970. */
export interface Transfer {
  to: Person;
  from: Person;
  offeredAt: number;
  expiresAt: number;
}

const person = (user: string): string =>
  `json_build_object('id', ${user}.public_id, 'username', ${user}.username, 'displayName', ${user}.display_name)`;

/** The offer of organization $1 that user $2 makes or gets, $3: or any, unless it is over at $4 (ms since 1970). */
export const TRANSFER_SQL = `
  SELECT ${person('u')} AS "to", ${person('f')} AS "from", ${msSql('t.offered_at')} AS "offeredAt",
         ${msSql('t.expires_at')} AS "expiresAt"
    FROM org_transfers t
    JOIN users u ON u.id = t.user_id
    JOIN users f ON f.id = t.offered_by
   WHERE t.org_id = $1 AND (t.user_id = $2::int OR $3::bool) AND t.expires_at > to_timestamp($4::float8 / 1000)`;

const WITHDRAW = 'DELETE FROM org_transfers WHERE org_id = $1 RETURNING user_id AS "userId"';
const END_OF = 'DELETE FROM org_transfers WHERE org_id = $1 AND (user_id = $2 OR offered_by = $2)';

/** The refusal where nothing is offered to who asks, or any more. */
export function noTransfer(): DomainError {
  return new DomainError('not-found', 'org.no-transfer', 'The ownership of this organization is not offered, or no longer.');
}

/** Ends the offer of an organization, in the caller's transaction. Returns to whom it was made; undefined: there was none. */
export async function withdrawTransfer(em: EntityManager, orgId: number): Promise<number | undefined> {
  const [gone] = await sql<{ userId: number }>(em, WITHDRAW, [orgId]);
  return gone?.userId;
}

/** Ends the offer that a member makes or gets, in the caller's transaction: they leave. */
export async function endTransfersOf(em: EntityManager, orgId: number, userId: number): Promise<void> {
  await sql(em, END_OF, [orgId, userId]);
}
