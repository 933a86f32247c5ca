import { type Actor, Audited, auditSubject, badParameter } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type InsertedUser, insertUser } from './insert-user.js';
import { usernameProblem, usernameTaken, zoneOf } from './user-rules.js';

export interface CreatedUser extends InsertedUser {
  username: string;
}

/** Makes an account. Refused: a username that is taken or not allowed, an unknown zone. */
@Audited<CreateUser>(({ username }) => ({ details: { username } }))
export class CreateUser extends Command<CreatedUser> {
  constructor(
    readonly actor: Actor,
    readonly username: string,
    readonly zone: string,
  ) {
    super();
  }
}

@CommandHandler(CreateUser)
export class CreateUserHandler implements ICommandHandler<CreateUser> {
  constructor(private readonly em: EntityManager) {}

  async execute({ username, zone }: CreateUser): Promise<CreatedUser> {
    const problem = usernameProblem(username);
    if (problem) throw badParameter('username', problem);
    const properZone = zoneOf(zone);
    return transaction(this.em, async (em) => {
      const user = await insertUser(em, { username, displayName: username, zone: properZone });
      if (!user) throw usernameTaken(username);
      auditSubject(user.userId);
      return { ...user, username };
    });
  }
}
