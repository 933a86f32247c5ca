import type { EntityManager } from '@mikro-orm/postgresql';
import { lockAudit } from './locks.js';
import { sql } from './sql.js';

/**
 * The hash of a row `r` of the audit log: SHA-256 over the hash of the row before and, as the text of a JSON array, everything that the row tells. Whoever
 * changes, deletes or inserts a row breaks the chain there.
 */
export const AUDIT_HASH_SQL = `sha256(r.prev_hash || convert_to(jsonb_build_array(
      r.seq, r.id, (extract(epoch FROM r.at) * 1000000)::bigint, r.actor_kind, r.actor_id, r.credential_id, r.message, r.subject_id, r.org_id, r.details,
      r.request_id, r.address)::text, 'UTF8'))`;

/** What a row of the audit log tells, in the order of the parameters. */
const COLUMNS = 'actor_id, actor_kind, credential_id, message, subject_id, org_id, details, request_id, address';

/** Under the lock, so that the statement sees the row before. The instant is that of the statement: rows of the chain are in the order of time. */
const APPEND = `
  WITH r AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('audit_log', 'id')) AS id, clock_timestamp() AS at, c.last_seq + 1 AS seq, c.last_hash AS prev_hash,
           $1::int AS actor_id, $2::text AS actor_kind, $3::int AS credential_id, $4::text AS message, $5::int AS subject_id, $6::int AS org_id,
           $7::jsonb AS details, $8::text AS request_id, $9::text AS address
      FROM audit_chain c WHERE c.id = 1),
  hashed AS MATERIALIZED (SELECT r.*, ${AUDIT_HASH_SQL} AS hash FROM r),
  moved AS (UPDATE audit_chain c SET last_seq = h.seq, last_hash = h.hash FROM hashed h WHERE c.id = 1)
  INSERT INTO audit_log (id, at, seq, prev_hash, hash, ${COLUMNS})
  SELECT id, at, seq, prev_hash, hash, ${COLUMNS} FROM hashed
  RETURNING id`;

/** The first row, or the first after a restore of a dump without a chain, begins one. What stands there already is not in it. */
const START = `
  INSERT INTO audit_chain (id, since_id, anchor_seq, anchor_hash, last_seq, last_hash)
  SELECT 1, coalesce(max(a.id), 0), coalesce(max(a.seq), 0), sha256(''), coalesce(max(a.seq), 0), sha256('') FROM audit_log a`;

const INSERT_BESIDE = `INSERT INTO audit_log (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Adds a row to the chain of the audit log. The transaction must end at once after it: all other rows wait. */
export async function appendToChain(em: EntityManager, columns: readonly unknown[]): Promise<void> {
  await lockAudit(em);
  if ((await sql(em, APPEND, columns)).length > 0) return;
  await sql(em, START);
  await sql(em, APPEND, columns);
}

/** Adds a row that is not in the chain: it is deleted long before its neighbours. */
export async function insertBesideChain(em: EntityManager, columns: readonly unknown[]): Promise<void> {
  await sql(em, INSERT_BESIDE, columns);
}
