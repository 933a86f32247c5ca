/** What happens when a job fails, and how long one may take. */
interface JobBehaviour {
  /** How often it is tried in all. */
  attempts: number;
  /** ms before the second try; each further one waits twice as long. */
  backoffMs: number;
  /** ms that a try waits at most; left out: no bound. */
  longestBackoffMs?: number;
  /** ms after which it is aborted and counts as failed. */
  timeoutMs: number;
}

/**
 * A job that only tells of work which is written down elsewhere: it may be lost, run twice, late and out of order. Sent by
 * `JobQueue.enqueueOnce`.
 */
export interface Notification<P> extends JobBehaviour {
  kind: 'notification';
  /** How many failed ones the queue keeps, to be looked at. Finished ones are not kept. */
  keepFailed: number;
  /** For the compiler alone: what `notification()` was told. */
  payload?: P;
}

/**
 * A job that must not be lost: a row of `jobs`, written in the transaction that asks for it, by `JobQueue.add`. It can be watched and
 * cancelled. It too may run twice: a worker may die after the work and before it could say so.
 */
export interface DurableJob<P> extends JobBehaviour {
  kind: 'durable';
  /** Days that its row is kept after the end. */
  keepDays: number;
  /** For the compiler alone: what `durable()` was told. */
  payload?: P;
}

const notification = <P>(rules: Omit<Notification<P>, 'kind'>): Notification<P> => ({ kind: 'notification', ...rules });
const durable = <P>(rules: Omit<DurableJob<P>, 'kind'>): DurableJob<P> => ({ kind: 'durable', ...rules });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** In days: of what there is much of, or it would be all that a list of jobs shows. */
const TWO_HOURS = 2 / 24;

/**
 * Every job there is, by queue and name. A payload holds ids only: what they stand for is read when the job runs. `concurrency` is how many
 * jobs of a queue one worker runs at a time; a job that needs a number of its own has a queue of its own.
 */
export const CATALOGUE = {
  rollups: {
    concurrency: 2,
    jobs: {
      /** Makes the roll-ups of a user current. Sent when many of the user's days became dirty at once. */
      'roll-up-user': notification<{ userId: number }>({ attempts: 3, backoffMs: 5 * SECOND, timeoutMs: 30 * MINUTE, keepFailed: 100 }),
    },
  },
  rebuilds: {
    concurrency: 1,
    jobs: {
      /** Computes all roll-ups of a user anew; of everyone where `userId` is null. */
      'rebuild-roll-ups': durable<{ userId: number | null }>({ attempts: 10, backoffMs: 10 * SECOND, timeoutMs: 24 * HOUR, keepDays: 30 }),
      /** Reads again what an older version than `version` read from user agents, of a user; of everyone where `userId` is null. */
      'reread-names': durable<{ userId: number | null; version: number }>({
        attempts: 10,
        backoffMs: 10 * SECOND,
        timeoutMs: 24 * HOUR,
        keepDays: 30,
      }),
    },
  },
  rules: {
    concurrency: 2,
    jobs: {
      /** Applies a user's rules on the entity to the heartbeats that are there. */
      'apply-rules': durable<{ userId: number }>({ attempts: 10, backoffMs: 10 * SECOND, timeoutMs: 12 * HOUR, keepDays: 30 }),
    },
  },
  reports: {
    concurrency: 4,
    jobs: {
      /** Mails a user's report of a week (`2026-W47`). The tries last for three days; after that it is not sent any more. */
      'send-weekly-report': durable<{ userId: number; week: string }>({
        attempts: 80,
        backoffMs: MINUTE,
        longestBackoffMs: HOUR,
        timeoutMs: 5 * MINUTE,
        keepDays: TWO_HOURS,
      }),
    },
  },
  boards: {
    concurrency: 1,
    jobs: {
      /** Computes the time of everybody on a leaderboard whose entries are older than `since`, ms since 1970. */
      'compute-leaders': durable<{ since: number }>({ attempts: 5, backoffMs: 10 * SECOND, timeoutMs: HOUR, keepDays: TWO_HOURS }),
      /** Computes the statistics of the instance over one range. */
      'compute-instance-stats': durable<{ range: string }>({ attempts: 5, backoffMs: 10 * SECOND, timeoutMs: HOUR, keepDays: TWO_HOURS }),
    },
  },
  orgs: {
    concurrency: 1,
    jobs: {
      /** Computes the sums of an organization that may be shown. */
      'compute-org-sums': durable<{ orgId: number }>({ attempts: 5, backoffMs: 10 * SECOND, timeoutMs: 6 * HOUR, keepDays: TWO_HOURS }),
    },
  },
  github: {
    concurrency: 3,
    jobs: {
      /** Reads the list of a user's repositories at GitHub. */
      'sync-repositories': durable<{ userId: number }>({
        attempts: 8,
        backoffMs: 10 * SECOND,
        longestBackoffMs: HOUR,
        timeoutMs: HOUR,
        keepDays: 1,
      }),
      /** Reads what is new in the branches of a repository. */
      'sync-repository': durable<{ userId: number; repositoryId: number }>({
        attempts: 8,
        backoffMs: 10 * SECOND,
        longestBackoffMs: HOUR,
        timeoutMs: 2 * HOUR,
        keepDays: 1,
      }),
      /** Does what a webhook asks for. */
      'handle-delivery': durable<{ deliveryId: string }>({
        attempts: 5,
        backoffMs: 5 * SECOND,
        timeoutMs: 5 * MINUTE,
        keepDays: TWO_HOURS,
      }),
    },
  },
};

export type QueueName = keyof typeof CATALOGUE;
type JobsOf<Q extends QueueName> = (typeof CATALOGUE)[Q]['jobs'];
export type JobName<Q extends QueueName> = keyof JobsOf<Q> & string;

/** What a job of this queue and name carries. */
export type Payload<Q extends QueueName, N extends JobName<Q>> = JobsOf<Q>[N] extends Notification<infer P> | DurableJob<infer P>
  ? P
  : never;

/** The queue's jobs that `enqueueOnce` takes. */
export type NotificationName<Q extends QueueName> = {
  [N in JobName<Q>]: JobsOf<Q>[N] extends Notification<unknown> ? N : never;
}[JobName<Q>];
/** The queue's jobs that `add` takes. */
export type DurableName<Q extends QueueName> = { [N in JobName<Q>]: JobsOf<Q>[N] extends DurableJob<unknown> ? N : never }[JobName<Q>];

/** The rules of a job; undefined for a name that the queue has not. */
export function rulesOf(queue: QueueName, name: string): Notification<unknown> | DurableJob<unknown> | undefined {
  return new Map<string, Notification<unknown> | DurableJob<unknown>>(Object.entries(CATALOGUE[queue].jobs)).get(name);
}

/** Whether this version knows the queue. */
export function isQueue(name: string): name is QueueName {
  return Object.hasOwn(CATALOGUE, name);
}

/** ms to wait before the next try after `attempts` failed ones. */
export function backoffOf({ backoffMs, longestBackoffMs = Number.POSITIVE_INFINITY }: JobBehaviour, attempts: number): number {
  return Math.min(longestBackoffMs, backoffMs * 2 ** Math.max(0, attempts - 1));
}

/** What `@Processor` is told of a queue besides its name. */
export function workerOf(queue: QueueName): { concurrency: number } {
  return { concurrency: CATALOGUE[queue].concurrency };
}
