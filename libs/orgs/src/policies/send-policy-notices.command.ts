import type { Actor } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NoticeMails } from './notice-mails.js';

/** Sends the mails that are due about organizations that let more be seen. Without a mail server nothing happens. */
export class SendPolicyNotices extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

@CommandHandler(SendPolicyNotices)
export class SendPolicyNoticesHandler implements ICommandHandler<SendPolicyNotices> {
  constructor(private readonly mails: NoticeMails) {}

  async execute({ signal }: SendPolicyNotices): Promise<void> {
    await this.mails.deliver(signal);
  }
}
