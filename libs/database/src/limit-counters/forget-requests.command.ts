import type { Actor } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CounterConnection } from './counter-connection.js';

/** Forgets a counter: the next request begins a window of its own. */
export class ForgetRequests extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(ForgetRequests)
export class ForgetRequestsHandler implements ICommandHandler<ForgetRequests> {
  constructor(private readonly connection: CounterConnection) {}

  async execute({ key }: ForgetRequests): Promise<void> {
    await this.connection.query('forget_requests', 'DELETE FROM limit_counters WHERE key = $1', [key]);
  }
}
