import type { TimesheetResult } from '@app/analytics';
import { type TimesheetAnswer, timesheetFileName, type TimesheetFormat, toTimesheet, toTimesheetCsv } from '@app/compat';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type FormatRequest, wantsFormat } from '../http/wanted-format.js';

/** Writes a timesheet as the request wants it. */
export interface SheetWriter {
  format: TimesheetFormat;
  write: (result: TimesheetResult) => Promise<TimesheetAnswer | string>;
}

/** As CSV where `format` or, without it, `Accept` says so, else as JSON. */
export const WantedSheet = createParamDecorator((_: unknown, context: ExecutionContext): SheetWriter => {
  const request = context.switchToHttp().getRequest<FormatRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const format = wantsFormat(request, 'csv', 'text/csv') ? 'csv' : 'json';
  return {
    format,
    write: async (result) => {
      void reply.header('vary', 'accept');
      if (format === 'json') return toTimesheet(result);
      const text = await toTimesheetCsv(result);
      void reply.headers({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${timesheetFileName(result)}"`,
      });
      return text;
    },
  };
});
