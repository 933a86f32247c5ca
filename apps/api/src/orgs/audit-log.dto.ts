import { csvLine } from '@app/compat';
import { isDate, isoSeconds, OptionalInteger, OptionalRuledParameter, OptionalText } from '@app/core';
import type { AuditEntry, AuditFilters, AuditPage, AuditParty, VerifiedAuditLog } from '@app/orgs';
import { ApiProperty } from '@nestjs/swagger';

const dateProblem = (text: string): string | undefined => (isDate(text) ? undefined : `"${text}" is no date. Write it as 2026-11-24.`);
const placeProblem = (text: string): string | undefined =>
  /^\d{1,18}$/.test(text) ? undefined : 'Send what the answer before gave, or leave it out.';

/** Which rows are wanted. */
export class AuditFilterParams {
  /** Who did it: a user’s id or username, or a kind: key, session, org-key, cli, job or stranger. @example "ada" */
  @OptionalText()
  actor?: string;

  /** An action such as `member.role_changed`, or a thing such as `member`: all that was done with it. @example "organization" */
  @OptionalText()
  action?: string;

  /** Whom or what it was done to: a user’s id or username, or the id of a key, invitation, team, domain or project. @example "ada" */
  @OptionalText()
  target?: string;

  /** The first day, in UTC. @example "2026-01-27" */
  @OptionalRuledParameter(dateProblem)
  from?: string;

  /** The last day, in UTC. @example "2026-11-30" */
  @OptionalRuledParameter(dateProblem)
  to?: string;

  /** The `X-Request-Id` of an answer. */
  @OptionalText()
  request?: string;
}

const LONGEST_PAGE = 100;
const USUAL_PAGE = 50;

export class AuditLogParams extends AuditFilterParams {
  /** The `next_cursor` of the page before. */
  @OptionalRuledParameter(placeProblem)
  cursor?: string;

  /** Rows a page, 1 to 100. @example 50 */
  @OptionalInteger(1, LONGEST_PAGE)
  limit?: number;
}

export class VerifyAuditLogParams {
  /** The `next_after` of the answer before; left out: from the oldest row that is kept. */
  @OptionalRuledParameter(placeProblem)
  after?: string;
}

/** Somebody or something that a row names. */
export class AuditPartyData {
  /** An actor: key, session, org-key, cli, job or stranger. A target: user, organization, team, key, … @example "session" */
  kind: string;
  /** Null: it is not there any more, or has none. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string | null;
  /** @example "ada" */
  name: string | null;
}

/** A row of the audit log. */
export class AuditEntryData {
  /** @example "4711" */
  id: string;
  /** @example "2026-11-24T12:00:00Z" */
  at: string;
  /** What was done, `<thing>.<what>`. @example "organization.created" */
  action: string;
  actor: AuditPartyData;
  /** Whom or what it was done to. */
  @ApiProperty({ type: AuditPartyData, nullable: true })
  target: AuditPartyData | null;
  /** The organization that it is about, with its slug. */
  @ApiProperty({ type: AuditPartyData, nullable: true })
  organization: AuditPartyData | null;
  /** What was there before, where it was changed. */
  @ApiProperty({ type: Object, nullable: true, example: { role: 'member' } })
  before: unknown;
  @ApiProperty({ type: Object, nullable: true, example: { role: 'admin' } })
  after: unknown;
  /** What else the row tells: names and ids. */
  @ApiProperty({ type: Object, additionalProperties: true, example: { name: 'My Team' } })
  details: Readonly<Record<string, unknown>>;
  /** The client’s. @example "203.0.113.7" */
  address: string | null;
  /** @example "6d0f0d1e-2b9a-4c3f-8f43-1f0f5a2c9e11" */
  request_id: string | null;
  /** The place in the chain; null: not in it. @example "4000" */
  seq: string | null;
  /** The SHA-256 of this row and of the one before. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  hash: string | null;
}

export class AuditLogAnswer {
  data: AuditEntryData[];
  /** Send it as `cursor` for the next page; null: there is none. */
  next_cursor: string | null;
}

/** The first row that is not as it was written. */
export class BadAuditRow {
  /** Its place in the chain; null: it is in none. @example "4000" */
  seq: string | null;
  /** Null: it is gone. @example "4711" */
  id: string | null;
  /** `changed`, `missing` or `inserted`. @example "changed" */
  problem: string;
}

export class AuditHead {
  /** @example "4000" */
  seq: string;
  /** Note it down elsewhere: who can change the whole database can make a new chain, but not one with this hash. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  hash: string;
}

export class VerifiedAuditLogData {
  /** Whether everything that this answer looked at is as it was written. */
  is_intact: boolean;
  /** Rows that are as they were written, before the first that is not. @example 4000 */
  verified: number;
  /** How many of them are this organization’s; for the instance 0. @example 120 */
  verified_of_organization: number;
  @ApiProperty({ type: BadAuditRow, nullable: true })
  first_bad: BadAuditRow | null;
  /** Send it as `after` to go on; null: this was the end. */
  next_after: string | null;
  /** The newest row of the chain. */
  @ApiProperty({ type: AuditHead, nullable: true })
  head: AuditHead | null;
  /** Rows from before are not in the chain. @example "2026-11-27T19:00:00Z" */
  chain_started_at: string | null;
}

export class VerifiedAuditLogAnswer {
  data: VerifiedAuditLogData;
}

export function auditFilters({ actor, action, target, from, to, request }: AuditFilterParams): AuditFilters {
  return { actor, action, target, from, to, request };
}

/** Which rows of the list are wanted. */
export function auditPage({ cursor, limit = USUAL_PAGE }: AuditLogParams): { cursor: string | null; limit: number } {
  return { cursor: cursor ?? null, limit };
}

export function toAuditLog({ entries, cursor }: AuditPage): AuditLogAnswer {
  return { data: entries.map(toAuditEntryData), next_cursor: cursor };
}

function toAuditEntryData(entry: AuditEntry): AuditEntryData {
  const { id, action, actor, target, organization, before, after, details, address, requestId, chain } = entry;
  return {
    id,
    at: isoSeconds(entry.at),
    action,
    actor,
    target,
    organization,
    before,
    after,
    details,
    address,
    request_id: requestId,
    seq: chain?.seq ?? null,
    hash: chain?.hash ?? null,
  };
}

export function toVerifiedAuditLog(verified: VerifiedAuditLog): VerifiedAuditLogAnswer {
  const { firstBad, next, head, startedAt } = verified;
  return {
    data: {
      is_intact: firstBad === null,
      verified: verified.verified,
      verified_of_organization: verified.verifiedOfOrg,
      first_bad: firstBad,
      next_after: next,
      head,
      chain_started_at: startedAt === null ? null : isoSeconds(startedAt),
    },
  };
}

const PARTIES = ['actor', 'target', 'organization'] as const;
const CSV_HEAD = csvLine([
  'id',
  'at',
  'action',
  ...PARTIES.flatMap((party) => [`${party}_kind`, `${party}_id`, `${party}_name`]),
  'before',
  'after',
  'details',
  'address',
  'request_id',
  'seq',
  'hash',
]);

/** An export as CSV (RFC 4180), a piece a part. */
export async function* toAuditCsv(parts: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  yield CSV_HEAD;
  for await (const part of parts) yield part.map((entry) => csvLine(cellsOf(toAuditEntryData(entry)))).join('');
}

/** The same as NDJSON: each line is a row as the list has it. */
export async function* toAuditNdjson(parts: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  for await (const part of parts) yield part.map((entry) => `${JSON.stringify(toAuditEntryData(entry))}\n`).join('');
}

function cellsOf(entry: AuditEntryData): string[] {
  const { id, at, action, before, after, details, address, request_id, seq, hash } = entry;
  const parties = PARTIES.flatMap((party) => partyCells(entry[party]));
  return [
    id,
    at,
    action,
    ...parties,
    jsonCell(before),
    jsonCell(after),
    jsonCell(details),
    address ?? '',
    request_id ?? '',
    seq ?? '',
    hash ?? '',
  ];
}

function partyCells(party: AuditParty | null): string[] {
  return [party?.kind ?? '', party?.id ?? '', party?.name ?? ''];
}

function jsonCell(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}
