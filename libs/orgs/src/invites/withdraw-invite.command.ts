import { type Actor, Audited, Clock } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { noSuchInvite } from './invite-rules.js';

/** Withdraws an invitation that nobody answered: its link works no more. Not found: there is none here that is open. */
@Audited<WithdrawInvite>(({ org, invite }) => ({ orgId: org.orgId, details: { invite } }))
export class WithdrawInvite extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    /** Its id. */
    readonly invite: string,
  ) {
    super();
  }
}

const WITHDRAW = `
  UPDATE org_invites SET status = 'withdrawn', answered_at = $3, mail_due_at = NULL, token_hash = NULL
   WHERE org_id = $1 AND public_id = $2 AND status = 'pending'
  RETURNING id`;

@CommandHandler(WithdrawInvite)
export class WithdrawInviteHandler implements ICommandHandler<WithdrawInvite> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, invite }: WithdrawInvite): Promise<void> {
    if (!isPublicId(invite)) throw noSuchInvite();
    await transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'invites:manage');
      const gone = await sql(em, WITHDRAW, [org.orgId, invite, new Date(this.clock.now())]);
      if (gone.length === 0) throw noSuchInvite();
    });
  }
}
