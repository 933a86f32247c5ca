import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { rollUpDays } from './roll-up.js';

/** Makes all roll-ups of a user current: takes its marks one after the other, one transaction a day. Safe to run at any time, anywhere. */
export class RollUpUser extends Command<void> {
  constructor(readonly userId: number) {
    super();
  }
}

@CommandHandler(RollUpUser)
export class RollUpUserHandler implements ICommandHandler<RollUpUser> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId }: RollUpUser): Promise<void> {
    await rollUpDays(this.em, userId);
  }
}
