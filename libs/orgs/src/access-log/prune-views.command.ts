import { type Actor, Clock } from '@app/core';
import { DAY_US, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** How long it is kept who looked at whose time: a year, and some time to look at it. */
const KEPT_DAYS = 400;
/** Rows deleted at once, so that no transaction is long. The next run goes on. */
const MOST = 10_000;

/** Deletes what is older than 400 days of who looked at whose time; 10,000 rows at most. Returns how many. */
export class PruneViews extends Command<number> {
  constructor(readonly actor: Actor) {
    super();
  }
}

const PRUNE = `
  DELETE FROM org_views
   WHERE (user_id, org_id, day, viewer_kind, viewer_id, what) IN (
     SELECT user_id, org_id, day, viewer_kind, viewer_id, what FROM org_views WHERE day < $1::int ORDER BY day LIMIT ${MOST})
  RETURNING day`;

@CommandHandler(PruneViews)
export class PruneViewsHandler implements ICommandHandler<PruneViews> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    const today = Math.floor((this.clock.now() * 1000) / DAY_US);
    return (await sql(this.em, PRUNE, [today - KEPT_DAYS])).length;
  }
}
