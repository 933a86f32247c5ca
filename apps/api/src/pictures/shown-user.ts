import { DomainError, STRANGER } from '@app/core';
import { FindSubject, type Subject } from '@app/users';
import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';

/** Nobody, of whom nothing is shown: unknown, private and disabled users alike. */
const NOBODY: Subject = {
  userId: 0,
  visibility: {
    own: false,
    loggedTime: false,
    languages: false,
    projects: false,
    editors: false,
    operatingSystems: false,
    categories: false,
    machines: false,
  },
};

const NamedUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest<{ Params: { user: string } }>>().params.user,
);

/** Finds the user that the address names, and what of that user everybody may see. */
@Injectable()
class ShownUserPipe implements PipeTransform<string, Promise<Subject>> {
  constructor(private readonly queries: QueryBus) {}

  transform(name: string): Promise<Subject> {
    return this.queries.execute(new FindSubject(STRANGER, name, 'time:read')).catch(nobodyIfUnknown);
  }
}

/**
 * The user of `:user`, with what everybody may see, whoever asks: a picture is made for pages of others, and is in caches that do not know who
 * asked. Asked anew for each picture, so that what is made private is not shown from then on.
 */
export const ShownUser = (): ParameterDecorator => NamedUser(ShownUserPipe);

function nobodyIfUnknown(error: unknown): Subject {
  if (error instanceof DomainError && error.kind === 'not-found') return NOBODY;
  throw error;
}
