import { defineEntity, p } from '@mikro-orm/postgresql';

/** The ownership of an organization is offered to a member, who has not answered: one offer an organization. Written by libs/orgs. On a cluster it stays whole. */
const OrgTransferSchema = defineEntity({
  name: 'OrgTransfer',
  tableName: 'org_transfers',
  properties: {
    orgId: p.integer().primary().autoincrement(false),
    /** To whom. */
    userId: p.integer().index(),
    /** The owner who becomes an administrator. */
    offeredBy: p.integer(),
    offeredAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});

export class OrgTransfer extends OrgTransferSchema.class {}
OrgTransferSchema.setClass(OrgTransfer);
