import { randomUUID } from 'node:crypto';
import { repositoryOf } from '@app/analytics';
import { type Actor, Clock, Env } from '@app/core';
import { lockForge, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Connections } from '../connect/connections.js';
import type { ForgePage, ForgeRepository } from '../forge/forge.js';
import { type Caller, GithubClient, PAGE_SIZE } from '../forge/github.client.js';
import { asJob } from '../sync/as-job.js';
import { linkRepositories, markDueRepositories } from './link-repositories.js';

/**
 * Reads the list of a user's repositories at GitHub, links them to projects, and has commits read of those where somebody pushed. What did not change costs
 * GitHub nothing. At most 2,000 repositories, the oldest.
 */
export class SyncRepositories extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

const MOST_PAGES = 20;
/** From one time to the next. */
const PAUSE_MS = 3_600_000;

/** What is known of the list: the ETag of each page. */
interface Known {
  etags: string[];
}

/** A list that was read, or that is what it was. */
interface ReadList {
  etags: string[];
  /** Undefined: nothing changed. */
  repositories: ForgeRepository[] | undefined;
  isWhole: boolean;
}

@CommandHandler(SyncRepositories)
export class SyncRepositoriesHandler implements ICommandHandler<SyncRepositories> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly client: GithubClient,
    private readonly connections: Connections,
  ) {}

  async execute({ userId, context }: SyncRepositories): Promise<void> {
    const work = this.connections.use(userId, context.signal, async (caller, { id }) => {
      const [known] = await sql<Known>(this.em.fork(), KNOWN, [userId, id]);
      const list = await this.read(caller, known?.etags ?? []);
      await this.store(userId, id, list);
    });
    await asJob(work, this.clock, (problem) => sql(this.em.fork(), PROBLEM, [userId, this.env.GITHUB_URL, problem]));
  }

  /** All pages, until one is not full. Where one of them changed, those that did not are read once more, as what is in them is not kept. */
  private async read(caller: Caller, known: readonly string[]): Promise<ReadList> {
    const pages: (ForgePage<ForgeRepository> | undefined)[] = [];
    for (let n = 1; n <= MOST_PAGES; n++) {
      const page = await this.client.repositories(caller, n, known[n - 1] ?? '');
      pages.push(page);
      const isLast = page ? page.items.length < PAGE_SIZE : n >= known.length;
      if (isLast) break;
    }
    if (pages.every((page) => page === undefined) && pages.length === known.length)
      return { etags: [...known], repositories: undefined, isWhole: true };
    const whole: ForgePage<ForgeRepository>[] = [];
    for (const [index, page] of pages.entries()) {
      const read = page ?? (await this.client.repositories(caller, index + 1, ''));
      if (read) whole.push(read);
    }
    return {
      etags: whole.map(({ etag }) => etag),
      repositories: whole.flatMap(({ items }) => items),
      isWhole: (whole.at(-1)?.items.length ?? 0) < PAGE_SIZE,
    };
  }

  private async store(userId: number, connectionId: number, { etags, repositories, isWhole }: ReadList): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await lockForge(em, userId);
      const now = this.clock.now();
      if (repositories) await storeRepositories(em, { userId, connectionId, baseUrl: this.env.GITHUB_URL, now }, repositories);
      if (repositories && isWhole)
        await sql(em, GONE, [userId, connectionId, repositories.map(({ externalId }) => externalId), new Date(now)]);
      await sql(em, SYNCED, [userId, connectionId, etags, new Date(now), new Date(now + PAUSE_MS)]);
      await linkRepositories(em, userId);
      await markDueRepositories(em, userId, now);
    });
  }
}

/** Stores repositories as they are now, each found by its id at GitHub. Where somebody pushed, commits are read. In the caller's transaction, which holds `lockForge`. */
async function storeRepositories(
  em: EntityManager,
  { userId, connectionId, baseUrl, now }: { userId: number; connectionId: number; baseUrl: string; now: number },
  repositories: readonly ForgeRepository[],
): Promise<void> {
  const rows = repositories.map((row) => ({ ...row, publicId: randomUUID(), address: repositoryOf(row.htmlUrl) }));
  await sql(em, STORE, [userId, connectionId, baseUrl, JSON.stringify(rows), new Date(now)]);
}

const KNOWN = 'SELECT etags FROM forge_connections WHERE user_id = $1 AND id = $2';

const PROBLEM = `UPDATE forge_connections SET problem = $3 WHERE user_id = $1 AND provider = 'github' AND base_url = $2 AND status = 'connected'`;

const STORE = `
  WITH given AS MATERIALIZED (
    SELECT DISTINCT ON (g."externalId") g.*
      FROM jsonb_to_recordset($4::jsonb) AS g (
        "externalId" text, "publicId" uuid, "fullName" text, "htmlUrl" text, address text, description text, homepage text, "defaultBranch" text,
        "isPrivate" boolean, "isArchived" boolean, "isFork" boolean, "starCount" int, "forkCount" int, "watchCount" int, "createdAt" float8,
        "pushedAt" float8)
     ORDER BY g."externalId"),
  known AS MATERIALIZED (
    SELECT external_id, id FROM repositories WHERE user_id = $1 AND provider = 'github' AND base_url = $3),
  numbered AS (
    SELECT g.*, coalesce(k.id, (SELECT coalesce(max(id), 0) FROM repositories WHERE user_id = $1)::int
                              + (row_number() OVER (PARTITION BY k.id IS NULL ORDER BY g."externalId"))::int) AS id
      FROM given g
      LEFT JOIN known k ON k.external_id = g."externalId")
  INSERT INTO repositories AS r (user_id, id, public_id, connection_id, provider, base_url, external_id, full_name, html_url, address, description, homepage,
         default_branch, is_private, is_archived, is_fork, star_count, fork_count, watch_count, created_at, pushed_at)
  SELECT $1, n.id, n."publicId", $2, 'github', $3, n."externalId", n."fullName", n."htmlUrl", n.address, n.description, n.homepage, n."defaultBranch",
         n."isPrivate", n."isArchived", n."isFork", n."starCount", n."forkCount", n."watchCount",
         to_timestamp(n."createdAt" / 1000), to_timestamp(n."pushedAt" / 1000)
    FROM numbered n
   ORDER BY n.id
  ON CONFLICT (user_id, provider, base_url, external_id) DO UPDATE
     SET connection_id = excluded.connection_id, full_name = excluded.full_name, html_url = excluded.html_url, address = excluded.address,
         description = excluded.description, homepage = excluded.homepage, default_branch = excluded.default_branch, is_private = excluded.is_private,
         is_archived = excluded.is_archived, is_fork = excluded.is_fork, star_count = excluded.star_count, fork_count = excluded.fork_count,
         watch_count = excluded.watch_count, created_at = excluded.created_at, pushed_at = excluded.pushed_at, deleted_at = NULL,
         sync_due_at = CASE WHEN r.project IS NOT NULL AND excluded.pushed_at IS DISTINCT FROM r.pushed_at THEN $5::timestamptz ELSE r.sync_due_at END`;

const GONE = `
  UPDATE repositories
     SET deleted_at = $4, sync_due_at = NULL
   WHERE user_id = $1 AND connection_id = $2 AND deleted_at IS NULL AND external_id <> ALL($3::text[])`;

const SYNCED = `
  UPDATE forge_connections
     SET etags = $3, last_synced_at = $4, sync_due_at = $5, problem = NULL
   WHERE user_id = $1 AND id = $2 AND status = 'connected'`;
