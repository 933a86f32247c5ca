import { DomainError } from '@app/core';
import { sql } from '@app/database';
import { hashOfSecret, isPublicId } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../access/permissions.js';
import { deadInvite, INVITERS } from './invite-rules.js';
import { worksSql } from './invite-rows.js';

/** How somebody names what they answer: by the secret of its link, or by its id in the list of what they can join. */
export type OfferName = { token: string } | { id: string };

/** An offer that works, as it is answered. */
export interface OpenOffer {
  /** Of the invitation; null: of a domain. */
  inviteId: number | null;
  publicId: string;
  orgId: number;
  email: string;
  role: Role;
  teamIds: number[];
  /** Whether the account that answers has the offer's address, and has confirmed it. */
  isTheirs: boolean;
  isConfirmed: boolean;
}

const FIND_ORG = `
  SELECT org_id AS "orgId" FROM org_invites WHERE token_hash = $1 OR public_id = $2
   UNION ALL
  SELECT org_id FROM org_domains WHERE public_id = $2 AND $2 IS NOT NULL`;

/** The organization of an offer, to be locked before the offer is read; not found: there is no such offer. */
export async function orgOfOffer(em: EntityManager, name: OfferName): Promise<number> {
  const [found] = await sql<{ orgId: number }>(em, FIND_ORG, keysOf(name));
  if (!found) throw deadInvite();
  return found.orgId;
}

const OPEN_INVITE = `
  SELECT i.id AS "inviteId", i.public_id AS "publicId", i.org_id AS "orgId", i.email, i.role, i.team_ids AS "teamIds",
         me.email IS NOT DISTINCT FROM i.email AS "isTheirs", me.email_confirmed_at IS NOT NULL AS "isConfirmed"
    FROM org_invites i
    LEFT JOIN users me ON me.id = $5
   WHERE (i.token_hash = $1 OR i.public_id = $2) AND ${worksSql('$3::timestamptz', '$4')}
     FOR UPDATE OF i`;
/** Whoever left or was removed comes back by an invitation alone. */
const OPEN_DOMAIN = `
  SELECT NULL::int AS "inviteId", d.public_id AS "publicId", d.org_id AS "orgId", me.email, d.role, '{}'::int[] AS "teamIds",
         true AS "isTheirs", true AS "isConfirmed"
    FROM org_domains d
    JOIN users me ON me.id = $2 AND me.email_confirmed_at IS NOT NULL AND split_part(me.email, '@', 2) = d.domain
   WHERE d.public_id = $1 AND d.verified_at IS NOT NULL AND d.capture = 'join'
     AND NOT EXISTS (SELECT FROM org_members x WHERE x.org_id = d.org_id AND x.user_id = me.id AND x.left_at IS NOT NULL)
     FOR SHARE OF d`;

/** The offer while it works, locked to the end of the transaction; `userId` null: nobody known answers. Not found: it does not work. */
export async function openOffer(em: EntityManager, name: OfferName, userId: number | null, now: Date): Promise<OpenOffer> {
  const [token, id] = keysOf(name);
  const [invite] = await sql<OpenOffer>(em, OPEN_INVITE, [token, id, now, INVITERS, userId]);
  const [domain] = invite || id === null ? [] : await sql<OpenOffer>(em, OPEN_DOMAIN, [id, userId]);
  const offer = invite ?? domain;
  if (!offer) throw deadInvite();
  return offer;
}

/**
 * Refuses whoever is not invited: the invited address must be the account's and confirmed. By an id, nobody else learns that there is such an offer;
 * whoever has a link knows.
 */
export function checkRecipient({ isTheirs, isConfirmed }: OpenOffer, name: OfferName): void {
  if (isTheirs && isConfirmed) return;
  if ('id' in name && !isTheirs) throw deadInvite();
  if (isTheirs)
    throw new DomainError(
      'forbidden',
      'invite.unconfirmed',
      'Confirm the e-mail address of your account first: ask for the mail with POST /api/auth/email/resend and open its link.',
    );
  throw new DomainError(
    'forbidden',
    'invite.other-address',
    'This invitation is for another e-mail address than that of your account. Sign in with the account that has it, or ask for an invitation to yours.',
  );
}

function keysOf(name: OfferName): [token: Buffer | null, id: string | null] {
  if ('token' in name) return [hashOfSecret(name.token), null];
  return [null, isPublicId(name.id.toLowerCase()) ? name.id.toLowerCase() : null];
}
