import { statsRangeProblem } from '@app/analytics';
import { DomainError, Problems } from '@app/core';
import { type CallHandler, type ExecutionContext, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';

/** Parameters are looked at before the path: who has both wrong is told both at once. */
class RangeInPathInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { range?: string } }>>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw withProblem(error, statsRangeProblem(params.range ?? ''));
      }),
    );
  }
}

function withProblem(error: unknown, problem: string | undefined): unknown {
  if (problem === undefined || !(error instanceof DomainError) || error.kind !== 'invalid' || !error.fields || error.fields['range'])
    return error;
  const problems = new Problems();
  problems.of(() => {
    throw error;
  });
  problems.add('range', problem);
  return problems.error ?? error;
}

/** Names a wrong `:range` of the address beside what is wrong with the parameters. */
export const RangeInPath = (): MethodDecorator => UseInterceptors(new RangeInPathInterceptor());
