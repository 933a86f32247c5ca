/**
 * Every table of what is of an organization, but the organization itself and the audit log, which stays. What others refer to comes last. Held complete
 * by test/e2e/orgs-end.e2e-spec.ts.
 */
export const ORG_TABLES = [
  'org_notice_mails',
  'org_keys',
  'org_sum_states',
  'org_sums',
  'org_views',
  'org_projects',
  'org_shares',
  'org_transfers',
  'org_invites',
  'org_domains',
  'org_team_members',
  'org_team_spells',
  'org_teams',
  'org_members',
] as const;
