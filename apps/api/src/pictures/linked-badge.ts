import { FindBadgeLink, type FoundBadgeLink } from '@app/analytics';
import { STRANGER } from '@app/core';
import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';

interface Link {
  user: string;
  id: string;
}

const NamedLink = createParamDecorator(
  (_: unknown, context: ExecutionContext): Link => context.switchToHttp().getRequest<FastifyRequest<{ Params: Link }>>().params,
);

/** Finds the badge that a link shows. */
@Injectable()
class LinkedBadgePipe implements PipeTransform<Link, Promise<FoundBadgeLink>> {
  constructor(private readonly queries: QueryBus) {}

  transform({ user, id }: Link): Promise<FoundBadgeLink> {
    return this.queries.execute(new FindBadgeLink(STRANGER, user, id));
  }
}

/** The badge of the link `:user` and `:id`. Asked anew for each picture: a link that was deleted shows nothing from then on. */
export const LinkedBadge = (): ParameterDecorator => NamedLink(LinkedBadgePipe);
