import { type Actor, Clock, Env, publicUrl } from '@app/core';
import { ReadPool } from '@app/database';
import { hashOfSecret, linkTo } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { deadInvite, INVITERS } from './invite-rules.js';
import { worksSql } from './invite-rows.js';
import { INVITE_OFFER_JSON, type Offer } from './offers.js';

/** What the reader of an invitation's link does next. */
export type NextStep = 'sign_in' | 'sign_up' | 'confirm_address' | 'ask_for_account';

export interface LinkedOffer extends Offer {
  next: NextStep;
  /** Where to sign up with the address of the invitation; undefined: it has an account, or nobody can sign up. */
  signUpUrl?: string | undefined;
}

/**
 * What an invitation says before anybody answers, by the secret of its link: whoever has it reads mail at the address. Not found, alike: any that does
 * not work.
 */
export class GetOffer extends Query<LinkedOffer> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

const GET = `
  SELECT ${INVITE_OFFER_JSON}::text AS offer, a.email IS NOT NULL AS "hasAccount", a.email_confirmed_at IS NOT NULL AS "isConfirmed",
         EXISTS (SELECT FROM users b WHERE b.id = i.invited_by AND (b.is_owner OR b.is_admin)) AS "isTrusted"
    FROM org_invites i
    JOIN organizations o ON o.id = i.org_id
    LEFT JOIN users a ON a.email = i.email
   WHERE i.token_hash = $1 AND ${worksSql('$2::timestamptz', '$3')}`;

interface Row {
  offer: string;
  hasAccount: boolean;
  isConfirmed: boolean;
  /** Whether whoever invited administers the instance. */
  isTrusted: boolean;
}

@QueryHandler(GetOffer)
export class GetOfferHandler implements IQueryHandler<GetOffer> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async execute({ token }: GetOffer): Promise<LinkedOffer> {
    const params = [hashOfSecret(token), new Date(this.clock.now()), INVITERS];
    const [row] = await this.reads.query<Row>({ name: 'org-offer', text: GET, params });
    if (!row) throw deadInvite();
    const offer: Offer = JSON.parse(row.offer);
    const next = this.nextOf(row);
    const query = { invite: token, email: offer.email };
    return { ...offer, next, signUpUrl: next === 'sign_up' ? linkTo(publicUrl(this.env), 'register', query) : undefined };
  }

  private nextOf({ hasAccount, isConfirmed, isTrusted }: Row): NextStep {
    if (hasAccount) return isConfirmed ? 'sign_in' : 'confirm_address';
    const { REGISTRATION, ORGANIZATIONS } = this.env;
    const opens = REGISTRATION === 'open' || (REGISTRATION === 'invite' && (isTrusted || ORGANIZATIONS !== 'open'));
    return opens ? 'sign_up' : 'ask_for_account';
  }
}
