import { Module } from '@nestjs/common';
import { DeleteHeartbeatsHandler } from './delete-heartbeats.command.js';
import { Dimensions } from './dimensions.js';
import { GetLastHeartbeatHandler } from './get-last-heartbeat.query.js';
import { IngestHeartbeatsHandler } from './ingest-heartbeats.command.js';
import { Placeholders } from './placeholders.js';

@Module({ providers: [DeleteHeartbeatsHandler, Dimensions, GetLastHeartbeatHandler, IngestHeartbeatsHandler, Placeholders] })
export class HeartbeatsModule {}
