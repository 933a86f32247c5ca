import type { Actor } from '@app/core';
import { AUDIT_HASH_SQL, msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AuditScope } from './audit-rows.js';

/** Rows that one question verifies. */
const MOST = 10_000;

/** What is wrong with the chain. */
export type AuditProblem = 'changed' | 'missing' | 'inserted';

export interface VerifiedAuditLog {
  /** Rows that are as they were written, before the first that is not, and how many of them are the organization's. */
  verified: number;
  verifiedOfOrg: number;
  /** The first that is not; `seq` null: a row that is not in the chain and should be. */
  firstBad: { seq: string | null; id: string | null; problem: AuditProblem } | null;
  /** What to go on with; null: this was the end. */
  next: string | null;
  /** The newest row of the chain; null: there is none yet. */
  head: { seq: string; hash: string } | null;
  /** ms since 1970; null: there is no chain yet. */
  startedAt: number | null;
}

/**
 * Verifies up to 10,000 rows of the chain of the audit log behind the row `after`, oldest first. There is one chain for the instance, so a question about an
 * organization walks the same rows; it tells of others' rows that they are there, and nothing else.
 */
export class VerifyAuditLog extends Query<VerifiedAuditLog> {
  constructor(
    readonly actor: Actor,
    readonly scope: AuditScope,
    readonly after: string,
  ) {
    super();
  }
}

const VERIFY = `
  WITH chain AS (SELECT * FROM audit_chain WHERE id = 1),
  before AS (
    SELECT greatest(c.anchor_seq, $1::bigint) AS seq,
           CASE WHEN $1::bigint > c.anchor_seq THEN (SELECT a.hash FROM audit_log a WHERE a.seq = $1::bigint) ELSE c.anchor_hash END AS hash
      FROM chain c),
  part AS (
    SELECT r.*, lag(r.seq, 1, r.from_seq) OVER w + 1 AS due_seq, lag(r.hash, 1, r.from_hash) OVER w AS due_hash
      FROM (SELECT a.*, b.seq AS from_seq, b.hash AS from_hash
              FROM before b CROSS JOIN LATERAL (SELECT * FROM audit_log a WHERE a.seq > b.seq ORDER BY a.seq LIMIT ${MOST}) a) r
    WINDOW w AS (ORDER BY r.seq)),
  judged AS (
    SELECT r.seq, r.id, r.org_id, r.hash, CASE WHEN r.due_hash IS NULL THEN r.due_seq - 1 ELSE r.due_seq END AS due_seq,
           CASE WHEN r.seq > c.last_seq THEN 'inserted'
                WHEN r.seq <> r.due_seq OR r.due_hash IS NULL THEN 'missing'
                WHEN r.prev_hash IS DISTINCT FROM r.due_hash OR r.hash IS DISTINCT FROM ${AUDIT_HASH_SQL} THEN 'changed' END AS problem
      FROM part r CROSS JOIN chain c),
  bad AS (SELECT * FROM judged WHERE problem IS NOT NULL ORDER BY seq LIMIT 1),
  good AS (
    SELECT count(*)::int AS verified, count(*) FILTER (WHERE j.org_id = $2::int)::int AS of_org
      FROM judged j WHERE NOT EXISTS (SELECT 1 FROM bad b WHERE b.seq <= j.seq)),
  newest AS (SELECT seq, hash FROM judged ORDER BY seq DESC LIMIT 1),
  stray AS (
    SELECT a.id FROM audit_log a CROSS JOIN chain c
     WHERE a.seq IS NULL AND a.message NOT LIKE '%Refused' AND a.id > c.since_id ORDER BY a.id LIMIT 1),
  early AS (SELECT a.seq, a.id FROM audit_log a CROSS JOIN chain c WHERE a.seq <= c.anchor_seq ORDER BY a.seq LIMIT 1)
  SELECT g.verified, g.of_org, CASE WHEN b.problem = 'missing' THEN b.due_seq ELSE b.seq END AS bad_seq, b.id AS bad_id, b.problem, s.id AS stray_id, e.seq AS early_seq, e.id AS early_id,
         coalesce(n.seq, f.seq) AS reached_seq, encode(coalesce(n.hash, f.hash), 'hex') AS reached_hash, c.last_seq,
         encode(c.last_hash, 'hex') AS last_hash, ${msSql('c.started_at')} AS started_at,
         (SELECT count(*)::int FROM judged) AS rows
    FROM chain c CROSS JOIN before f CROSS JOIN good g LEFT JOIN bad b ON true LEFT JOIN newest n ON true LEFT JOIN stray s ON true LEFT JOIN early e ON true`;

interface Row {
  verified: number;
  of_org: number;
  bad_seq: string | null;
  bad_id: string | null;
  problem: AuditProblem | null;
  stray_id: string | null;
  early_seq: string | null;
  early_id: string | null;
  reached_seq: string;
  reached_hash: string | null;
  last_seq: string;
  last_hash: string;
  started_at: number;
  rows: number;
}

@QueryHandler(VerifyAuditLog)
export class VerifyAuditLogHandler implements IQueryHandler<VerifyAuditLog> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ scope, after }: VerifyAuditLog): Promise<VerifiedAuditLog> {
    const params = [after, scope === 'instance' ? null : scope];
    const [row] = await this.reads.query<Row>({ name: 'verify-audit-log', text: VERIFY, params, long: true });
    if (!row) return { verified: 0, verifiedOfOrg: 0, firstBad: null, next: null, head: null, startedAt: null };
    const firstBad = firstBadOf(row);
    const isEnd = row.rows < MOST || firstBad !== null;
    return {
      verified: row.verified,
      verifiedOfOrg: row.of_org,
      firstBad,
      next: isEnd ? null : row.reached_seq,
      head: { seq: row.last_seq, hash: row.last_hash },
      startedAt: row.started_at,
    };
  }
}

/** In the part, at its end, or beside the chain. */
function firstBadOf(row: Row): VerifiedAuditLog['firstBad'] {
  if (row.early_id !== null) return { seq: row.early_seq, id: row.early_id, problem: 'inserted' };
  if (row.problem !== null) return { seq: row.bad_seq, id: row.problem === 'missing' ? null : row.bad_id, problem: row.problem };
  if (row.rows < MOST) {
    if (BigInt(row.reached_seq) < BigInt(row.last_seq)) return { seq: String(BigInt(row.reached_seq) + 1n), id: null, problem: 'missing' };
    if (row.reached_seq === row.last_seq && row.reached_hash !== row.last_hash) return { seq: row.last_seq, id: null, problem: 'changed' };
  }
  return row.stray_id === null ? null : { seq: null, id: row.stray_id, problem: 'inserted' };
}
