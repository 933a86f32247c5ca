export { OrgsModule } from './orgs.module.js';
export { FindOrg } from './access/find-org.query.js';
export type { OrgAccess } from './access/org-access.js';
export { ORG_PERMISSIONS, type OrgPermission, orgPermissionsOf, type Role, ROLES, scopeOfOrgPermission } from './access/permissions.js';
export { addMember } from './members/add-member.js';
export { ChangeMemberRole } from './members/change-member-role.command.js';
export {
  GetMember,
  type ListedMember,
  ListMembers,
  MEMBER_ORDERS,
  MEMBER_STATES,
  type MemberFilter,
  type MemberOrder,
  type MemberPage,
  type MemberState,
} from './members/list-members.query.js';
export { RemoveMember } from './members/remove-member.command.js';
export { CreateOrganization } from './organizations/create-organization.command.js';
export { GetOrganization } from './organizations/get-organization.query.js';
export { ListOwnOrgs } from './organizations/list-own-orgs.query.js';
export { orgNameProblem, SLUG_SCHEMA, slugProblem } from './organizations/org-names.js';
export type { ListedOwnOrg, SeenOrg } from './organizations/org-rows.js';
export { orgPatterns, orgProjectsOf } from './projects/org-projects.js';
export { type Level, LEVELS } from './sharing/levels.js';
export { hasAuditAction } from './audit/audit-actions.js';
export type { AuditEntry, AuditFilters, AuditParty } from './audit/audit-rows.js';
export { ExportAuditLog } from './audit/export-audit-log.command.js';
export { type FiledReport, RecordReportExport, type ReportParameters } from './audit/record-report-export.command.js';
export { type AuditPage, ListAuditLog } from './audit/list-audit-log.query.js';
export { type VerifiedAuditLog, VerifyAuditLog } from './audit/verify-audit-log.query.js';
export { ComputeOrgSums } from './sums/compute-org-sums.command.js';
export {
  type DaySums,
  GetOrgSums,
  type OrgSumsQuestion,
  type OrgSumsResult,
  type SumLists,
  type SumTimes,
} from './sums/get-org-sums.query.js';
export { type MemberTotals, type OrgStats, STATS_GROUPS, type StatsGroup, ViewOrgStats } from './sums/view-org-stats.command.js';
export { SweepOrgSums } from './sums/sweep-org-sums.command.js';
export { ListViews, type ListedView, type ViewPage } from './access-log/list-views.query.js';
export { PruneViews } from './access-log/prune-views.command.js';
export { GetOwnOrgTime } from './by-name/get-own-org-time.query.js';
export type { DaysQuestion, PersonTime } from './by-name/time-by-name.js';
export { type OrgLeaders, type PeopleQuestion, ViewLeaders } from './by-name/view-leaders.command.js';
export { ViewMemberTime } from './by-name/view-member-time.command.js';
export {
  ORG_SHEET_ROWS,
  type OrgSheet,
  type OrgSheetQuestion,
  type OrgSheetRows,
  ViewOrgTimesheet,
} from './by-name/view-timesheet.command.js';
export { AddOrgProject } from './projects/add-org-project.command.js';
export { DeleteOrgProject } from './projects/delete-org-project.command.js';
export { ListOrgProjects, type OrgProject } from './projects/list-org-projects.query.js';
export { type PatternPreview, PreviewOrgProject } from './projects/preview-org-project.query.js';
export { LONGEST_PATTERN, PATTERN_KINDS, type PatternKind, patternProblem } from './projects/project-pattern.js';
export { ChangeSharing } from './sharing/change-sharing.command.js';
export type { SharingState } from './sharing/answer-sharing.js';
export { GetSharing, type Sharing } from './sharing/get-sharing.query.js';
export { levelTexts } from './sharing/level-texts.js';
export { AcceptInvite } from './invites/accept-invite.command.js';
export { DeclineInvite } from './invites/decline-invite.command.js';
export { GetOffer, type LinkedOffer, type NextStep } from './invites/get-offer.query.js';
export { INVITABLE_ROLES, MOST_INVITED_AT_ONCE, MOST_TEAMS_OF_INVITE, RESULT_TEXTS } from './invites/invite-rules.js';
export { type Invite, INVITE_STATES, type InviteState } from './invites/invite-rows.js';
export { type InvitedAddress, type InviteForm, InviteToOrg } from './invites/invite-to-org.command.js';
export { type InvitePage, ListInvites } from './invites/list-invites.query.js';
export { ListOwnInvites } from './invites/list-own-invites.query.js';
export type { Offer } from './invites/offers.js';
export { ResendInvite } from './invites/resend-invite.command.js';
export { SweepInvites } from './invites/sweep-invites.command.js';
export { WithdrawInvite } from './invites/withdraw-invite.command.js';
export { AddDomain } from './domains/add-domain.command.js';
export { ChangeDomain } from './domains/change-domain.command.js';
export { CheckDomains } from './domains/check-domains.command.js';
export { type Capture, CAPTURES, DOMAIN_ROLES, type DomainRole, domainProblem, recordNameOf } from './domains/domain-rules.js';
export type { Domain } from './domains/domain-rows.js';
export { ListDomains } from './domains/list-domains.query.js';
export { RemoveDomain } from './domains/remove-domain.command.js';
export { VerifyDomain } from './domains/verify-domain.command.js';
export { ChangeBilling, type BillingChange } from './billing/change-billing.command.js';
export { type Billing, type ListedOrg, ORG_STATUSES, type OrgStatus } from './billing/billing-rows.js';
export { GetBilling } from './billing/get-billing.query.js';
export { type AllOrgsPage, ListAllOrganizations } from './billing/list-all-organizations.query.js';
export { ChangeOrganization } from './organizations/change-organization.command.js';
export { DeleteOrganization } from './organizations/delete-organization.command.js';
export { ListOrganizations, type OrgPage } from './organizations/list-organizations.query.js';
export { MOST_MEMBERS } from './organizations/org-rows.js';
export { ORG_TABLES } from './organizations/org-tables.js';
export { RestoreOrganization } from './organizations/restore-organization.command.js';
export { SweepOrganizations } from './organizations/sweep-organizations.command.js';
export { CreateTeam } from './teams/create-team.command.js';
export { DeleteTeam } from './teams/delete-team.command.js';
export { GetTeam, ListTeams } from './teams/list-teams.query.js';
export { PutTeamMember } from './teams/put-team-member.command.js';
export { RemoveTeamMember } from './teams/remove-team-member.command.js';
export { RenameTeam } from './teams/rename-team.command.js';
export { type ListedTeam, teamNameProblem } from './teams/team-rows.js';
export { AnswerTransfer } from './transfers/answer-transfer.command.js';
export { GetTransfer } from './transfers/get-transfer.query.js';
export { OfferTransfer } from './transfers/offer-transfer.command.js';
export type { Transfer } from './transfers/transfer-rows.js';
export { WithdrawTransfer } from './transfers/withdraw-transfer.command.js';
export { ListSeenPeople } from './by-name/list-seen-people.query.js';
export { type DashboardTime, ViewDashboard } from './by-name/view-dashboard.command.js';
export { CreateOrgKey, type CreatedOrgKey } from './keys/create-org-key.command.js';
export { FindOrgKey } from './keys/find-org-key.query.js';
export { ListOrgKeys } from './keys/list-org-keys.query.js';
export { RecordOrgKeyUse } from './keys/record-org-key-use.command.js';
export { RevokeOrgKey } from './keys/revoke-org-key.command.js';
export { ORG_KEY_PERMISSIONS, orgKeyHash } from './keys/org-key-rules.js';
export type { OrgKeyFacts } from './keys/org-key-rows.js';
export { ChangePolicies } from './policies/change-policies.command.js';
export { SendPolicyNotices } from './policies/send-policy-notices.command.js';
export { GetPolicies } from './policies/get-policies.query.js';
export { ListPolicyNotices, type PolicyNotice } from './policies/list-policy-notices.query.js';
export { type OrgUse, PERSONAL_KEYS, type PersonalKeys } from './policies/access-policies.js';
export {
  FEWEST_DETAILS_DAYS,
  LEAST_GROUP,
  LONGEST_KEY_DAYS,
  LONGEST_SESSION_HOURS,
  MOST_DETAILS_DAYS,
  MOST_EMAIL_DOMAINS,
  MOST_FORMER_DAYS,
  MOST_GROUP,
  type Policies,
  type PoliciesChange,
  POLICY_NAMES,
  shownPolicies,
} from './policies/policies.js';
export { SweepOrgKeys } from './keys/sweep-org-keys.command.js';
export { type PoliciesPreview, PreviewPolicies } from './policies/preview-policies.query.js';
export type { PersonDurations } from './by-name/durations-by-name.js';
export { type DashboardDurations, ViewDashboardDurations } from './by-name/view-dashboard-durations.command.js';
export { ViewMemberDurations } from './by-name/view-member-durations.command.js';
