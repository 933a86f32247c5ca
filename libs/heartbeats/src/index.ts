export { DeleteHeartbeats } from './delete-heartbeats.command.js';
export { GetLastHeartbeat, type LastHeartbeat } from './get-last-heartbeat.query.js';
export { HeartbeatsModule } from './heartbeats.module.js';
export { IngestHeartbeats, type IngestOrigin, type IngestResult } from './ingest-heartbeats.command.js';
export { headerText } from './parse-heartbeat.js';
export { EnqueueReread } from './reread/enqueue-reread.command.js';
export { RereadNames } from './reread/reread-names.command.js';
export { SweepNames } from './reread/sweep-names.command.js';
export { idOfSent } from './sent-id.js';
