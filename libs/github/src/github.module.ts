import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { SweepCommitTimesHandler } from './commit-times/sweep-commit-times.command.js';
import { GetCommitCorrelationHandler } from './correlation/get-commit-correlation.query.js';
import { GetProjectCommitHandler } from './commits/get-project-commit.query.js';
import { ListProjectCommitsHandler } from './commits/list-project-commits.query.js';
import { ProjectCommits } from './commits/project-commits.js';
import { BeginConnectHandler } from './connect/begin-connect.command.js';
import { ConnectByTokenHandler } from './connect/connect-by-token.command.js';
import { Connections } from './connect/connections.js';
import { DisconnectHandler } from './connect/disconnect.command.js';
import { FinishConnectHandler } from './connect/finish-connect.command.js';
import { GetConnectionHandler } from './connect/get-connection.query.js';
import { TokenBox } from './connect/token-box.js';
import { GithubClient } from './forge/github.client.js';
import { LinkRepositoryHandler } from './repositories/link-repository.command.js';
import { ListRepositoriesHandler } from './repositories/list-repositories.query.js';
import { SyncRepositoryHandler } from './sync/sync-repository.command.js';
import { SyncRepositoriesHandler } from './repositories/sync-repositories.command.js';
import { AskSyncHandler } from './sync/ask-sync.command.js';
import { HandleDeliveryHandler } from './webhooks/handle-delivery.command.js';
import { ReceiveDeliveryHandler } from './webhooks/receive-delivery.command.js';
import { RotateKeysHandler } from './connect/rotate-keys.command.js';
import { SweepGithubHandler } from './sync/sweep-github.command.js';

/** GitHub: accounts there, repositories, commits and the time behind them. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [
    AskSyncHandler,
    BeginConnectHandler,
    ConnectByTokenHandler,
    Connections,
    DisconnectHandler,
    FinishConnectHandler,
    GetConnectionHandler,
    GetProjectCommitHandler,
    GithubClient,
    ListProjectCommitsHandler,
    ProjectCommits,
    HandleDeliveryHandler,
    LinkRepositoryHandler,
    ListRepositoriesHandler,
    SweepCommitTimesHandler,
    ReceiveDeliveryHandler,
    RotateKeysHandler,
    SweepGithubHandler,
    SyncRepositoriesHandler,
    SyncRepositoryHandler,
    GetCommitCorrelationHandler,
    TokenBox,
  ],
})
export class GithubModule {}
