import { type Actor, Clock } from '@app/core';
import { BackgroundPace } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rollUpDays } from './roll-up.js';

/**
 * Makes all roll-ups of a user current at once, whether its dirty days have rested or not: one after the other, one transaction a day. Safe to run
 * at any time, anywhere.
 */
export class RollUpUser extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@CommandHandler(RollUpUser)
export class RollUpUserHandler implements ICommandHandler<RollUpUser> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: RollUpUser): Promise<void> {
    const pace = new BackgroundPace(this.em, this.clock);
    await rollUpDays(this.em, userId, () => pace.afterDay());
  }
}
