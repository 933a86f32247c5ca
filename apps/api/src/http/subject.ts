import { FindSubject, type Scope, type Subject, type Viewer } from '@app/users';
import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';

interface Asked {
  name: string;
  viewer: Viewer | undefined;
  needed: Scope;
}

const AskedSubject = createParamDecorator((needed: Scope, context: ExecutionContext): Asked => {
  const { params, user } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { user: string } }> & { user?: Viewer }>();
  return { name: params.user, viewer: user, needed };
});

/** Finds the user whom the address names, and what the caller may see of that user. */
@Injectable()
class SubjectPipe implements PipeTransform<Asked, Promise<Subject>> {
  constructor(private readonly queries: QueryBus) {}

  transform({ viewer, name, needed }: Asked): Promise<Subject> {
    return this.queries.execute(new FindSubject(viewer, name, needed));
  }
}

/** The user of `:user`, with what the caller may see: 404 when that is nothing. For one's own data a key needs this scope. */
export const SubjectUser = (needed: Scope): ParameterDecorator => AskedSubject(needed, SubjectPipe);
