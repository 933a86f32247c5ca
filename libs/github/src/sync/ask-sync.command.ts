import { type Actor, Clock, DomainError, Env } from '@app/core';
import { lockForge, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkRepositories } from '../repositories/link-repositories.js';

/**
 * Has a user's repositories, and the commits of those that are linked to a project, read now. Returns when it may be asked for again, ms since 1970. Refused:
 * it was asked for within the last minute, or there is no connection.
 */
export class AskSync extends Command<{ againAt: number }> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const PAUSE_MS = 60_000;

const FIND = `
  SELECT id, floor(extract(epoch FROM sync_asked_at) * 1000)::float8 AS "askedAt", status, problem
    FROM forge_connections
   WHERE user_id = $1 AND provider = 'github' AND base_url = $2`;
const ASKED = 'UPDATE forge_connections SET sync_asked_at = $3, sync_due_at = $3 WHERE user_id = $1 AND id = $2';
const DUE = `
  UPDATE repositories
     SET sync_due_at = $2
   WHERE user_id = $1 AND deleted_at IS NULL AND project IS NOT NULL`;

interface Found {
  id: number;
  askedAt: number | null;
  status: string;
  problem: string | null;
}

@CommandHandler(AskSync)
export class AskSyncHandler implements ICommandHandler<AskSync> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  execute({ userId }: AskSync): Promise<{ againAt: number }> {
    return transaction(this.em, async (em) => {
      await lockForge(em, userId);
      const [found] = await sql<Found>(em, FIND, [userId, this.env.GITHUB_URL]);
      const now = this.clock.now();
      refuse(found, now);
      await sql(em, ASKED, [userId, found?.id, new Date(now)]);
      await linkRepositories(em, userId);
      await sql(em, DUE, [userId, new Date(now)]);
      return { againAt: now + PAUSE_MS };
    });
  }
}

function refuse(found: Found | undefined, now: number): void {
  if (found?.status !== 'connected')
    throw new DomainError(
      'conflict',
      'github.not-connected',
      found?.problem ?? 'Your account is not connected to GitHub. Connect it first.',
    );
  const wait = found.askedAt === null ? 0 : found.askedAt + PAUSE_MS - now;
  if (wait > 0)
    throw new DomainError('too-many', 'github.asked', `A sync was asked for a moment ago. Ask again in ${Math.ceil(wait / 1000)} seconds.`);
}
