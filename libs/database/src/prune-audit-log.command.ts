import { type Actor, Clock } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockAudit } from './locks.js';
import { sql } from './sql.js';
import { transaction } from './transaction.js';

/** How long a row of the audit log is kept: a year, and some time to look at it. */
const KEPT_DAYS = 400;
/** A refused attempt is kept for less: everybody can cause one, 50 an hour and account. */
const REFUSED_DAYS = 30;
/** Rows of each kind deleted at once, so that no transaction is long. The next run goes on. */
const MOST = 10_000;

/**
 * Deletes the oldest rows of the audit log: those that are older than 400 days, of refused attempts than 30; 10,000 of each at most. Returns how many.
 * The chain begins at the oldest row that is kept: the hash before it is written down.
 */
export class PruneAuditLog extends Command<number> {
  constructor(readonly actor: Actor) {
    super();
  }
}

/** Only a transaction that says so may delete rows. */
const ALLOW = `SELECT set_config('chronova.audit', 'prune', true)`;

const PRUNE_BESIDE_CHAIN = `
  DELETE FROM audit_log WHERE id IN (
    SELECT id FROM audit_log
     WHERE at < $1::timestamptz - interval '${REFUSED_DAYS} days' AND seq IS NULL
       AND (at < $1::timestamptz - interval '${KEPT_DAYS} days' OR message LIKE '%Refused')
     ORDER BY at LIMIT ${MOST})
  RETURNING id`;

/** As far as all are old: no row goes that has an older one before it in the chain. */
const PRUNE_CHAIN = `
  WITH oldest AS (
    SELECT a.id, bool_and(a.at < $1::timestamptz - interval '${KEPT_DAYS} days') OVER (ORDER BY a.seq) AS is_old
      FROM (SELECT id, seq, at FROM audit_log WHERE seq > (SELECT anchor_seq FROM audit_chain WHERE id = 1) ORDER BY seq LIMIT ${MOST}) a),
  gone AS (DELETE FROM audit_log a USING oldest o WHERE a.id = o.id AND o.is_old RETURNING a.id, a.seq, a.hash),
  moved AS (
    UPDATE audit_chain c SET anchor_seq = l.seq, anchor_hash = l.hash
      FROM (SELECT seq, hash FROM gone ORDER BY seq DESC LIMIT 1) l WHERE c.id = 1)
  SELECT id FROM gone`;

@CommandHandler(PruneAuditLog)
export class PruneAuditLogHandler implements ICommandHandler<PruneAuditLog> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute(): Promise<number> {
    const now = new Date(this.clock.now());
    return transaction(this.em, async (em) => {
      await sql(em, ALLOW);
      const beside = await sql(em, PRUNE_BESIDE_CHAIN, [now]);
      await lockAudit(em);
      return beside.length + (await sql(em, PRUNE_CHAIN, [now])).length;
    });
  }
}
