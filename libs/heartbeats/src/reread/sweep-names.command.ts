import type { Actor } from '@app/core';
import { lockNames, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { READER_VERSION } from './reader-version.js';

/**
 * After an upgrade: has what an older version read be read again, in a job, once. A job that somebody cancelled, or that failed for good, is
 * not added again until the next version; `names:reread` does it.
 */
export class SweepNames extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@CommandHandler(SweepNames)
export class SweepNamesHandler implements ICommandHandler<SweepNames> {
  /** What is read from now on is read by this version, so one look without a finding is enough. */
  private isCurrent = false;

  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<void> {
    if (this.isCurrent) return;
    await this.em.fork().transactional(async (em) => {
      await lockNames(em);
      const [found] = await sql<{ has_old: boolean; has_job: boolean }>(em, FIND, [READER_VERSION]);
      this.isCurrent = found?.has_old === false;
      if (found?.has_old && !found.has_job) await this.jobs.add(em, 'rebuilds', 'reread-names', { userId: null, version: READER_VERSION });
    });
  }
}

const FIND = `
  SELECT EXISTS (SELECT 1 FROM user_agents WHERE reader_version < $1 LIMIT 1) AS has_old,
         EXISTS (
           SELECT FROM jobs
            WHERE name = 'reread-names' AND user_id IS NULL AND (payload ->> 'version')::int = $1 AND state <> 'done') AS has_job`;
