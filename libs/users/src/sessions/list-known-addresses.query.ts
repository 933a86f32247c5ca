import type { Actor } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { knownAddresses } from './known-addresses.js';

/**
 * The addresses from which a user proved to be it, by a password or a link, as far as the audit log reaches back. Who signs in from there is
 * not locked out by what strangers do.
 */
export class ListKnownAddresses extends Query<string[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListKnownAddresses)
export class ListKnownAddressesHandler implements IQueryHandler<ListKnownAddresses> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: ListKnownAddresses): Promise<string[]> {
    return knownAddresses(this.em, userId);
  }
}
