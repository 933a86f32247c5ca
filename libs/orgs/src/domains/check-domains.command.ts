import { type Actor, Clock } from '@app/core';
import { insertAuditRow, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainRecords, type RecordState } from './domain-records.js';
import { CHECKED_EVERY_MS, MISSED_EVERY_MS, MOST_MISSES } from './domain-rules.js';

/** Domains that one round looks up. */
const AT_ONCE = 10;
/** Who took domains in hand and died leaves them to others after so long. */
const TAKEN_MINUTES = 10;

/**
 * Looks whether proven domains are still proven: a week after the last time, a day after one on which the record was missing. Missing for the third
 * time in a row, a domain is proven no more and nobody joins by it; a row of the audit log says so. Where no server answers, nothing changes.
 */
export class CheckDomains extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

const TAKE = `
  UPDATE org_domains d SET check_due_at = $1::timestamptz + interval '${TAKEN_MINUTES} minutes'
   WHERE d.id IN (SELECT id FROM org_domains WHERE check_due_at <= $1 AND verified_at IS NOT NULL ORDER BY check_due_at, id LIMIT ${AT_ONCE}
                     FOR UPDATE SKIP LOCKED)
  RETURNING d.id, d.org_id AS "orgId", d.domain, d.challenge`;
const FOUND = 'UPDATE org_domains SET checked_at = $2, check_due_at = $3, misses = 0 WHERE id = $1 AND verified_at IS NOT NULL';
const LATER = 'UPDATE org_domains SET check_due_at = $2 WHERE id = $1 AND verified_at IS NOT NULL';
const MISSED = `
  UPDATE org_domains
     SET checked_at = $2, misses = misses + 1,
         check_due_at = CASE WHEN misses + 1 < ${MOST_MISSES} THEN $3::timestamptz END,
         verified_at = CASE WHEN misses + 1 < ${MOST_MISSES} THEN verified_at END,
         capture = CASE WHEN misses + 1 < ${MOST_MISSES} THEN capture ELSE 'off' END
   WHERE id = $1 AND verified_at IS NOT NULL
  RETURNING verified_at IS NULL AS "isLost"`;

interface DueDomain {
  id: number;
  orgId: number;
  domain: string;
  challenge: string;
}

@CommandHandler(CheckDomains)
export class CheckDomainsHandler implements ICommandHandler<CheckDomains> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly records: DomainRecords,
  ) {}

  async execute({ actor, signal }: CheckDomains): Promise<void> {
    for (let found = AT_ONCE; found === AT_ONCE && !signal.aborted;) {
      const due = await sql<DueDomain>(this.em.fork(), TAKE, [new Date(this.clock.now())]);
      // Each waits five seconds at most; none waits for the others.
      await Promise.all(due.map(async (domain) => this.note(actor, domain, await this.records.look(domain.domain, domain.challenge))));
      found = due.length;
    }
  }

  private async note(actor: Actor, { id, orgId, domain }: DueDomain, state: RecordState): Promise<void> {
    const now = this.clock.now();
    const [week, day] = [new Date(now + CHECKED_EVERY_MS), new Date(now + MISSED_EVERY_MS)];
    await this.em.fork().transactional(async (em) => {
      if (state === 'there') await sql(em, FOUND, [id, new Date(now), week]);
      if (state === 'unknown') await sql(em, LATER, [id, day]);
      if (state !== 'missing') return;
      const [missed] = await sql<{ isLost: boolean }>(em, MISSED, [id, new Date(now), day]);
      if (missed?.isLost) await insertAuditRow(em, { actor, message: 'LoseDomain', subjectId: null, orgId, details: { domain } });
    });
  }
}
