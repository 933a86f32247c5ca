export { CancelJob } from './cancel-job.command.js';
export { type JobContext, UNWATCHED } from './job-context.js';
export { type JobHandlers, JobProcessor } from './job-processor.js';
export { JobQueue } from './job-queue.js';
export { workerOf } from './jobs.js';
export { type ListedJob, ListJobs } from './list-jobs.query.js';
export { PutOff } from './put-off.js';
export { QueueModule } from './queue.module.js';
export { SweepJobs } from './sweep-jobs.command.js';
