import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Work that must not be lost: what is asked for, how far it is and how it ended. Written by libs/queue, in the transaction of the command that asks for it.
 * Its key does not begin with `user_id`: it is the system's list of work, found by the id that the queue carries, and some of it is nobody's.
 * It stays small, so it has no further index.
 */
const JobSchema = defineEntity({
  name: 'Job',
  tableName: 'jobs',
  properties: {
    id: p.uuid().primary(),
    /** Queue and name as in libs/queue/src/jobs.ts. */
    queue: p.text(),
    name: p.text(),
    payload: p.json(),
    /** Whose work it is; null: the system's. */
    userId: p.integer().nullable(),
    /** `queued`, `running`, `done`, `failed` or `cancelled`. */
    state: p.text().default('queued'),
    /** How often it was begun; also tells a run from one that another worker took over. */
    attempts: p.integer().default(0),
    /** Progress, in whatever the job counts; 0 of 0: not known yet. */
    done: p.integer().default(0),
    total: p.integer().default(0),
    /** Why the last try failed. */
    error: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    /** Not tried before. */
    dueAt: p.datetime().defaultRaw('now()'),
    startedAt: p.datetime().nullable(),
    /** When its worker last said that it is at it. */
    aliveAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    cancelRequestedAt: p.datetime().nullable(),
  },
});

export class Job extends JobSchema.class {}
JobSchema.setClass(Job);
