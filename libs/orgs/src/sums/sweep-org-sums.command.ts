import { type Actor } from '@app/core';
import { lockBoards, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Has the sums computed of every organization whose members share anything: four times an hour, and at once where what they depend on was marked as changed.
 * One job an organization at a time, whichever worker looks.
 */
export class SweepOrgSums extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

/** Organizations that are looked at at a time: the rest next time. */
const MOST = 200;

const DUE = `
  SELECT o.id
    FROM organizations o
    LEFT JOIN org_sum_states s ON s.org_id = o.id
   WHERE (s.due_at <= now() OR (s.org_id IS NULL AND o.deleted_at IS NULL AND EXISTS (SELECT FROM org_shares x WHERE x.org_id = o.id AND x.level > 0)))
     AND NOT EXISTS (
       SELECT FROM jobs j
        WHERE j.queue = 'orgs' AND j.name = 'compute-org-sums' AND j.state IN ('queued', 'running') AND (j.payload ->> 'orgId')::int = o.id)
   ORDER BY s.due_at NULLS FIRST, o.id
   LIMIT ${MOST}`;

@CommandHandler(SweepOrgSums)
export class SweepOrgSumsHandler implements ICommandHandler<SweepOrgSums> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await lockBoards(em);
      const due = await sql<{ id: number }>(em, DUE);
      await this.jobs.addMany(
        em,
        'orgs',
        'compute-org-sums',
        due.map(({ id: orgId }) => ({ userId: null, payload: { orgId } })),
      );
    });
  }
}
