import { randomUUID } from 'node:crypto';
import { badParameter } from '@app/core';
import { User } from '@app/database';
import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { usernameProblem, usernameTaken, zoneOf } from './user-rules.js';

export interface CreatedUser {
  userId: number;
  /** What the outside calls this user. */
  publicId: string;
  username: string;
}

/** Makes an account. Refused: a username that is taken or not allowed, an unknown zone. */
export class CreateUser extends Command<CreatedUser> {
  constructor(
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
    const em = this.em.fork();
    const user = em.create(User, { publicId: randomUUID(), username, displayName: username, timezone: zoneOf(zone) });
    try {
      await em.flush();
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) {
        throw usernameTaken(username);
      }
      throw error;
    }
    return { userId: user.id, publicId: user.publicId, username };
  }
}
