import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type FormatRequest, wantsFormat } from './wanted-format.js';

/** Writes a result as the request wants it. */
export interface CsvWriter {
  format: 'csv' | 'json';
  /** As JSON, or as a file of CSV of this name. */
  write: <R, A>(result: R, as: { json: (result: R) => A; csv: (result: R) => Promise<string>; fileName: string }) => Promise<A | string>;
}

/** As CSV where `format` or, without it, `Accept` says so, else as JSON. */
export const CsvOrJson = createParamDecorator((_: unknown, context: ExecutionContext): CsvWriter => {
  const request = context.switchToHttp().getRequest<FormatRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const format = wantsFormat(request, 'csv', 'text/csv') ? 'csv' : 'json';
  return {
    format,
    write: async (result, { json, csv, fileName }) => {
      void reply.header('vary', 'accept');
      if (format === 'json') return json(result);
      const text = await csv(result);
      void reply.headers({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName}"`,
      });
      return text;
    },
  };
});
