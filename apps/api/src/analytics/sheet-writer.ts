import type { TimesheetResult } from '@app/analytics';
import { type TimesheetAnswer, timesheetFileName, type TimesheetFormat, toTimesheet, toTimesheetCsv } from '@app/compat';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Writes a timesheet as the request wants it. */
export interface SheetWriter {
  format: TimesheetFormat;
  write: (result: TimesheetResult) => Promise<TimesheetAnswer | string>;
}

/** As CSV where `format` or, without it, `Accept` says so, else as JSON. */
export const WantedSheet = createParamDecorator((_: unknown, context: ExecutionContext): SheetWriter => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { format?: string | string[] } }>>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const format = formatOf(request);
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

function formatOf({ query, headers }: FastifyRequest<{ Querystring: { format?: string | string[] } }>): TimesheetFormat {
  // Given twice: the last one, as for every parameter.
  const asked = [query.format].flat().at(-1);
  const wantsCsv = asked ? asked === 'csv' : headers.accept?.includes('text/csv') === true;
  return wantsCsv ? 'csv' : 'json';
}
