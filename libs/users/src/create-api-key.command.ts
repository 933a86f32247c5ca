import { randomUUID } from 'node:crypto';
import { ApiKey } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newKey } from './api-keys.js';

export interface CreatedApiKey {
  /** Names the key from now on, for revoking it. */
  id: string;
  /** `waka_<uuid>`, shown this once: only its hash is kept. */
  key: string;
}

/** Gives a user one more API key. */
export class CreateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly userId: number,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, name }: CreateApiKey): Promise<CreatedApiKey> {
    const { shown, hash, prefix } = newKey();
    const em = this.em.fork();
    const key = em.create(ApiKey, { userId, publicId: randomUUID(), name, hash, prefix });
    await em.flush();
    return { id: key.publicId, key: shown };
  }
}
