/**
 * Every job there is, by queue and name, with its payload: ids only, because a job may run twice, late and out of order.
 */
export interface Jobs {
  rollups: { 'roll-up-user': { userId: number } };
}

export type QueueName = keyof Jobs;

/** Their names, to register them by. */
export const QUEUES: readonly QueueName[] = ['rollups'];

export type JobName<Q extends QueueName> = keyof Jobs[Q] & string;
