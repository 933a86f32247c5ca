import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { FindOrgHandler } from './access/find-org.query.js';
import { ChangeMemberRoleHandler } from './members/change-member-role.command.js';
import { GetMemberHandler, ListMembersHandler } from './members/list-members.query.js';
import { RemoveMemberHandler } from './members/remove-member.command.js';
import { ExportAuditLogHandler } from './audit/export-audit-log.command.js';
import { ListAuditLogHandler } from './audit/list-audit-log.query.js';
import { VerifyAuditLogHandler } from './audit/verify-audit-log.query.js';
import { CreateOrganizationHandler } from './organizations/create-organization.command.js';
import { GetOrganizationHandler } from './organizations/get-organization.query.js';
import { ListOwnOrgsHandler } from './organizations/list-own-orgs.query.js';
import { ComputeOrgSumsHandler } from './sums/compute-org-sums.command.js';
import { GetOrgSumsHandler } from './sums/get-org-sums.query.js';
import { SweepOrgSumsHandler } from './sums/sweep-org-sums.command.js';

/** Organizations: who is in them, what members share, and what is told of it. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [
    ChangeMemberRoleHandler,
    ComputeOrgSumsHandler,
    CreateOrganizationHandler,
    ExportAuditLogHandler,
    FindOrgHandler,
    GetMemberHandler,
    GetOrgSumsHandler,
    GetOrganizationHandler,
    ListAuditLogHandler,
    ListMembersHandler,
    ListOwnOrgsHandler,
    RemoveMemberHandler,
    SweepOrgSumsHandler,
    VerifyAuditLogHandler,
  ],
})
export class OrgsModule {}
