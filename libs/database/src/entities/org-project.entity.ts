import { defineEntity, p } from '@mikro-orm/postgresql';

/** Which projects of its members are an organization's: a pattern of their names. Written by libs/orgs. On a cluster it stays whole. */
const OrgProjectSchema = defineEntity({
  name: 'OrgProject',
  tableName: 'org_projects',
  properties: {
    id: p.integer().primary(),
    orgId: p.integer(),
    publicId: p.uuid().unique(),
    /** `exact`, `prefix`, `glob` or `repository`. */
    kind: p.text(),
    pattern: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
  uniques: [{ properties: ['orgId', 'kind', 'pattern'] }],
});

export class OrgProject extends OrgProjectSchema.class {}
OrgProjectSchema.setClass(OrgProject);
