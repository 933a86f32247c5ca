export { JobProcessor } from './job-processor.js';
export { JobQueue } from './job-queue.js';
export type { JobName, Jobs, QueueName } from './jobs.js';
export { QueueModule } from './queue.module.js';
