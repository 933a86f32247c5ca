import { type Actor, Clock } from '@app/core';
import { sql } from '@app/database';
import { USE_GRAIN_MS } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** Notes that a service key is in use, to the hour. Says nothing about one that is gone. */
export class RecordOrgKeyUse extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly keyId: number,
  ) {
    super();
  }
}

const USED = `
  UPDATE org_keys SET last_used_at = $2
   WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '${USE_GRAIN_MS} milliseconds')`;

@CommandHandler(RecordOrgKeyUse)
export class RecordOrgKeyUseHandler implements ICommandHandler<RecordOrgKeyUse> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ keyId }: RecordOrgKeyUse): Promise<void> {
    await sql(this.em, USED, [keyId, new Date(this.clock.now())]);
  }
}
