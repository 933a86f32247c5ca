import { type Actor, Clock } from '@app/core';
import { insertAuditRow, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lastsSql } from './org-key-rows.js';

/** Keys that one round revokes. The next goes on. */
const MOST = 100;

/** Revokes service keys that are older than their organization lets keys be. They were refused before: this says so in the audit log. */
export class SweepOrgKeys extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

const TOO_OLD = `
  SELECT k.id FROM organizations o JOIN org_keys k ON k.org_id = o.id
   WHERE o.key_days IS NOT NULL AND k.revoked_at IS NULL AND k.created_at <= $1::timestamptz - ${lastsSql('o')}
   ORDER BY k.id LIMIT ${MOST}`;
/** The policy may have been changed, and another worker may have been here. */
const REVOKE = `
  UPDATE org_keys k SET revoked_at = $2 FROM organizations o
   WHERE k.id = $1 AND o.id = k.org_id AND k.revoked_at IS NULL AND k.created_at <= $2::timestamptz - ${lastsSql('o')}
  RETURNING k.org_id AS "orgId", k.public_id AS key, k.name, o.key_days AS days`;

interface Revoked {
  orgId: number;
  key: string;
  name: string;
  days: number;
}

@CommandHandler(SweepOrgKeys)
export class SweepOrgKeysHandler implements ICommandHandler<SweepOrgKeys> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, signal }: SweepOrgKeys): Promise<void> {
    const now = new Date(this.clock.now());
    for (const { id } of await sql<{ id: number }>(this.em.fork(), TOO_OLD, [now])) {
      signal?.throwIfAborted();
      await this.em.fork().transactional((em) => revoke(em, actor, id, now));
    }
  }
}

async function revoke(em: EntityManager, actor: Actor, id: number, now: Date): Promise<void> {
  const [revoked] = await sql<Revoked>(em, REVOKE, [id, now]);
  if (!revoked) return;
  const { orgId, key, name, days } = revoked;
  const details = { key, name, reason: 'key_days', key_days: days };
  await insertAuditRow(em, { actor, message: 'RevokeOrgKey', subjectId: null, orgId, details });
}
