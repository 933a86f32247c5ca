import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * What was changed about accounts and the instance, by whom: a row of each audited command, written in its transaction by `transaction()`.
 * It holds no secrets. Not a table of a user's data: it outlives the account that it is about.
 */
const AuditLogSchema = defineEntity({
  name: 'AuditLog',
  tableName: 'audit_log',
  properties: {
    id: p.bigint('string').primary(),
    at: p.datetime().defaultRaw('now()').index(),
    /** The account that asked; null: nobody known, or the server itself. */
    actorId: p.integer().nullable(),
    /** `key`, `session`, `cli`, `job` or `stranger`. */
    actorKind: p.text(),
    /** The row of the key or session. */
    credentialId: p.integer().nullable(),
    /** The command's name; with `Refused` behind it where a wrong password was tried. */
    message: p.text(),
    /** The user whom it is about; null: none. */
    subjectId: p.integer().nullable().index(),
    /** The organization that it is about; null: none. */
    orgId: p.integer().nullable().index(),
    details: p.json(),
    requestId: p.text().nullable(),
    /** The client's. */
    address: p.text().nullable(),
  },
});

export class AuditLog extends AuditLogSchema.class {}
AuditLogSchema.setClass(AuditLog);
