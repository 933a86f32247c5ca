import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { SweepCommitTimesHandler } from './commit-times/sweep-commit-times.command.js';
import { GetProjectCommitHandler } from './commits/get-project-commit.query.js';
import { ListProjectCommitsHandler } from './commits/list-project-commits.query.js';
import { ProjectCommits } from './commits/project-commits.js';
import { TokenBox } from './connect/token-box.js';

/** GitHub: accounts there, repositories, commits and the time behind them. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [GetProjectCommitHandler, ListProjectCommitsHandler, ProjectCommits, SweepCommitTimesHandler, TokenBox],
})
export class GithubModule {}
