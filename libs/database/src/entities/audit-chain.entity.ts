import { defineEntity, p } from '@mikro-orm/postgresql';

/** Both ends of the chain of the audit log: one row. Written by libs/database. */
const AuditChainSchema = defineEntity({
  name: 'AuditChain',
  tableName: 'audit_chain',
  properties: {
    /** Always 1. */
    id: p.smallint().primary().autoincrement(false),
    startedAt: p.datetime().defaultRaw('now()'),
    /** The newest row from before there was a chain: rows up to it are not in it. */
    sinceId: p.bigint('string'),
    /** Of the newest row of the chain that was pruned: the oldest that is kept follows it. */
    anchorSeq: p.bigint('string'),
    anchorHash: p.blob(),
    /** Of the newest row. */
    lastSeq: p.bigint('string'),
    lastHash: p.blob(),
  },
});

export class AuditChain extends AuditChainSchema.class {}
AuditChainSchema.setClass(AuditChain);
