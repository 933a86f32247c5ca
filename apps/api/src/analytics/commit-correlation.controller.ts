import { analyticsQuestion, AnalyticsParams } from '@app/compat';
import type { UserActor } from '@app/core';
import { GetCommitCorrelation } from '@app/github';
import { oneself } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import type { CommitCorrelationAnswer } from './commit-correlation.dto.js';
import { toCommitCorrelation } from './commit-correlation.shape.js';

@ApiTags('Analytics')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller('api/v1/users/current/analytics')
export class CommitCorrelationController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get how your coding time and your commits go together. Of at most 366 days. Commits are your own, by author date; the time behind them is that of
   * `…/projects/{project}/commits`.
   *
   * **A pattern is no cause.** More commits on longer days may mean smaller commits, another kind of work or a release. Nothing here says how good or how much
   * work was: do not compare people by it.
   *
   * **Commits per hour** = commits ÷ hours of coding: 4 commits in 2 hours are 2. **Seconds per commit**: of the commits with time, a quarter have at most `p25`,
   * half `median`, three quarters `p75`, between two amounts on a straight line: of 600, 1200 and 2400 s they are 900, 1200 and 1800. **Sessions** are time without a
   * pause over the keystroke timeout; one ends in a commit where a commit is at most 10 minutes from its end: 5 of 8 are 62.5 %. **First edit to commit**: from
   * where the time behind a commit begins to its author date, pauses included: from 09:00 to 10:30 are 5400 s.
   *
   * **Pearson** r = Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² Σ(y − ȳ)²) of the hours x and the commits y of the n days that have either. **Spearman** is the same of their
   * ranks, equal ones sharing the mean. The interval holds the true value in 95 of 100 cases: tanh(atanh r ± 1.96 ÷ √(n − 3)), of ranks ± 1.96 × √(1.06 ÷ (n − 3)).
   * Null of fewer than 14 days, as it would be chance. Example: 14 days with 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8 hours and 0, 0, 1, 1, 3, 2, 4, 3, 5, 4, 6, 5, 8, 6
   * commits: r = 0.88 (0.65 to 0.96), ρ = 0.92 (0.74 to 0.97).
   *
   * **AI**: of the time behind the commits, what was spent with an AI: 1800 of 7200 s are 25 %.
   */
  @Get('commit-correlation')
  async getCommitCorrelation(@CurrentUser() actor: UserActor, @Query() params: AnalyticsParams): Promise<CommitCorrelationAnswer> {
    return toCommitCorrelation(
      await this.queries.execute(new GetCommitCorrelation(actor, oneself(actor), analyticsQuestion(true, params))),
    );
  }
}
