import { type Actor, Clock, SERVER } from '@app/core';
import { insertAuditRow, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findOwner } from './find-owner.js';
import { lockOrg, KEPT_DAYS } from './org-rows.js';
import { ORG_TABLES } from './org-tables.js';

/** Organizations that are looked at in a run. The next goes on. */
const MOST = 100;
/** Rows that one transaction deletes. */
const PART = 10_000;
/** Beyond the thirty days, in which no owner can bring it back any more: clocks of servers differ. */
const GRACE = '1 hour';

/**
 * Removes organizations that were deleted more than thirty days ago, with all that is of them but their audit log, and finds an owner for those that
 * have none all the same.
 * What is done stays done when it stops, and the next run goes on.
 */
export class SweepOrganizations extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

const OVER = `
  SELECT id FROM organizations
   WHERE deleted_at IS NOT NULL AND deleted_at < $1::timestamptz - interval '${KEPT_DAYS} days' - interval '${GRACE}'
   ORDER BY deleted_at, id LIMIT ${MOST}`;
const DELETE_PARTS = ORG_TABLES.map(
  (table) => `
  WITH gone AS (DELETE FROM ${table} WHERE org_id = $1 AND ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE org_id = $1 LIMIT ${PART})) RETURNING 1)
  SELECT count(*)::int AS rows FROM gone`,
);
const REMOVE = 'DELETE FROM organizations WHERE id = $1 RETURNING name, slug';

const LEADERLESS = `
  SELECT o.id
    FROM organizations o
    LEFT JOIN org_members m ON m.org_id = o.id AND m.role = 'owner' AND m.left_at IS NULL
   WHERE o.deleted_at IS NULL AND m.user_id IS NULL
   ORDER BY o.id LIMIT ${MOST}`;

@CommandHandler(SweepOrganizations)
export class SweepOrganizationsHandler implements ICommandHandler<SweepOrganizations> {
  private readonly log = new Logger(SweepOrganizations.name);

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ signal }: SweepOrganizations): Promise<void> {
    const now = new Date(this.clock.now());
    for (const { id } of await sql<{ id: number }>(this.em, LEADERLESS)) {
      signal?.throwIfAborted();
      await this.tried(id, () => this.em.fork().transactional((em) => this.lead(em, id)));
    }
    for (const { id } of await sql<{ id: number }>(this.em, OVER, [now])) await this.tried(id, () => this.remove(id, signal), signal);
  }

  /** The others must not wait for one with which it does not go. */
  private async tried(orgId: number, work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    await work().catch((error: unknown) => {
      signal?.throwIfAborted();
      this.log.error(`Organization ${orgId} is not looked after`, error);
    });
  }

  private async lead(em: EntityManager, orgId: number): Promise<void> {
    await lockOrg(em, orgId);
    for (const row of await findOwner(em, orgId, this.clock.now())) await insertAuditRow(em, row);
  }

  /** In parts: first what is much. The organization goes in the last, with what little came meanwhile. */
  private async remove(orgId: number, signal?: AbortSignal): Promise<void> {
    for (const statement of DELETE_PARTS) {
      for (let rows = PART; rows === PART;) {
        signal?.throwIfAborted();
        rows = await this.em.fork().transactional((em) => deletePart(em, statement, orgId));
      }
    }
    await this.em.fork().transactional((em) => removeOrg(em, orgId));
  }
}

async function deletePart(em: EntityManager, statement: string, orgId: number): Promise<number> {
  const [part] = await sql<{ rows: number }>(em, statement, [orgId]);
  return part?.rows ?? 0;
}

async function removeOrg(em: EntityManager, orgId: number): Promise<void> {
  await lockOrg(em, orgId);
  for (const statement of DELETE_PARTS) while ((await deletePart(em, statement, orgId)) === PART);
  const [details] = await sql<{ name: string; slug: string }>(em, REMOVE, [orgId]);
  await insertAuditRow(em, { actor: SERVER, message: 'RemoveOrganization', subjectId: null, orgId, details: { ...details } });
}
