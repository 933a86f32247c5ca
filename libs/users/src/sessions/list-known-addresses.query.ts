import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

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

  async execute({ userId }: ListKnownAddresses): Promise<string[]> {
    const rows = await sql<{ address: string }>(
      this.em,
      `SELECT DISTINCT address FROM audit_log
        WHERE subject_id = $1 AND address IS NOT NULL AND message IN ('SignIn', 'ResetPassword', 'ClaimAccount')`,
      [userId],
    );
    return rows.map(({ address }) => address);
  }
}
