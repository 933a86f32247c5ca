import { messageContext } from '@app/core';
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
  const context = messageContext.getStore();
  const entry = context?.audit;
  if (!entry || entry.written) return;
  const { actor, message, subjectId, details } = entry;
  await sql(
    em,
    `INSERT INTO audit_log (actor_id, actor_kind, credential_id, message, subject_id, details, request_id, address)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      actor.userId,
      actor.by.kind,
      'id' in actor.by ? actor.by.id : null,
      message,
      subjectId,
      JSON.stringify(details),
      context.requestId ?? null,
      context.address ?? null,
    ],
  );
  entry.written = true;
}
