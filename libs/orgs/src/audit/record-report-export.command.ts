import { type Actor, Audited } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';

/** The reports of an organization that may be had as a file. */
export const FILED_REPORTS = [
  'stats',
  'summaries',
  'activity',
  'projects',
  'languages',
  'ai',
  'leaders',
  'timesheet',
  'member-summaries',
] as const;
export type FiledReport = (typeof FILED_REPORTS)[number];

/** Those that always name members; `stats` does where it is grouped by them. */
const BY_NAME: ReadonlySet<FiledReport> = new Set<FiledReport>(['leaders', 'timesheet', 'member-summaries']);

/** What somebody asked a report for, by the names of its parameters. */
export type ReportParameters = Readonly<Record<string, string>>;

/** Writes down that somebody takes a report of an organization away as a file: which, of what, and whether it names members. To be called before the file is sent. */
@Audited<RecordReportExport>(({ org, report, parameters }) => ({
  orgId: org.orgId,
  details: { report, parameters: { ...parameters }, by_name: BY_NAME.has(report) || parameters['group_by'] === 'member' },
}))
export class RecordReportExport extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly report: FiledReport,
    readonly parameters: ReportParameters,
  ) {
    super();
  }
}

@CommandHandler(RecordReportExport)
export class RecordReportExportHandler implements ICommandHandler<RecordReportExport> {
  constructor(private readonly em: EntityManager) {}

  execute(): Promise<void> {
    // The row of the audit log is all that there is to write.
    return transaction(this.em, () => Promise.resolve());
  }
}
