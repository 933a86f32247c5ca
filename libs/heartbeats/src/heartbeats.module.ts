import { Module } from '@nestjs/common';
import { DeleteHeartbeatsHandler } from './delete-heartbeats.command.js';
import { Dimensions } from './dimensions.js';
import { GetLastHeartbeatHandler } from './get-last-heartbeat.query.js';
import { IngestHeartbeatsHandler } from './ingest-heartbeats.command.js';
import { Placeholders } from './placeholders.js';
import { EnqueueRereadHandler } from './reread/enqueue-reread.command.js';
import { RereadNamesHandler } from './reread/reread-names.command.js';
import { RereadUser } from './reread/reread-user.js';
import { SweepNamesHandler } from './reread/sweep-names.command.js';

@Module({
  providers: [
    DeleteHeartbeatsHandler,
    Dimensions,
    GetLastHeartbeatHandler,
    IngestHeartbeatsHandler,
    Placeholders,
    EnqueueRereadHandler,
    RereadNamesHandler,
    RereadUser,
    SweepNamesHandler,
  ],
})
export class HeartbeatsModule {}
