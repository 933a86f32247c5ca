import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where a WakaTime route was called: under `/api/v1` or under `/api/v1/compat/waka`. */
export type Mount = 'native' | 'waka';

/** Both mounts of every route that WakaTime has. */
export const MOUNTS = ['api/v1', 'api/v1/compat/waka'];

/** The mount that was called: it decides whether ranges such as `last_7_days` include today. */
export const CalledMount = createParamDecorator((_: unknown, context: ExecutionContext): Mount => {
  const { url = '' } = context.switchToHttp().getRequest<FastifyRequest>().routeOptions;
  return url.startsWith('/api/v1/compat/waka') ? 'waka' : 'native';
});
