import type { FastifyRequest } from 'fastify';

/** A request that may name the format of its answer. */
export type FormatRequest = FastifyRequest<{ Querystring: { format?: string | string[] } }>;

/** Whether an answer is wanted in a format: `format` says so or, without it, `Accept`. Given twice, the last one counts, as for every parameter. */
export function wantsFormat({ query, headers }: FormatRequest, name: string, mediaType: string): boolean {
  const asked = [query.format].flat().at(-1);
  return asked ? asked === name : headers.accept?.includes(mediaType) === true;
}
