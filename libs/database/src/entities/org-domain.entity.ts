import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * A domain of e-mail addresses that an organization says is its own; proven by a DNS record. A domain that is proven is one organization's at a
 * time. Written by libs/orgs. On a cluster it stays whole.
 */
const OrgDomainSchema = defineEntity({
  name: 'OrgDomain',
  tableName: 'org_domains',
  properties: {
    id: p.integer().primary(),
    orgId: p.integer(),
    publicId: p.uuid().unique(),
    /** In lower case, as it stands in addresses. */
    domain: p.text(),
    /** What the TXT record at `_chronova-challenge.<domain>` must say. It is no secret: everybody can read it there. */
    challenge: p.text(),
    /** `off`, or `join`: whoever has a confirmed address of it is offered to join. */
    capture: p.text().default('off'),
    /** What who joins by it is. */
    role: p.text().default('member'),
    addedBy: p.integer(),
    createdAt: p.datetime().defaultRaw('now()'),
    /** Since when it is proven; null: it is not. */
    verifiedAt: p.datetime().nullable(),
    /** When the record was last looked for. */
    checkedAt: p.datetime().nullable(),
    /** When it is looked for by itself again; null: never. */
    checkDueAt: p.datetime().nullable().index(),
    /** How often in a row it was not there. */
    misses: p.smallint().default(0),
  },
  uniques: [
    { properties: ['orgId', 'domain'] },
    {
      name: 'org_domains_proven_for_one',
      expression: 'create unique index "org_domains_proven_for_one" on "org_domains" ("domain") where "verified_at" is not null',
    },
  ],
});

export class OrgDomain extends OrgDomainSchema.class {}
OrgDomainSchema.setClass(OrgDomain);
