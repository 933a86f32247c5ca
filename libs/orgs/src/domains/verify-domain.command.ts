import { type Actor, Audited, auditDetails, Clock, DomainError, messageContext, SERVER } from '@app/core';
import { insertAuditRow, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { DomainRecords, type RecordState } from './domain-records.js';
import { CHECKED_EVERY_MS, recordNameOf, VERIFY_PAUSE_MS } from './domain-rules.js';
import { type Domain, domainOfOrg } from './domain-rows.js';

/**
 * Looks for the record of a domain in the DNS, and returns the domain, which is proven from then on. An organization that is deleted loses it, for good: it
 * must prove it again when it is brought back. Not found: the organization has none such.
 * Refused: the record is not there, or says something else; the domain is another organization's; somebody looked half a minute ago.
 */
@Audited<VerifyDomain>(({ org }) => ({ orgId: org.orgId }))
export class VerifyDomain extends Command<Domain> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    /** Its id, or itself. */
    readonly domain: string,
  ) {
    super();
  }
}

const TAKE_TURN = `
  UPDATE org_domains SET checked_at = $2 WHERE id = $1 AND (checked_at IS NULL OR checked_at <= $3 OR checked_at > $2) RETURNING id`;
/** Of every organization, so that two cannot prove it at once. */
const LOCK = 'SELECT id FROM org_domains WHERE domain = $1 ORDER BY id FOR UPDATE';
/** Before their rows: whoever removes an organization has it first. What is brought back meanwhile is not deleted any more when this is granted. */
const LOCK_DELETED = `
  SELECT o.id FROM organizations o
   WHERE o.deleted_at IS NOT NULL AND o.id IN (SELECT d.org_id FROM org_domains d WHERE d.domain = $1 AND d.id <> $2 AND d.verified_at IS NOT NULL)
   ORDER BY o.id FOR UPDATE`;
const TAKE_FROM_DELETED = `
  UPDATE org_domains SET verified_at = NULL, capture = 'off', check_due_at = NULL
   WHERE domain = $1 AND id <> $2 AND org_id = ANY ($3::int[]) AND verified_at IS NOT NULL
  RETURNING org_id AS "orgId"`;
const VERIFY = `
  UPDATE org_domains d SET verified_at = coalesce(d.verified_at, $3), check_due_at = $4, misses = 0
   WHERE d.id = $1 AND d.challenge = $2
     AND NOT EXISTS (SELECT FROM org_domains o WHERE o.domain = d.domain AND o.id <> d.id AND o.verified_at IS NOT NULL)
  RETURNING d.id`;

@CommandHandler(VerifyDomain)
export class VerifyDomainHandler implements ICommandHandler<VerifyDomain> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly records: DomainRecords,
  ) {}

  async execute({ actor, org, domain: name }: VerifyDomain): Promise<Domain> {
    const domain = await domainOfOrg(this.em.fork(), org.orgId, name);
    await this.takeTurn(domain);
    refuseUnlessThere(domain, await this.records.look(domain.domain, domain.challenge));
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'domains:manage');
      const deleted = await sql<{ id: number }>(em, LOCK_DELETED, [domain.domain, domain.id]);
      await sql(em, LOCK, [domain.domain]);
      const lost = await sql<{ orgId: number }>(em, TAKE_FROM_DELETED, [domain.domain, domain.id, deleted.map(({ id }) => id)]);
      const now = this.clock.now();
      const verified = await sql(em, VERIFY, [domain.id, domain.challenge, new Date(now), new Date(now + CHECKED_EVERY_MS)]);
      const after = await domainOfOrg(em, org.orgId, domain.domain);
      if (verified.length === 0) throw takenDomain();
      auditDetails({ domain: domain.domain });
      for (const { orgId } of lost) await tellLoser(em, orgId, domain.domain);
      return after;
    });
  }

  private async takeTurn({ id }: Domain): Promise<void> {
    const now = this.clock.now();
    const taken = await sql(this.em.fork(), TAKE_TURN, [id, new Date(now), new Date(now - VERIFY_PAUSE_MS)]);
    if (taken.length === 0)
      throw new DomainError('too-many', 'domain.checked', 'Somebody looked for this record a moment ago. Try again in half a minute.');
  }
}

/** In the audit log of who lost it. Who proved it is another organization's business: neither they nor where they asked from are told. */
function tellLoser(em: EntityManager, orgId: number, domain: string): Promise<void> {
  const details = { domain, reason: 'another organization proved it' };
  return messageContext.run({}, () => insertAuditRow(em, { actor: SERVER, message: 'LoseDomain', subjectId: null, orgId, details }));
}

function refuseUnlessThere({ domain, challenge }: Domain, state: RecordState): void {
  if (state === 'unknown')
    throw new DomainError(
      'unavailable',
      'domain.no-answer',
      'No DNS server answered within five seconds. Nothing changed; try again later.',
    );
  if (state === 'missing')
    throw new DomainError(
      'conflict',
      'domain.no-record',
      `There is no TXT record at ${recordNameOf(domain)} that says ${challenge}. Make it; until servers everywhere know it, it may take an hour or more.`,
    );
}

function takenDomain(): DomainError {
  return new DomainError(
    'conflict',
    'domain.taken',
    'Another organization of this instance has proven this domain. It must remove it there first, or its record must be gone.',
  );
}
