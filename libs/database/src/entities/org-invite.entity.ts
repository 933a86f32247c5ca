import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Somebody was invited into an organization, by an e-mail address. Known only by the SHA-256 of the secret of its link. One that was answered or
 * withdrawn stays for ninety days. Written by libs/orgs. On a cluster it stays whole.
 */
const OrgInviteSchema = defineEntity({
  name: 'OrgInvite',
  tableName: 'org_invites',
  properties: {
    id: p.integer().primary(),
    orgId: p.integer(),
    publicId: p.uuid().unique(),
    /** As accounts have it: in lower case and NFC. */
    email: p.text(),
    /** What they are there once they accept: any role but `owner`. */
    role: p.text(),
    /** The teams that they are in once they accept. */
    teamIds: p.array().columnType('int[]').defaultRaw(`'{}'`),
    /** `pending`, `accepted`, `declined` or `withdrawn`. */
    status: p.text().default('pending'),
    /** Null: no link was mailed yet, or the mail server may still get one. */
    tokenHash: p.blob().nullable().unique(),
    /** The account that invited last; it may be gone. */
    invitedBy: p.integer(),
    /** The account that accepted. */
    userId: p.integer().nullable().index(),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
    /** When a mail was last asked for, and how often. */
    askedAt: p.datetime().defaultRaw('now()'),
    asks: p.integer().default(1),
    /** From when on a mail is to be sent; null: none is. */
    mailDueAt: p.datetime().nullable(),
    mailTries: p.smallint().default(0),
    /** When the mail server took the last one. */
    mailedAt: p.datetime().nullable(),
  },
  indexes: [
    { properties: ['orgId', 'createdAt'] },
    { properties: ['email'] },
    { properties: ['expiresAt'] },
    { properties: ['invitedBy', 'askedAt'] },
    {
      name: 'org_invites_mail_due_at_index',
      expression: 'create index "org_invites_mail_due_at_index" on "org_invites" ("mail_due_at") where "mail_due_at" is not null',
    },
  ],
  uniques: [
    // Who is invited again gets another link in the place of the one before.
    {
      name: 'org_invites_one_pending_an_address',
      expression:
        'create unique index "org_invites_one_pending_an_address" on "org_invites" ("org_id", "email") where "status" = \'pending\'',
    },
  ],
});

export class OrgInvite extends OrgInviteSchema.class {}
OrgInviteSchema.setClass(OrgInvite);
