import { Module } from '@nestjs/common';
import { GetAllTimeHandler } from './get-all-time.query.js';
import { GetDurationsHandler } from './get-durations.query.js';
import { GetStatsHandler } from './get-stats.query.js';
import { GetSummariesHandler } from './get-summaries.query.js';
import { ListHeartbeatsHandler } from './list-heartbeats.query.js';
import { RebuildRollUpsHandler } from './rebuild-roll-ups.command.js';
import { RollUpUserHandler } from './roll-up-user.command.js';
import { SweepRollUpsHandler } from './sweep-roll-ups.command.js';
import { TimeReader } from './time-reader.js';

@Module({
  providers: [
    GetAllTimeHandler,
    GetDurationsHandler,
    GetStatsHandler,
    GetSummariesHandler,
    ListHeartbeatsHandler,
    RebuildRollUpsHandler,
    RollUpUserHandler,
    SweepRollUpsHandler,
    TimeReader,
  ],
})
export class AnalyticsModule {}
