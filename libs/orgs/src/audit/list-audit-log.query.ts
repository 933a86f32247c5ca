import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AuditEntry, type AuditFilters, type AuditRow, type AuditScope, auditStatement, toAuditEntry } from './audit-rows.js';

export interface AuditPage {
  entries: AuditEntry[];
  /** What to ask for the next page with; null: there is none. */
  cursor: string | null;
}

/** Rows of the audit log of an organization or of the instance, newest first: one page of at most `limit`. */
export class ListAuditLog extends Query<AuditPage> {
  constructor(
    readonly actor: Actor,
    readonly scope: AuditScope,
    readonly filters: AuditFilters,
    readonly page: { cursor: string | null; limit: number },
  ) {
    super();
  }
}

@QueryHandler(ListAuditLog)
export class ListAuditLogHandler implements IQueryHandler<ListAuditLog> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ scope, filters, page: { cursor, limit } }: ListAuditLog): Promise<AuditPage> {
    const rows = await this.reads.query<AuditRow>(auditStatement(scope, filters, cursor, limit + 1));
    const entries = rows.slice(0, limit).map(toAuditEntry);
    return { entries, cursor: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
  }
}
