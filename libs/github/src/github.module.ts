import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { TokenBox } from './connect/token-box.js';

/** GitHub: accounts there, repositories, commits and the time behind them. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [TokenBox],
})
export class GithubModule {}
