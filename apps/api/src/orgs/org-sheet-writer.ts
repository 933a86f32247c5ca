import type { OrgSheet } from '@app/orgs';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type FormatRequest, wantsFormat } from '../http/wanted-format.js';
import { orgSheetFileName, type OrgSheetAnswer, type OrgTimesheetParams, toOrgSheet, toOrgSheetCsv } from './by-name.dto.js';

/** Writes a timesheet of an organization as the request wants it. */
export type OrgSheetWriter = (sheet: OrgSheet, params: OrgTimesheetParams) => Promise<OrgSheetAnswer | string>;

/** As CSV where `format` or, without it, `Accept` says so, else as JSON. */
export const WantedOrgSheet = createParamDecorator((_: unknown, context: ExecutionContext): OrgSheetWriter => {
  const request = context.switchToHttp().getRequest<FormatRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const isCsv = wantsFormat(request, 'csv', 'text/csv');
  return async (sheet, params) => {
    void reply.header('vary', 'accept');
    if (!isCsv) return toOrgSheet(sheet, params);
    const text = await toOrgSheetCsv(sheet);
    void reply.headers({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${orgSheetFileName(sheet)}"`,
    });
    return text;
  };
});
