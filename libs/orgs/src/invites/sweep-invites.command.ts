import { type Actor, Clock } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InviteMails } from './invite-mails.js';
import { DAY_MS, KEPT_INVITE_DAYS } from './invite-rules.js';

/** Rows that one round removes. */
const PART = 1_000;

/** Sends the mails of invitations that are due and were not sent, and removes invitations that ended more than ninety days ago. */
export class SweepInvites extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

const END_MAILS = `UPDATE org_invites SET mail_due_at = NULL WHERE mail_due_at IS NOT NULL AND expires_at <= $1`;
const FORGET = `
  DELETE FROM org_invites WHERE id IN (
    SELECT id FROM org_invites WHERE expires_at < $1 ORDER BY id LIMIT ${PART} FOR UPDATE SKIP LOCKED)`;

@CommandHandler(SweepInvites)
export class SweepInvitesHandler implements ICommandHandler<SweepInvites> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly mails: InviteMails,
  ) {}

  async execute({ signal }: SweepInvites): Promise<void> {
    const now = this.clock.now();
    await sql(this.em.fork(), END_MAILS, [new Date(now)]);
    await sql(this.em.fork(), FORGET, [new Date(now - KEPT_INVITE_DAYS * DAY_MS)]);
    await this.mails.deliver(signal);
  }
}
