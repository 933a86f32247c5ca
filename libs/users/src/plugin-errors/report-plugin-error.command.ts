import { type Actor, Clock } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cleanText } from './clean-text.js';

/** What a plugin tells of its error; `''` = not told. */
export interface PluginErrorReport {
  plugin: string;
  cliVersion: string;
  platform: string;
  architecture: string;
  message: string;
  stacktrace: string;
  logs: string;
  isPanic: boolean;
}

/** How many are kept: with the longest texts they are 80 MB. */
const MOST = 2_000;
/** Characters that are kept of names, of the message, of the trace and of the logs. */
const LONGEST = { name: 256, message: 4_000, trace: 16_000, logs: 16_000 };

/**
 * Keeps an error that a plugin reported, without secrets, for administrators. The oldest beyond 2,000 go. Of long texts the beginning is kept,
 * of logs the end. A report without any text is not kept.
 */
export class ReportPluginError extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly report: PluginErrorReport,
  ) {
    super();
  }
}

const STORE = `
  WITH gone AS (DELETE FROM plugin_errors WHERE id <= (SELECT id FROM plugin_errors ORDER BY id DESC LIMIT 1 OFFSET ${MOST - 1}))
  INSERT INTO plugin_errors (at, user_id, plugin, cli_version, platform, architecture, message, stacktrace, logs, is_panic)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

@CommandHandler(ReportPluginError)
export class ReportPluginErrorHandler implements ICommandHandler<ReportPluginError> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, report }: ReportPluginError): Promise<void> {
    const { message, stacktrace, logs } = report;
    if (`${message}${stacktrace}${logs}`.trim() === '') return;
    await sql(this.em, STORE, [
      new Date(this.clock.now()),
      actor.userId,
      begin(report.plugin, LONGEST.name),
      begin(report.cliVersion, LONGEST.name),
      begin(report.platform, LONGEST.name),
      begin(report.architecture, LONGEST.name),
      begin(message, LONGEST.message),
      begin(stacktrace, LONGEST.trace),
      cleanText(logs).slice(-LONGEST.logs).toWellFormed(),
      report.isPanic,
    ]);
  }
}

/** Masked before it is cut: half a key is no key that anybody would recognise. */
function begin(text: string, longest: number): string {
  return cleanText(text).slice(0, longest).toWellFormed();
}
