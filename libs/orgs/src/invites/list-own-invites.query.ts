import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { INVITERS } from './invite-rules.js';
import { worksSql } from './invite-rows.js';
import { INVITE_OFFER_JSON, type Offer, TERMS_JSON } from './offers.js';

/** Offers that one list shows. */
export const MOST_OFFERS = 100;

/**
 * What a user can join: the invitations for the account's confirmed address, the newest first, then organizations that let whoever has an address of
 * their domain join. At most a hundred; none without a confirmed address.
 */
export class ListOwnInvites extends Query<Offer[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const IS_NO_MEMBER = 'NOT EXISTS (SELECT FROM org_members x WHERE x.org_id = o.id AND x.user_id = me.id AND x.left_at IS NULL)';

/** Whoever left or was removed comes back by an invitation alone. */
const NEVER_WAS_MEMBER = 'NOT EXISTS (SELECT FROM org_members x WHERE x.org_id = o.id AND x.user_id = me.id)';

const LIST = `
  SELECT f.offer::text AS offer
    FROM (
      SELECT ${INVITE_OFFER_JSON} AS offer, 0 AS kind, i.created_at AS at, i.id
        FROM users me
        JOIN org_invites i ON i.email = me.email
        JOIN organizations o ON o.id = i.org_id
       WHERE me.id = $1 AND me.email_confirmed_at IS NOT NULL AND ${IS_NO_MEMBER} AND ${worksSql('$2::timestamptz', '$3')}
       UNION ALL
      SELECT json_build_object(
               'publicId', d.public_id, 'kind', 'domain', 'org', json_build_object('id', o.public_id, 'name', o.name, 'slug', o.slug),
               'invitedBy', NULL, 'email', me.email, 'role', d.role, 'teams', '[]'::json, 'expiresAt', NULL, 'terms', ${TERMS_JSON}),
             1, d.verified_at, d.id
        FROM users me
        JOIN org_domains d ON d.domain = split_part(me.email, '@', 2) AND d.verified_at IS NOT NULL AND d.capture = 'join'
        JOIN organizations o ON o.id = d.org_id AND o.deleted_at IS NULL
       WHERE me.id = $1 AND me.email_confirmed_at IS NOT NULL AND ${NEVER_WAS_MEMBER}) f
   ORDER BY f.kind, f.at DESC, f.id DESC
   LIMIT ${MOST_OFFERS}`;

@QueryHandler(ListOwnInvites)
export class ListOwnInvitesHandler implements IQueryHandler<ListOwnInvites> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: ListOwnInvites): Promise<Offer[]> {
    const params = [userId, new Date(this.clock.now()), INVITERS];
    const rows = await this.reads.query<{ offer: string }>({ name: 'own-invites', text: LIST, params });
    return rows.map(({ offer }): Offer => JSON.parse(offer));
  }
}
