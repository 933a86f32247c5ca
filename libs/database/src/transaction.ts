import { type Actor, messageContext } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from './sql.js';

/**
 * Runs `work` in a transaction of its own and returns what it returns. The row of an audited command is written in it, so there is one for
 * every change that was committed and none for one that was not.
 */
export function transaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return em
    .fork()
    .transactional(async (inside) => {
      const result = await work(inside);
      await writeAudit(inside);
      return result;
    })
    .catch((error: unknown) => {
      // Rolled back: should the command try again, it writes its row again.
      const entry = messageContext.getStore()?.audit;
      if (entry) entry.written = false;
      throw error;
    });
}

async function writeAudit(em: EntityManager): Promise<void> {
  const entry = messageContext.getStore()?.audit;
  if (!entry || entry.written) return;
  await insertAuditRow(em, entry);
  entry.written = true;
}

/** What a row of the audit log tells, beside when, from where and by which request. */
export interface AuditRow {
  actor: Actor;
  message: string;
  subjectId: number | null;
  orgId?: number | null;
  details?: Readonly<Record<string, unknown>>;
}

/** Writes a row of what no audited command's transaction can tell: what was refused, what is done beside the answer. */
export async function insertAuditRow(
  em: EntityManager,
  { actor, message, subjectId, orgId = null, details = {} }: AuditRow,
): Promise<void> {
  const context = messageContext.getStore();
  await sql(
    em,
    `INSERT INTO audit_log (actor_id, actor_kind, credential_id, message, subject_id, org_id, details, request_id, address)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      actor.userId,
      actor.by.kind,
      'id' in actor.by ? actor.by.id : null,
      message,
      subjectId,
      orgId,
      // Half of a character is no JSON text to PostgreSQL.
      JSON.stringify(details, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)),
      context?.requestId ?? null,
      context?.address ?? null,
    ],
  );
}
