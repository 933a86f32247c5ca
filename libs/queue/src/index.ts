export { JobProcessor } from './job-processor.js';
export { JobQueue } from './job-queue.js';
export type { Jobs } from './jobs.js';
export { QueueModule } from './queue.module.js';
