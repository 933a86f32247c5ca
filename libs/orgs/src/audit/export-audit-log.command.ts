import { type Actor, Audited, messageContext } from '@app/core';
import { ReadPool, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AuditEntry, type AuditFilters, type AuditRow, type AuditScope, auditStatement, toAuditEntry } from './audit-rows.js';

/** The newest rows that one export has. Older ones are asked for with `to`. */
export const MOST_EXPORTED = 100_000;
/** Rows that are in memory at once. */
const PART = 1_000;

/**
 * Exports rows of the audit log of an organization or of the instance, newest first, 100,000 at most: parts of a thousand, each read when the one before
 * was taken. That somebody exports is a row of the log itself, the newest of the export.
 */
@Audited<ExportAuditLog>(({ scope, filters, format }) => ({
  orgId: scope === 'instance' ? null : scope,
  details: { format, filters: { ...filters } },
}))
export class ExportAuditLog extends Command<AsyncIterable<AuditEntry[]>> {
  constructor(
    readonly actor: Actor,
    readonly scope: AuditScope,
    readonly filters: AuditFilters,
    readonly format: 'csv' | 'ndjson',
  ) {
    super();
  }
}

@CommandHandler(ExportAuditLog)
export class ExportAuditLogHandler implements ICommandHandler<ExportAuditLog> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
  ) {}

  execute({ scope, filters }: ExportAuditLog): Promise<AsyncIterable<AuditEntry[]>> {
    const context = messageContext.getStore() ?? {};
    const read = (cursor: string | null): Promise<AuditRow[]> =>
      messageContext.run(context, () => this.reads.query<AuditRow>(auditStatement(scope, filters, cursor, PART)));
    return transaction(this.em, () => Promise.resolve(partsOf(read)));
  }
}

async function* partsOf(read: (cursor: string | null) => Promise<AuditRow[]>): AsyncGenerator<AuditEntry[]> {
  let cursor: string | null = null;
  for (let rows = 0; rows < MOST_EXPORTED; rows += PART) {
    const part: AuditRow[] = await read(cursor);
    if (part.length > 0) yield part.map(toAuditEntry);
    if (part.length < PART) return;
    cursor = part.at(-1)?.id ?? null;
  }
}
