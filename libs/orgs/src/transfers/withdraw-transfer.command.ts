import { Audited, auditSubject, type UserActor } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { noTransfer, withdrawTransfer } from './transfer-rows.js';

/** Withdraws the offer of an organization's ownership: it can be accepted no more. Not found: there is none. */
@Audited<WithdrawTransfer>(({ org }) => ({ orgId: org.orgId }))
export class WithdrawTransfer extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@CommandHandler(WithdrawTransfer)
export class WithdrawTransferHandler implements ICommandHandler<WithdrawTransfer> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, org }: WithdrawTransfer): Promise<void> {
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'org:transfer');
      const to = await withdrawTransfer(em, org.orgId);
      if (to === undefined) throw noTransfer();
      auditSubject(to);
    });
  }
}
