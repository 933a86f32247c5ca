import { isNativeError } from 'node:util/types';
import { basePath, DomainError, type Env, type ErrorKind, type UserActor } from '@app/core';
import { codesOf, willPass } from '@app/database';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfAnApi } from './api-address.js';
import { routesOf } from './known-routes.js';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

const auditLog = new Logger('Audit');

/** What every refused request answers: `error` for all clients, `errors` where single fields are to blame. */
export interface ErrorBody {
  error: string;
  errors?: Record<string, string[]>;
}

/** The only place where an error becomes a status. What nobody expected is a 500 that says nothing but the request's id. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger(ErrorFilter.name);
  private readonly base: string;

  constructor(env: Env) {
    this.base = basePath(env);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const [status, body] = this.answerTo(error, request);
    if (status === 405) void reply.header('allow', methodsOf(request).join(', '));
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    // Limits say themselves when they end; what is busy is soon free.
    if ((status === 503 || status === 429) && !reply.hasHeader('retry-after')) void reply.header('retry-after', '5');
    // What the answer would have been, a file for one, it is no more.
    void reply.removeHeader('content-disposition');
    void reply.status(status).type('application/json; charset=utf-8').send(body);
  }

  private answerTo(error: unknown, request: FastifyRequest): [number, ErrorBody] {
    // Whatever is wrong with its body: nobody would have read it.
    if (request.is404) return this.answerToUnknown(request);
    if (error instanceof DomainError && error.kind === 'forbidden') tellRefused(error, request);
    if (error instanceof DomainError) return [STATUS[error.kind], { error: error.message, ...(error.fields && { errors: error.fields }) }];
    if (willPass(error)) return [503, { error: 'The database is away or too busy. Ask again in a moment.' }];
    if (holdsUnstorable(error)) return [400, { error: 'A text in the request holds the NUL character (%00 in an address). Leave it out.' }];
    const status = statusOf(error);
    if (status === 404) return this.answerToUnknown(request);
    if (status === 413) return [413, { error: tooLarge(request.routeOptions.bodyLimit) }];
    if (status >= 400 && status < 500 && isNativeError(error)) return [status, { error: error.message }];
    this.log.error(`Request ${request.id} failed`, isNativeError(error) ? error : new Error(String(error)));
    return [500, { error: `Something went wrong here; it is logged under request ${request.id}.` }];
  }

  /** A path that there is, by another method; or none, with what is probably wrong with it. */
  private answerToUnknown(request: FastifyRequest): [number, ErrorBody] {
    const { method } = request;
    const path = pathOf(request);
    const methods = methodsOf(request);
    if (methods.length > 0) return [405, { error: `${method} is not possible here: ${path} takes ${methods.join(', ')}.` }];
    const hint = isOfAnApi(request.server, path)
      ? `If it is a client that asks, its api_url must end in ${this.base}/api/v1.`
      : `See ${this.base}/docs for what there is.`;
    return [404, { error: `There is no ${method} ${path} here. ${hint}` }];
  }
}

/** For who watches the log: somebody known wanted what is not allowed. */
function tellRefused({ code }: DomainError, request: FastifyRequest & { user?: UserActor }): void {
  const { user, ip, method, routeOptions } = request;
  auditLog.log({
    msg: 'Refused',
    outcome: code,
    by: user?.by.kind,
    user: user?.userId,
    credential: user?.by.id,
    address: ip,
    method,
    route: routeOptions.url,
  });
}

function methodsOf(request: FastifyRequest): string[] {
  return routesOf(request.server, pathOf(request));
}

/** 22021: PostgreSQL has no text with NUL in it, 22P05: nor a JSON text. */
function holdsUnstorable(error: unknown): boolean {
  return codesOf(error).some((code) => code === '22021' || code === '22P05');
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own refusals, of bodies and headers.
  return isNativeError(error) && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function tooLarge(limit: number): string {
  const kB = Math.floor(limit / 1024);
  return kB < 1024
    ? `The body is too large: at most ${kB} kB here.`
    : `The body is too large: at most ${Math.floor(kB / 1024)} MB and 1,000 heartbeats a request. Send it in parts.`;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
