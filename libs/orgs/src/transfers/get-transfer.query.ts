import { Clock, type UserActor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { noTransfer, type Transfer, TRANSFER_SQL } from './transfer-rows.js';

/** The offer of an organization's ownership, for its owners and to whom it is made. Not found: there is none for who asks. */
export class GetTransfer extends Query<Transfer> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(GetTransfer)
export class GetTransferHandler implements IQueryHandler<GetTransfer> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org }: GetTransfer): Promise<Transfer> {
    const params = [org.orgId, actor.userId, org.role === 'owner', this.clock.now()];
    const [offer] = await this.reads.query<Transfer>({ name: 'org-transfer', text: TRANSFER_SQL, params });
    if (!offer) throw noTransfer();
    return offer;
  }
}
