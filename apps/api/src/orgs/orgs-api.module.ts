import { OrgsModule } from '@app/orgs';
import { Module } from '@nestjs/common';
import { AccessLogController } from './access-log.controller.js';
import { AdminOrganizationsController, BillingController } from './billing.controller.js';
import { MembersController } from './members.controller.js';
import { AuditLogController } from './audit-log.controller.js';
import { ByNameController } from './by-name.controller.js';
import { OrgProjectsController } from './org-projects.controller.js';
import { InvitesController } from './invites.controller.js';
import { OwnInvitesController } from './own-invites.controller.js';
import { DomainsController } from './domains.controller.js';
import { PoliciesController } from './policies.controller.js';
import { OrgKeysController } from './org-keys.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { SharingController } from './sharing.controller.js';
import { OrgSumsController } from './sums.controller.js';
import { TeamsController } from './teams.controller.js';
import { TransfersController } from './transfers.controller.js';

/** What only Chronova has of organizations. WakaTime's routes about them are in compat/orgs. */
@Module({
  imports: [OrgsModule],
  controllers: [
    OrganizationsController,
    OrgKeysController,
    PoliciesController,
    AccessLogController,
    AuditLogController,
    ByNameController,
    MembersController,
    OrgProjectsController,
    OrgSumsController,
    SharingController,
    InvitesController,
    OwnInvitesController,
    DomainsController,
    AdminOrganizationsController,
    BillingController,
    TeamsController,
    TransfersController,
  ],
})
export class OrgsApiModule {}
