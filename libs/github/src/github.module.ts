import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { SweepCommitTimesHandler } from './commit-times/sweep-commit-times.command.js';
import { TokenBox } from './connect/token-box.js';

/** GitHub: accounts there, repositories, commits and the time behind them. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [SweepCommitTimesHandler, TokenBox],
})
export class GithubModule {}
