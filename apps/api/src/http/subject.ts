import { type Actor, STRANGER } from '@app/core';
import { FindSubject, type KnownPermission, type Subject } from '@app/users';
import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';

interface Asked {
  name: string;
  actor: Actor;
  needed: KnownPermission;
}

const AskedSubject = createParamDecorator((needed: KnownPermission, context: ExecutionContext): Asked => {
  const { params, user } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { user: string } }> & { user?: Actor }>();
  return { name: params.user, actor: user ?? STRANGER, needed };
});

/** Finds the user that the address names, and what the actor may see of that user. */
@Injectable()
class SubjectPipe implements PipeTransform<Asked, Promise<Subject>> {
  constructor(private readonly queries: QueryBus) {}

  transform({ actor, name, needed }: Asked): Promise<Subject> {
    return this.queries.execute(new FindSubject(actor, name, needed));
  }
}

/** The user of `:user`, with what the caller may see: 404 when that is nothing. For one's own data a key needs this permission. */
export const SubjectUser = (needed: KnownPermission): ParameterDecorator => AskedSubject(needed, SubjectPipe);
