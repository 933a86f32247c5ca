import { type Actor, Clock } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** How long a reported error is kept. */
const KEPT_DAYS = 30;

/** Deletes the reported errors that are older than 30 days. Returns how many. There are never more than some thousand. */
export class PrunePluginErrors extends Command<number> {
  constructor(readonly actor: Actor) {
    super();
  }
}

const PRUNE = `DELETE FROM plugin_errors WHERE at < $1::timestamptz - interval '${KEPT_DAYS} days' RETURNING id`;

@CommandHandler(PrunePluginErrors)
export class PrunePluginErrorsHandler implements ICommandHandler<PrunePluginErrors> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    return (await sql(this.em, PRUNE, [new Date(this.clock.now())])).length;
  }
}
