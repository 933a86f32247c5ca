import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Org, ORGS_OF_SQL } from './org-rows.js';

/** The organizations that a user is a member of, by name: at most fifty. */
export class ListOwnOrgs extends Query<Org[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListOwnOrgs)
export class ListOwnOrgsHandler implements IQueryHandler<ListOwnOrgs> {
  constructor(private readonly reads: ReadPool) {}

  execute({ userId }: ListOwnOrgs): Promise<Org[]> {
    return this.reads.query<Org>({ name: 'own-orgs', text: ORGS_OF_SQL, params: [userId] });
  }
}
