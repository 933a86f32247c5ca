import { OrgsModule } from '@app/orgs';
import { Module } from '@nestjs/common';
import { MembersController } from './members.controller.js';
import { AuditLogController } from './audit-log.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrgSumsController } from './sums.controller.js';

/** What only Chronova has of organizations. WakaTime's routes about them are in compat/orgs. */
@Module({
  imports: [OrgsModule],
  controllers: [OrganizationsController, MembersController, OrgSumsController, AuditLogController],
})
export class OrgsApiModule {}
