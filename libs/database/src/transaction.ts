import { type Actor, messageContext } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendToChain, insertBesideChain } from './audit-chain.js';

/**
 * Runs `work` in a transaction of its own and returns what it returns. The row of an audited command is written in it, so there is one for
 * every change that was committed and none for one that was not.
 */
export function transaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return em
    .fork()
    .transactional(async (inside) => {
      const result = await work(inside);
      // Before the row of the audit log: nothing may take a lock after it.
      await inside.flush();
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

/**
 * Writes a row of what no audited command's transaction can tell: what was refused, what is done beside the answer. The last statement of a transaction,
 * or one by itself.
 */
export async function insertAuditRow(em: EntityManager, row: AuditRow): Promise<void> {
  const columns = columnsOf(row);
  // Everybody can cause refused attempts, so they are kept for a short time only: in the chain they would leave holes.
  if (row.message.endsWith('Refused')) await insertBesideChain(em, columns);
  else if (em.isInTransaction()) await appendToChain(em, columns);
  else await em.fork().transactional((inside) => appendToChain(inside, columns));
}

function columnsOf({ actor, message, subjectId, orgId = null, details = {} }: AuditRow): unknown[] {
  const context = messageContext.getStore();
  return [
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
  ];
}
