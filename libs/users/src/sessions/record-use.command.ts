import { Clock, type UserActor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LONGEST_SESSION_DAYS, SESSION_DAYS, USE_GRAIN_MS } from '../lifetimes.js';

/** Notes that the key or session of who asks is in use, to the hour; a session lives on from then, until 90 days after its sign-in. Says nothing about those that are gone. */
export class RecordUse extends Command<void> {
  constructor(readonly actor: UserActor) {
    super();
  }
}

const GRAIN = `interval '${USE_GRAIN_MS} milliseconds'`;
const KEY = `UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - ${GRAIN})`;
const SESSION = `
  UPDATE sessions SET last_seen_at = $2,
         expires_at = least($2::timestamptz + interval '${SESSION_DAYS} days', created_at + interval '${LONGEST_SESSION_DAYS} days')
   WHERE id = $1 AND last_seen_at < $2::timestamptz - ${GRAIN}`;

@CommandHandler(RecordUse)
export class RecordUseHandler implements ICommandHandler<RecordUse> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor: { by } }: RecordUse): Promise<void> {
    if (by.kind === 'key') await sql(this.em, KEY, [by.id, new Date(this.clock.now())]);
    else await sql(this.em, SESSION, [by.id, new Date(this.clock.now())]);
  }
}
