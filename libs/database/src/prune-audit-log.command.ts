import { type Actor, Clock } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from './sql.js';

/** How long a row of the audit log is kept: a year, and some time to look at it. */
const KEPT_DAYS = 400;
/** A refused attempt is kept for less: everybody can cause one, 50 an hour and account. */
const REFUSED_DAYS = 30;
/** Rows deleted at once, so that no transaction is long. The next run goes on. */
const MOST = 10_000;

/** Deletes the oldest rows of the audit log that are older than 400 days, of refused attempts than 30; 10,000 at most. Returns how many. */
export class PruneAuditLog extends Command<number> {
  constructor(readonly actor: Actor) {
    super();
  }
}

const PRUNE = `
  DELETE FROM audit_log WHERE id IN (
    SELECT id FROM audit_log
     WHERE at < $1::timestamptz - interval '${REFUSED_DAYS} days'
       AND (at < $1::timestamptz - interval '${KEPT_DAYS} days' OR message LIKE '%Refused')
     ORDER BY at LIMIT ${MOST})
  RETURNING id`;

@CommandHandler(PruneAuditLog)
export class PruneAuditLogHandler implements ICommandHandler<PruneAuditLog> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    return (await sql(this.em, PRUNE, [new Date(this.clock.now())])).length;
  }
}
