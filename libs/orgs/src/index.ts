export { OrgsModule } from './orgs.module.js';
export { FindOrg } from './access/find-org.query.js';
export type { OrgAccess } from './access/org-access.js';
export { ORG_PERMISSIONS, type OrgPermission, type Role, ROLES, scopeOfOrgPermission } from './access/permissions.js';
export { CreateOrganization } from './organizations/create-organization.command.js';
export { GetOrganization } from './organizations/get-organization.query.js';
export { ListOwnOrgs } from './organizations/list-own-orgs.query.js';
export { orgNameProblem, SLUG_SCHEMA, slugProblem } from './organizations/org-names.js';
export type { Org } from './organizations/org-rows.js';
