import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * That a member is to be told by mail, or was, what their organization lets be seen more. Written by libs/orgs, in the transaction of the change. On a
 * cluster it stays whole.
 */
const OrgNoticeMailSchema = defineEntity({
  name: 'OrgNoticeMail',
  tableName: 'org_notice_mails',
  properties: {
    userId: p.integer().primary().autoincrement(false),
    orgId: p.integer().primary().autoincrement(false),
    /** The last row of the audit log that needs no telling: what came after it is told. */
    sinceId: p.bigint(),
    /** From when on a mail is to be sent; null: none is. */
    dueAt: p.datetime().nullable(),
    /** How often a mail was asked for: whoever sends one sees by it whether more was asked for meanwhile. */
    asks: p.integer().default(1),
    /** Of the mail that is due. */
    tries: p.smallint().default(0),
    /** When the mail server took the last ones, the newest first: three at most. */
    sentAt: p.array().columnType('timestamptz[]').defaultRaw(`'{}'`),
  },
  indexes: [
    {
      name: 'org_notice_mails_due_at_index',
      expression: 'create index "org_notice_mails_due_at_index" on "org_notice_mails" ("due_at") where "due_at" is not null',
    },
    { properties: ['orgId'] },
  ],
});

export class OrgNoticeMail extends OrgNoticeMailSchema.class {}
OrgNoticeMailSchema.setClass(OrgNoticeMail);
