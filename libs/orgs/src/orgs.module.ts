import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { FindOrgHandler } from './access/find-org.query.js';
import { ListViewsHandler } from './access-log/list-views.query.js';
import { PruneViewsHandler } from './access-log/prune-views.command.js';
import { GetOwnOrgTimeHandler } from './by-name/get-own-org-time.query.js';
import { TimeByName } from './by-name/time-by-name.js';
import { ListSeenPeopleHandler } from './by-name/list-seen-people.query.js';
import { ViewDashboardHandler } from './by-name/view-dashboard.command.js';
import { DurationsByName } from './by-name/durations-by-name.js';
import { ViewDashboardDurationsHandler } from './by-name/view-dashboard-durations.command.js';
import { ViewMemberDurationsHandler } from './by-name/view-member-durations.command.js';
import { ViewLeadersHandler } from './by-name/view-leaders.command.js';
import { ViewMemberTimeHandler } from './by-name/view-member-time.command.js';
import { ViewOrgTimesheetHandler } from './by-name/view-timesheet.command.js';
import { ChangeBillingHandler } from './billing/change-billing.command.js';
import { GetBillingHandler } from './billing/get-billing.query.js';
import { ListAllOrganizationsHandler } from './billing/list-all-organizations.query.js';
import { ChangeMemberRoleHandler } from './members/change-member-role.command.js';
import { GetMemberHandler, ListMembersHandler } from './members/list-members.query.js';
import { RemoveMemberHandler } from './members/remove-member.command.js';
import { ExportAuditLogHandler } from './audit/export-audit-log.command.js';
import { RecordReportExportHandler } from './audit/record-report-export.command.js';
import { ListAuditLogHandler } from './audit/list-audit-log.query.js';
import { VerifyAuditLogHandler } from './audit/verify-audit-log.query.js';
import { AcceptInviteHandler } from './invites/accept-invite.command.js';
import { DeclineInviteHandler } from './invites/decline-invite.command.js';
import { GetOfferHandler } from './invites/get-offer.query.js';
import { InviteMails } from './invites/invite-mails.js';
import { InviteToOrgHandler } from './invites/invite-to-org.command.js';
import { ListInvitesHandler } from './invites/list-invites.query.js';
import { ListOwnInvitesHandler } from './invites/list-own-invites.query.js';
import { ResendInviteHandler } from './invites/resend-invite.command.js';
import { SweepInvitesHandler } from './invites/sweep-invites.command.js';
import { WithdrawInviteHandler } from './invites/withdraw-invite.command.js';
import { AddDomainHandler } from './domains/add-domain.command.js';
import { ChangeDomainHandler } from './domains/change-domain.command.js';
import { CheckDomainsHandler } from './domains/check-domains.command.js';
import { DomainRecords } from './domains/domain-records.js';
import { ListDomainsHandler } from './domains/list-domains.query.js';
import { RemoveDomainHandler } from './domains/remove-domain.command.js';
import { VerifyDomainHandler } from './domains/verify-domain.command.js';
import { ChangeOrganizationHandler } from './organizations/change-organization.command.js';
import { ChangePoliciesHandler } from './policies/change-policies.command.js';
import { NoticeMails } from './policies/notice-mails.js';
import { SendPolicyNoticesHandler } from './policies/send-policy-notices.command.js';
import { GetPoliciesHandler } from './policies/get-policies.query.js';
import { ListPolicyNoticesHandler } from './policies/list-policy-notices.query.js';
import { PreviewPoliciesHandler } from './policies/preview-policies.query.js';
import { CreateOrgKeyHandler } from './keys/create-org-key.command.js';
import { FindOrgKeyHandler } from './keys/find-org-key.query.js';
import { ListOrgKeysHandler } from './keys/list-org-keys.query.js';
import { RecordOrgKeyUseHandler } from './keys/record-org-key-use.command.js';
import { RevokeOrgKeyHandler } from './keys/revoke-org-key.command.js';
import { SweepOrgKeysHandler } from './keys/sweep-org-keys.command.js';
import { CreateOrganizationHandler } from './organizations/create-organization.command.js';
import { DeleteOrganizationHandler } from './organizations/delete-organization.command.js';
import { GetOrganizationHandler } from './organizations/get-organization.query.js';
import { ListOrganizationsHandler } from './organizations/list-organizations.query.js';
import { ListOwnOrgsHandler } from './organizations/list-own-orgs.query.js';
import { ComputeOrgSumsHandler } from './sums/compute-org-sums.command.js';
import { GetOrgSumsHandler, OrgSumsReader } from './sums/get-org-sums.query.js';
import { ViewOrgStatsHandler } from './sums/view-org-stats.command.js';
import { SweepOrgSumsHandler } from './sums/sweep-org-sums.command.js';
import { AddOrgProjectHandler } from './projects/add-org-project.command.js';
import { DeleteOrgProjectHandler } from './projects/delete-org-project.command.js';
import { ListOrgProjectsHandler } from './projects/list-org-projects.query.js';
import { PreviewOrgProjectHandler } from './projects/preview-org-project.query.js';
import { ChangeSharingHandler } from './sharing/change-sharing.command.js';
import { GetSharingHandler } from './sharing/get-sharing.query.js';
import { RestoreOrganizationHandler } from './organizations/restore-organization.command.js';
import { SweepOrganizationsHandler } from './organizations/sweep-organizations.command.js';
import { CreateTeamHandler } from './teams/create-team.command.js';
import { DeleteTeamHandler } from './teams/delete-team.command.js';
import { GetTeamHandler, ListTeamsHandler } from './teams/list-teams.query.js';
import { PutTeamMemberHandler } from './teams/put-team-member.command.js';
import { RemoveTeamMemberHandler } from './teams/remove-team-member.command.js';
import { RenameTeamHandler } from './teams/rename-team.command.js';
import { AnswerTransferHandler } from './transfers/answer-transfer.command.js';
import { GetTransferHandler } from './transfers/get-transfer.query.js';
import { EndMemberships } from './members/end-memberships.js';
import { OfferTransferHandler } from './transfers/offer-transfer.command.js';
import { WithdrawTransferHandler } from './transfers/withdraw-transfer.command.js';

/** Organizations: who is in them, what members share, and what is told of it. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [
    AddOrgProjectHandler,
    ChangeSharingHandler,
    DeleteOrgProjectHandler,
    GetOwnOrgTimeHandler,
    GetSharingHandler,
    ListOrgProjectsHandler,
    ListViewsHandler,
    PreviewOrgProjectHandler,
    PruneViewsHandler,
    TimeByName,
    ListSeenPeopleHandler,
    DurationsByName,
    ViewDashboardHandler,
    ViewDashboardDurationsHandler,
    ViewMemberDurationsHandler,
    ViewLeadersHandler,
    ViewMemberTimeHandler,
    ViewOrgTimesheetHandler,
    AnswerTransferHandler,
    ChangeBillingHandler,
    ChangeMemberRoleHandler,
    ComputeOrgSumsHandler,
    ChangePoliciesHandler,
    GetPoliciesHandler,
    NoticeMails,
    SendPolicyNoticesHandler,
    ListPolicyNoticesHandler,
    PreviewPoliciesHandler,
    CreateOrgKeyHandler,
    FindOrgKeyHandler,
    ListOrgKeysHandler,
    RecordOrgKeyUseHandler,
    RevokeOrgKeyHandler,
    SweepOrgKeysHandler,
    CreateOrganizationHandler,
    ExportAuditLogHandler,
    ChangeOrganizationHandler,
    CreateTeamHandler,
    DeleteOrganizationHandler,
    DeleteTeamHandler,
    FindOrgHandler,
    GetBillingHandler,
    GetMemberHandler,
    GetOrgSumsHandler,
    OrgSumsReader,
    RecordReportExportHandler,
    ViewOrgStatsHandler,
    GetOrganizationHandler,
    ListAuditLogHandler,
    GetTeamHandler,
    GetTransferHandler,
    ListAllOrganizationsHandler,
    ListMembersHandler,
    ListOrganizationsHandler,
    ListOwnOrgsHandler,
    ListTeamsHandler,
    OfferTransferHandler,
    PutTeamMemberHandler,
    RemoveMemberHandler,
    SweepOrgSumsHandler,
    VerifyAuditLogHandler,
    AcceptInviteHandler,
    DeclineInviteHandler,
    GetOfferHandler,
    InviteMails,
    InviteToOrgHandler,
    ListInvitesHandler,
    ListOwnInvitesHandler,
    ResendInviteHandler,
    SweepInvitesHandler,
    WithdrawInviteHandler,
    AddDomainHandler,
    ChangeDomainHandler,
    CheckDomainsHandler,
    DomainRecords,
    EndMemberships,
    ListDomainsHandler,
    RemoveDomainHandler,
    VerifyDomainHandler,
    RemoveTeamMemberHandler,
    RenameTeamHandler,
    RestoreOrganizationHandler,
    SweepOrganizationsHandler,
    WithdrawTransferHandler,
  ],
  exports: [TimeByName],
})
export class OrgsModule {}
