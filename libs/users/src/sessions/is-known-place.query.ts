import type { Actor } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readPlace } from './known-places.js';

/**
 * Whether a user proved to be it from this address before, by a password or a link, as far as the audit log reaches back. An IPv6 address stands
 * for its /64 network. Who signs in from there is not locked out by what strangers do.
 */
export class IsKnownPlace extends Query<boolean> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly address: string,
  ) {
    super();
  }
}

@QueryHandler(IsKnownPlace)
export class IsKnownPlaceHandler implements IQueryHandler<IsKnownPlace> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, address }: IsKnownPlace): Promise<boolean> {
    return (await readPlace(this.em, userId, address)).isKnown;
  }
}
