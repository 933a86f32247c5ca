import { type Actor, Clock } from '@app/core';
import { lockForge, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Adds the jobs that read at GitHub what is due: lists of repositories, and commits. Each list and each repository is read by one job at a time, whoever
 * looks. Forgets what was of the moment.
 */
export class SweepGithub extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

/** Nobody has this id: who adds jobs holds it, so that no two add the same. */
const ANYBODY = 0;
/** Jobs that are added at a time: the rest next time. */
const MOST = 200;
const OF_ONE = 10;
/** What a job did not settle is due again so much later. */
const AGAIN_MS = 3_600_000;
const WEEK_MS = 7 * 86_400_000;

const LISTS = `
  UPDATE forge_connections c
     SET sync_due_at = $2
    FROM (
      SELECT d.user_id, d.id
        FROM forge_connections d
       WHERE d.sync_due_at <= $1 AND d.status = 'connected'
         AND NOT EXISTS (
           SELECT FROM jobs j
            WHERE j.queue = 'github' AND j.name = 'sync-repositories' AND j.user_id = d.user_id AND j.state IN ('queued', 'running'))
       ORDER BY d.sync_due_at
       LIMIT ${MOST}) due
   WHERE c.user_id = due.user_id AND c.id = due.id
  RETURNING c.user_id AS "userId"`;

/** Of a user so many at a time: another one need not wait for two thousand. */
const REPOSITORIES = `
  UPDATE repositories r
     SET sync_due_at = $2
    FROM (
      SELECT d.user_id, d.id, row_number() OVER (PARTITION BY d.user_id ORDER BY d.sync_due_at, d.id) AS place
        FROM repositories d
        JOIN forge_connections c ON c.user_id = d.user_id AND c.id = d.connection_id AND c.status = 'connected'
       WHERE d.sync_due_at <= $1 AND d.deleted_at IS NULL AND d.project IS NOT NULL
         AND NOT EXISTS (
           SELECT FROM jobs j
            WHERE j.queue = 'github' AND j.name = 'sync-repository' AND j.user_id = d.user_id AND j.state IN ('queued', 'running')
              AND (j.payload ->> 'repositoryId')::int = d.id)
       ORDER BY place, d.sync_due_at
       LIMIT ${MOST}) due
   WHERE r.user_id = due.user_id AND r.id = due.id AND due.place <= ${OF_ONE}
  RETURNING r.user_id AS "userId", r.id AS "repositoryId"`;

@CommandHandler(SweepGithub)
export class SweepGithubHandler implements ICommandHandler<SweepGithub> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await lockForge(em, ANYBODY);
      const now = this.clock.now();
      const lists = await sql<{ userId: number }>(em, LISTS, [new Date(now), new Date(now + AGAIN_MS)]);
      await this.jobs.addMany(
        em,
        'github',
        'sync-repositories',
        lists.map(({ userId }) => ({ userId, payload: { userId } })),
      );
      const repositories = await sql<{ userId: number; repositoryId: number }>(em, REPOSITORIES, [new Date(now), new Date(now + AGAIN_MS)]);
      await this.jobs.addMany(
        em,
        'github',
        'sync-repository',
        repositories.map((payload) => ({ userId: payload.userId, payload })),
      );
      await sql(em, 'DELETE FROM forge_states WHERE expires_at <= $1', [new Date(now)]);
      await sql(em, 'DELETE FROM pushed_files WHERE at <= $1', [new Date(now - WEEK_MS)]);
      await sql(em, 'DELETE FROM webhook_deliveries WHERE received_at <= $1', [new Date(now - WEEK_MS)]);
    });
  }
}
