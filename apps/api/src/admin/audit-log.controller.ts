import { ExportAuditLog, ListAuditLog, VerifyAuditLog } from '@app/orgs';
import { Readable } from 'node:stream';
import type { UserActor } from '@app/core';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { ApiAuditFile } from '../orgs/audit-file.js';
import {
  AuditFilterParams,
  auditFilters,
  type AuditLogAnswer,
  AuditLogParams,
  auditPage,
  toAuditCsv,
  toAuditLog,
  toAuditNdjson,
  toVerifiedAuditLog,
  type VerifiedAuditLogAnswer,
  VerifyAuditLogParams,
} from '../orgs/audit-log.dto.js';

/** Who did what on this instance. Rows are kept for 400 days, refused attempts for 30. */
@ApiTags('Administration')
@ApiAuthorized('instance:read')
@Controller('api/v1/admin')
export class AuditLogAdminController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List who did what on the instance, newest first. Rows are kept for 400 days, refused attempts for 30. `next_cursor` leads to the next page. */
  @Get('audit-log')
  @ApiRefused(400)
  async listInstanceAuditLog(@CurrentUser() actor: UserActor, @Query() params: AuditLogParams): Promise<AuditLogAnswer> {
    return toAuditLog(await this.queries.execute(new ListAuditLog(actor, 'instance', auditFilters(params), auditPage(params))));
  }

  /**
   * Verify that rows of the audit log are as they were written. Up to 10,000 of them, oldest first. Go on with `next_after` until it is null. Refused
   * attempts, and rows from before the chain began, are not in it.
   */
  @Get('audit-log/verify')
  @ApiRefused(400)
  async verifyInstanceAuditLog(
    @CurrentUser() actor: UserActor,
    @Query() { after = '0' }: VerifyAuditLogParams,
  ): Promise<VerifiedAuditLogAnswer> {
    return toVerifiedAuditLog(await this.queries.execute(new VerifyAuditLog(actor, 'instance', after)));
  }

  /**
   * Export the instance’s audit log as CSV, newest first. It has the newest 100,000 rows that the filters let through; for older ones send `to`. A text that a spreadsheet would take for a formula begins with an apostrophe.
   * The export is a row of the log itself, the newest of it.
   */
  @Get('audit-log.csv')
  @ApiRefused(400)
  @ApiAuditFile('csv')
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @Header('content-disposition', 'attachment; filename="audit-log.csv"')
  async exportInstanceAuditLogAsCsv(@CurrentUser() actor: UserActor, @Query() params: AuditFilterParams): Promise<Readable> {
    return Readable.from(toAuditCsv(await this.commands.execute(new ExportAuditLog(actor, 'instance', auditFilters(params), 'csv'))));
  }

  /**
   * Export the instance’s audit log as NDJSON, newest first. It has the newest 100,000 rows that the filters let through; for older ones send `to`. Each line is a row as the list has it.
   * The export is a row of the log itself, the newest of it.
   */
  @Get('audit-log.ndjson')
  @ApiRefused(400)
  @ApiAuditFile('ndjson')
  @Header('content-type', 'application/x-ndjson; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="audit-log.ndjson"')
  async exportInstanceAuditLogAsNdjson(@CurrentUser() actor: UserActor, @Query() params: AuditFilterParams): Promise<Readable> {
    return Readable.from(toAuditNdjson(await this.commands.execute(new ExportAuditLog(actor, 'instance', auditFilters(params), 'ndjson'))));
  }
}
