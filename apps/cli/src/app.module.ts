import { AnalyticsModule } from '@app/analytics';
import { BusModule, CoreModule, type Env } from '@app/core';
import { DatabaseModule } from '@app/database';
import { GithubModule } from '@app/github';
import { GoalsModule } from '@app/goals';
import { HeartbeatsModule } from '@app/heartbeats';
import { OrgsModule } from '@app/orgs';
import { QueueModule } from '@app/queue';
import { UsersModule } from '@app/users';
import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseDumpCommand, DatabaseRestoreCommand } from './database.commands.js';
import { UserClaimCommand, UserInviteCommand, UserResetLinkCommand, UserSetPasswordCommand } from './account.commands.js';
import { GithubRotateKeysCommand } from './github.commands.js';
import { JobsCancelCommand, JobsListCommand } from './job.commands.js';
import { KeyCreateCommand, KeyListCommand, KeyRevokeAllCommand, KeyRevokeCommand } from './key.commands.js';
import { MailTestCommand } from './mail.commands.js';
import { NamesRereadCommand } from './names.commands.js';
import { UserDeleteCommand, UserDisableCommand, UserEnableCommand, UserListCommand } from './manage-users.commands.js';
import { ReportWeeklyCommand } from './report.commands.js';
import { RollupsRebuildCommand } from './rollups.commands.js';
import { UserCreateCommand, UserSetCommand } from './user.commands.js';

/** The command line: what the system does, and the commands. */
@Module({})
export class CliModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: CliModule,
      imports: [
        CoreModule.forRoot(env),
        DatabaseModule.forRoot(env),
        QueueModule.forRoot(env),
        BusModule.forRoot(),
        UsersModule,
        AnalyticsModule,
        HeartbeatsModule,
        GoalsModule,
        GithubModule,
        OrgsModule,
      ],
      providers: [
        UserCreateCommand,
        UserSetCommand,
        UserListCommand,
        UserDisableCommand,
        UserEnableCommand,
        UserDeleteCommand,
        UserClaimCommand,
        UserResetLinkCommand,
        UserInviteCommand,
        UserSetPasswordCommand,
        KeyCreateCommand,
        KeyListCommand,
        KeyRevokeCommand,
        KeyRevokeAllCommand,
        MailTestCommand,
        ReportWeeklyCommand,
        RollupsRebuildCommand,
        NamesRereadCommand,
        GithubRotateKeysCommand,
        JobsListCommand,
        JobsCancelCommand,
        DatabaseDumpCommand,
        DatabaseRestoreCommand,
      ],
    };
  }
}
