import { type Actor, Audited, auditDetails, auditOrg, badParameter, Clock } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkRecipient, type OfferName, openOffer } from './answered-offer.js';

/**
 * Declines an invitation into an organization: its link works no more. Who has the secret of the link may, without an account; by its id only who has
 * the invited address, confirmed. Not found: it does not work. Refused: an offer by a domain, which is nobody's question.
 */
@Audited<DeclineInvite>(({ actor }) => ({ subjectId: actor.userId }))
export class DeclineInvite extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly offer: OfferName,
  ) {
    super();
  }
}

const DECLINE = `UPDATE org_invites SET status = 'declined', answered_at = $2, mail_due_at = NULL, token_hash = NULL WHERE id = $1`;

@CommandHandler(DeclineInvite)
export class DeclineInviteHandler implements ICommandHandler<DeclineInvite> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, offer: name }: DeclineInvite): Promise<void> {
    await transaction(this.em, async (em) => {
      const now = new Date(this.clock.now());
      const offer = await openOffer(em, name, actor.userId, now);
      if ('id' in name) checkRecipient(offer, name);
      if (offer.inviteId === null)
        throw badParameter('invite', 'Nobody asked you: whoever has an address of this domain may join, or not.');
      await sql(em, DECLINE, [offer.inviteId, now]);
      auditOrg(offer.orgId);
      auditDetails({ invite: offer.publicId });
    });
  }
}
