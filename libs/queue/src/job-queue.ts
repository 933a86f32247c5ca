import { randomUUID } from 'node:crypto';
import { type EntityManager, MikroORM, type TransactionEventArgs } from '@mikro-orm/postgresql';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type ConnectionOptions, type JobsOptions, Queue } from 'bullmq';
import { JobRows, type QueuedJob } from './job-rows.js';
import { type DurableName, isQueue, type NotificationName, type Payload, type QueueName, rulesOf } from './jobs.js';

/** Where the queues are: Redis or the database. */
export const QUEUE_CONNECTION = Symbol('QUEUE_CONNECTION');

const PAUSE_MS = 1_000;
const LONGEST_FAREWELL_MS = 500;
/** What is being sent at most: a queue that is away keeps what it is given, and more would be memory for nothing. */
const MOST_UNDER_WAY = 1_000;

/**
 * The way to have work done in the background. `enqueueOnce` tells of work that is written down elsewhere, `add` writes it down itself.
 * A queue is connected to when it is first used.
 */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  private readonly log = new Logger(JobQueue.name);
  private readonly queues = new Map<QueueName, Queue>();
  /** What was sent within the last second, and whether it was asked for again meanwhile: then it is sent once more when the second is over. */
  private readonly sent = new Map<string, { again: boolean }>();
  /** By transaction: what to tell the queue of when it has committed. */
  private readonly uncommitted = new WeakMap<object, QueuedJob[]>();
  private readonly underWay = new Set<Promise<unknown>>();
  private lastWarning = 0;

  constructor(
    @Inject(QUEUE_CONNECTION) private readonly connection: ConnectionOptions,
    private readonly rows: JobRows,
    orm: MikroORM,
  ) {
    orm.em.getEventManager().registerSubscriber({ afterTransactionCommit: (args) => this.afterCommit(args) });
  }

  /**
   * Sends a notification. Call it after the commit: the rows it is about must be there. The same `once` is sent at most once a second, and
   * again only after the job has begun. Never waits and never fails: the work is written down elsewhere, and a sweep finds it.
   */
  enqueueOnce<Q extends QueueName, N extends NotificationName<Q>>(queue: Q, name: N, payload: Payload<Q, N>, once: string): void {
    const id = `${name}-${once}`;
    const sent = this.sent.get(id);
    if (sent) {
      sent.again = true;
      return;
    }
    const now = { again: false };
    this.sent.set(id, now);
    setTimeout(() => {
      this.sent.delete(id);
      if (now.again) this.enqueueOnce(queue, name, payload, once);
    }, PAUSE_MS).unref();
    this.send(queue, name, payload, { deduplication: { id, keepLastIfActive: true } });
  }

  /**
   * Adds work that must not be lost: a row of `jobs` in the transaction of `em`, so that it is there exactly if that commits. After the
   * commit the queue is told; where that does not get through, a sweep does it. Returns the job's id, for `ListJobs` and `CancelJob`.
   * `userId`: whose work it is.
   */
  async add<Q extends QueueName, N extends DurableName<Q>>(
    em: EntityManager,
    queue: Q,
    name: N,
    payload: Payload<Q, N>,
    userId: number | null = null,
  ): Promise<string> {
    const job = { id: randomUUID(), queue, name, attempts: 0 };
    await this.rows.write(em, job.id, queue, name, payload, userId);
    this.tellAfterCommit(em, [job]);
    return job.id;
  }

  /** Adds work for many users, or of the server itself, as `add` does, in one statement. */
  async addMany<Q extends QueueName, N extends DurableName<Q>>(
    em: EntityManager,
    queue: Q,
    name: N,
    work: readonly { userId: number | null; payload: Payload<Q, N> }[],
  ): Promise<void> {
    const rows = work.map((row) => ({ id: randomUUID(), ...row }));
    await this.rows.writeMany(em, queue, name, rows);
    this.tellAfterCommit(
      em,
      rows.map(({ id }) => ({ id, queue, name, attempts: 0 })),
    );
  }

  /** Adds work as `add` does, in the place of the user's work of the same name that waits or runs: that is cancelled. */
  async replace<Q extends QueueName, N extends DurableName<Q>>(
    em: EntityManager,
    queue: Q,
    name: N,
    payload: Payload<Q, N>,
    userId: number,
  ): Promise<string> {
    await this.rows.cancel(em, queue, name, userId, null);
    return this.add(em, queue, name, payload, userId);
  }

  /** Cancels the user's work of a name that waits or runs: one job or, without an id, all. Returns whether there was any. */
  async cancel<Q extends QueueName>(
    em: EntityManager,
    queue: Q,
    name: DurableName<Q>,
    userId: number,
    id: string | null,
  ): Promise<boolean> {
    return (await this.rows.cancel(em, queue, name, userId, id)) > 0;
  }

  /** Tells the queue of a job whose row is there. As often as you like: a job that the queue knows already is not added twice. */
  tell({ id, queue, name, attempts }: QueuedJob): void {
    if (isQueue(queue)) this.send(queue, name, { id }, { deduplication: { id: `${id}-${attempts}` } });
  }

  /** Waits a moment for what is being sent, then lets the connections go. */
  async onApplicationShutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_FAREWELL_MS)));
    await Promise.race([Promise.allSettled(this.underWay), enough]);
    clearTimeout(timer);
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
  }

  private tellAfterCommit(em: EntityManager, jobs: readonly QueuedJob[]): void {
    const transaction = em.getTransactionContext<object>();
    if (transaction) this.uncommitted.set(transaction, [...(this.uncommitted.get(transaction) ?? []), ...jobs]);
    else for (const job of jobs) this.tell(job);
  }

  private async afterCommit({ transaction }: TransactionEventArgs): Promise<void> {
    const jobs = transaction && this.uncommitted.get(transaction);
    for (const job of jobs ?? []) this.tell(job);
  }

  private send(queue: QueueName, name: string, data: unknown, options: JobsOptions): void {
    if (this.underWay.size >= MOST_UNDER_WAY) {
      this.warn(name, new Error('It is away.'));
      return;
    }
    const sending: Promise<unknown> = this.sendNow(queue, name, data, options)
      .catch((error: unknown) => this.warn(name, error))
      .finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
  }

  private async sendNow(queue: QueueName, name: string, data: unknown, options: JobsOptions): Promise<void> {
    await this.queue(queue).add(name, data, { ...optionsOf(queue, name), ...options });
  }

  private queue(name: QueueName): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = new Queue(name, { connection: this.connection });
    // A queue that loses its connection comes back by itself; without a listener its complaint would end the process.
    queue.on('error', (error) => this.warn(name, error));
    this.queues.set(name, queue);
    return queue;
  }

  private warn(name: string, error: unknown): void {
    if (Date.now() - this.lastWarning < 10_000) return;
    this.lastWarning = Date.now();
    this.log.warn(`The queue does not take ${name}; a sweep finds the work: ${String(error)}`);
  }
}

/** What the queue itself does about a job. A durable one is tried again by its row: the queue only carries its id. */
function optionsOf(queue: QueueName, name: string): JobsOptions {
  const rules = rulesOf(queue, name);
  if (rules?.kind !== 'notification') return { attempts: 1, removeOnComplete: true, removeOnFail: true };
  const { attempts, backoffMs, keepFailed } = rules;
  return { attempts, backoff: { type: 'exponential', delay: backoffMs }, removeOnComplete: true, removeOnFail: keepFailed };
}
