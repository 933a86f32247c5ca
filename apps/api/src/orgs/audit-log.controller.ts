import { ExportAuditLog, ListAuditLog, type OrgAccess, VerifyAuditLog } from '@app/orgs';
import { Readable } from 'node:stream';
import type { Actor } from '@app/core';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import { ApiAuditFile } from './audit-file.js';
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
} from './audit-log.dto.js';

/** Who did what in an organization. Rows are kept for 400 days. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class AuditLogController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List who did what in the organization, newest first. Rows are kept for 400 days. `next_cursor` leads to the next page.
   */
  @Get(':org/audit-log')
  @ApiOrg('audit:read')
  @ApiRefused(400)
  async listAuditLog(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Query() params: AuditLogParams): Promise<AuditLogAnswer> {
    return toAuditLog(await this.queries.execute(new ListAuditLog(actor, org.orgId, auditFilters(params), auditPage(params))));
  }

  /**
   * Verify that rows of the audit log are as they were written. Each row holds the SHA-256 of itself and of the row before: the log of the instance is one
   * chain. An answer is about up to 10,000 rows, oldest first; go on with `next_after` until it is null. Of rows of others it tells nothing but that they are
   * there.
   *
   * Rows from before the chain began, and refused attempts, are not in it. Who can write to the database can make a whole new chain: note `head` down
   * elsewhere, and compare.
   */
  @Get(':org/audit-log/verify')
  @ApiOrg('audit:read')
  @ApiRefused(400)
  async verifyAuditLog(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() { after = '0' }: VerifyAuditLogParams,
  ): Promise<VerifiedAuditLogAnswer> {
    return toVerifiedAuditLog(await this.queries.execute(new VerifyAuditLog(actor, org.orgId, after)));
  }

  /**
   * Export the organization’s audit log as CSV, newest first. It has the newest 100,000 rows that the filters let through; for older ones send `to`. A text that a spreadsheet would take for a formula begins with an apostrophe.
   * The export is a row of the log itself, the newest of it.
   */
  @Get(':org/audit-log.csv')
  @ApiOrg('audit:read')
  @ApiRefused(400)
  @ApiAuditFile('csv')
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @Header('content-disposition', 'attachment; filename="audit-log.csv"')
  async exportAuditLogAsCsv(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: AuditFilterParams,
  ): Promise<Readable> {
    return Readable.from(toAuditCsv(await this.commands.execute(new ExportAuditLog(actor, org.orgId, auditFilters(params), 'csv'))));
  }

  /**
   * Export the organization’s audit log as NDJSON, newest first. It has the newest 100,000 rows that the filters let through; for older ones send `to`. Each line is a row as the list has it.
   * The export is a row of the log itself, the newest of it.
   */
  @Get(':org/audit-log.ndjson')
  @ApiOrg('audit:read')
  @ApiRefused(400)
  @ApiAuditFile('ndjson')
  @Header('content-type', 'application/x-ndjson; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="audit-log.ndjson"')
  async exportAuditLogAsNdjson(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: AuditFilterParams,
  ): Promise<Readable> {
    return Readable.from(toAuditNdjson(await this.commands.execute(new ExportAuditLog(actor, org.orgId, auditFilters(params), 'ndjson'))));
  }
}
