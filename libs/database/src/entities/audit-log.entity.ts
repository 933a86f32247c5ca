import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * What was changed about accounts and the instance, by whom: a row of each audited command, written in its transaction by `transaction()`.
 * It holds no secrets. Not a table of a user's data: it outlives the account that it is about. Rows are added and pruned, never changed: the
 * database refuses that, and a chain of hashes tells where somebody did it all the same (audit-chain.ts).
 */
const AuditLogSchema = defineEntity({
  name: 'AuditLog',
  tableName: 'audit_log',
  properties: {
    id: p.bigint('string').primary(),
    at: p.datetime().defaultRaw('now()').index(),
    /** The account that asked; null: nobody known, or the server itself. */
    actorId: p.integer().nullable(),
    /** `key`, `session`, `org-key`, `cli`, `job` or `stranger`. */
    actorKind: p.text(),
    /** The row of the key or session. */
    credentialId: p.integer().nullable(),
    /** The command's name; with `Refused` behind it where a wrong password was tried. */
    message: p.text(),
    /** The user whom it is about; null: none. */
    subjectId: p.integer().nullable().index(),
    /** The organization that it is about; null: none. */
    orgId: p.integer().nullable(),
    details: p.json(),
    requestId: p.text().nullable(),
    /** The client's. */
    address: p.text().nullable(),
    /** The place in the chain, from 1. Null: from before there was one, or a refused attempt, which is not kept for long. */
    seq: p.bigint('string').nullable().unique(),
    /** The hash of the row before. */
    prevHash: p.blob().nullable(),
    /** SHA-256 over the hash of the row before and everything that this row tells. */
    hash: p.blob().nullable(),
  },
  indexes: [
    { name: 'audit_log_org_id_id_index', properties: ['orgId', 'id'] },
    {
      name: 'audit_log_not_chained_index',
      expression: `create index "audit_log_not_chained_index" on "audit_log" ("id") where "seq" is null and "message" not like '%Refused'`,
    },
  ],
  triggers: [
    {
      name: 'audit_log_is_append_only',
      timing: 'before',
      events: ['delete', 'update'],
      forEach: 'statement',
      body: `if coalesce(current_setting('chronova.audit', true), '') not in ('prune', 'restore') then raise exception 'Rows of the audit log are neither changed nor deleted.'; end if; return null`,
    },
  ],
});

export class AuditLog extends AuditLogSchema.class {}
AuditLogSchema.setClass(AuditLog);
