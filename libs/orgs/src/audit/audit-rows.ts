import { msSql } from '@app/database';
import { auditActionOf, auditMessagesOf } from './audit-actions.js';

/** Which rows are wanted; left out: all. */
export interface AuditFilters {
  /** A user's id or username, a service key's id, or a kind of actor. */
  actor?: string | undefined;
  /** An action, or a thing: `member` stands for all actions that begin with `member.`. */
  action?: string | undefined;
  /** Of a user: id or username; of anything else: what the details call it. */
  target?: string | undefined;
  /** Days in UTC, both included. */
  from?: string | undefined;
  to?: string | undefined;
  request?: string | undefined;
}

/** Whose rows: an organization's, by its id, or all of the instance. */
export type AuditScope = number | 'instance';

/** Somebody or something that a row names. */
export interface AuditParty {
  kind: string;
  /** Public; null: it is not there any more, or has none. */
  id: string | null;
  name: string | null;
}

export interface AuditEntry {
  id: string;
  /** µs are cut off. */
  at: number;
  action: string;
  actor: AuditParty;
  target: AuditParty | null;
  organization: AuditParty | null;
  before: unknown;
  after: unknown;
  /** What else it tells. */
  details: Readonly<Record<string, unknown>>;
  address: string | null;
  requestId: string | null;
  /** Null: not in the chain. */
  chain: { seq: string; hash: string } | null;
}

/** A row as `auditSql` reads it. */
export interface AuditRow {
  id: string;
  at: number;
  message: string;
  actor_kind: string;
  actor_public_id: string | null;
  actor_name: string | null;
  subject_id: number | null;
  subject_public_id: string | null;
  subject_name: string | null;
  org_public_id: string | null;
  org_slug: string | null;
  details: Record<string, unknown>;
  address: string | null;
  request_id: string | null;
  seq: string | null;
  hash: string | null;
}

/** What details call a thing that a row may be about. */
const THINGS = ['key', 'invite', 'team', 'domain', 'project', 'session', 'rule', 'goal', 'leaderboard'] as const;

/** Ids and names are compared in lower case. */
const IS_USER = (column: string, param: string): string =>
  `${column} = (SELECT u.id FROM users u WHERE u.public_id::text = ${param} OR lower(u.username) = ${param} ORDER BY u.public_id::text = ${param} DESC LIMIT 1)`;

/** Rows before the cursor $2, newest first, as filters say; the planner sees for each scope a text of its own. */
function auditSql(scope: string): string {
  return `
  SELECT a.id, ${msSql('a.at')} AS at, a.message, a.actor_kind, coalesce(p.public_id, k.public_id) AS actor_public_id, coalesce(p.username, k.name) AS actor_name,
         a.subject_id, s.public_id AS subject_public_id, s.username AS subject_name, o.public_id AS org_public_id, o.slug AS org_slug, a.details,
         a.address, a.request_id, a.seq, encode(a.hash, 'hex') AS hash
    FROM (SELECT * FROM audit_log a
           WHERE ${scope} AND a.id < coalesce($2::bigint, 9223372036854775807)
             AND ($3::text IS NULL OR a.actor_kind = $3 OR ${IS_USER('a.actor_id', '$3')} OR (a.actor_kind = 'org-key' AND a.credential_id = (SELECT k.id FROM org_keys k WHERE k.public_id::text = $3)))
             AND ($4::text[] IS NULL OR a.message = ANY ($4::text[]))
             AND ($5::text IS NULL OR ${IS_USER('a.subject_id', '$5')} OR $5 IN (${THINGS.map((thing) => `lower(a.details->>'${thing}')`).join(', ')}))
             AND a.at >= coalesce($6::timestamptz, '-infinity') AND a.at < coalesce($7::timestamptz, 'infinity')
             AND ($8::text IS NULL OR a.request_id = $8)
           ORDER BY a.id DESC LIMIT $9) a
    LEFT JOIN users p ON p.id = a.actor_id
    LEFT JOIN org_keys k ON a.actor_kind = 'org-key' AND k.id = a.credential_id
    LEFT JOIN users s ON s.id = a.subject_id
    LEFT JOIN organizations o ON o.id = a.org_id
   ORDER BY a.id DESC`;
}

const OF_ORG = auditSql('a.org_id = $1::int');
const OF_INSTANCE = auditSql('$1::int IS NULL');

const DAY_MS = 86_400_000;

/** The statement that reads at most `limit` rows before `cursor`. */
export function auditStatement(
  scope: AuditScope,
  { actor, action, target, from, to, request }: AuditFilters,
  cursor: string | null,
  limit: number,
): { name: string; text: string; params: unknown[]; long: true } {
  const params = [
    scope === 'instance' ? null : scope,
    cursor,
    nameIn(actor),
    action === undefined ? null : auditMessagesOf(action.toLowerCase()),
    nameIn(target),
    from === undefined ? null : new Date(`${from}T00:00:00Z`),
    to === undefined ? null : new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS),
    request ?? null,
    limit,
  ];
  return scope === 'instance'
    ? { name: 'audit-log', text: OF_INSTANCE, params, long: true }
    : { name: 'audit-log-of-org', text: OF_ORG, params, long: true };
}

function nameIn(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/^@/, '').toLowerCase();
}

export function toAuditEntry(row: AuditRow): AuditEntry {
  const { before = null, after = null, ...details } = row.details;
  return {
    id: row.id,
    at: row.at,
    action: auditActionOf(row.message),
    actor: { kind: row.actor_kind, id: row.actor_public_id, name: row.actor_name },
    target: targetOf(row),
    organization: row.org_public_id === null ? null : { kind: 'organization', id: row.org_public_id, name: row.org_slug },
    before,
    after,
    details,
    address: row.address,
    requestId: row.request_id,
    chain: row.seq === null || row.hash === null ? null : { seq: row.seq, hash: row.hash },
  };
}

/** A person or, where the row is about none, the thing that it names, or the organization. */
function targetOf({ subject_id, subject_public_id, subject_name, details, org_public_id, org_slug }: AuditRow): AuditParty | null {
  if (subject_id !== null) return { kind: 'user', id: subject_public_id, name: subject_name };
  const thing = THINGS.find((kind) => typeof details[kind] === 'string');
  if (thing) return { kind: thing, id: String(details[thing]), name: typeof details['name'] === 'string' ? details['name'] : null };
  return org_public_id === null ? null : { kind: 'organization', id: org_public_id, name: org_slug };
}
