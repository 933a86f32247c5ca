import { repositoryOf } from '@app/analytics';
import { type Actor, Clock, Env } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WebhookEvent } from './webhook-events.js';

/**
 * Does what a webhook asked for: has commits read after a push, keeps what a repository is now, has the repositories read of an account that may read others
 * now. Whoever has the repository is meant. Done before: nothing happens.
 */
export class HandleDelivery extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly deliveryId: string,
  ) {
    super();
  }
}

@CommandHandler(HandleDelivery)
export class HandleDeliveryHandler implements ICommandHandler<HandleDelivery> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  async execute({ deliveryId }: HandleDelivery): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const [found] = await sql<{ payload: WebhookEvent | null }>(em, FIND, [deliveryId]);
      if (!found?.payload) return;
      await this.handle(em, found.payload);
      await sql(em, DONE, [deliveryId]);
    });
  }

  private async handle(em: EntityManager, event: WebhookEvent): Promise<void> {
    const now = new Date(this.clock.now());
    const { GITHUB_URL: url } = this.env;
    if (event.kind === 'push') {
      await sql(em, KEEP_FILES, [url, event.repository, JSON.stringify(event.commits), now]);
      await sql(em, PUSHED, [url, event.repository, now]);
    } else if (event.kind === 'repository') {
      const { externalId, fullName, htmlUrl, defaultBranch, isPrivate, isArchived } = event.repository;
      const present = [fullName, htmlUrl, repositoryOf(htmlUrl), defaultBranch, isPrivate, isArchived];
      await sql(em, CHANGED, [url, externalId, ...present, event.isDeleted ? now : null]);
      await sql(em, LISTS_DUE, [url, externalId, now]);
    } else if (event.isRevoked) await sql(em, REVOKED, [url, event.externalId, REVOKED_TEXT]);
    else await sql(em, ACCOUNT_DUE, [url, event.externalId, now]);
  }
}

const REVOKED_TEXT = 'You took the permission away at GitHub. Connect your account again.';

const FIND = `SELECT payload FROM webhook_deliveries WHERE provider = 'github' AND id = $1 FOR UPDATE`;
const DONE = `UPDATE webhook_deliveries SET payload = NULL WHERE provider = 'github' AND id = $1`;

const KEEP_FILES = `
  INSERT INTO pushed_files (user_id, repository_id, sha, files, at)
  SELECT DISTINCT ON (r.user_id, r.id, c.sha) r.user_id, r.id, c.sha, c.files, $4::timestamptz
    FROM repositories r
   CROSS JOIN jsonb_to_recordset($3::jsonb) AS c (sha text, files text[])
   WHERE r.external_id = $2 AND r.provider = 'github' AND r.base_url = $1 AND r.deleted_at IS NULL AND r.project IS NOT NULL
   ORDER BY r.user_id, r.id, c.sha
  ON CONFLICT (user_id, repository_id, sha) DO NOTHING`;

/** Rows are locked in the order of their key: two deliveries would wait for each other else. */
const PUSHED = `
  WITH meant AS (
    SELECT user_id, id
      FROM repositories
     WHERE external_id = $2 AND provider = 'github' AND base_url = $1 AND deleted_at IS NULL AND project IS NOT NULL
     ORDER BY user_id, id
       FOR UPDATE)
  UPDATE repositories r
     SET sync_due_at = $3, branches_etag = NULL
    FROM meant m
   WHERE r.user_id = m.user_id AND r.id = m.id`;

const CHANGED = `
  WITH meant AS (
    SELECT user_id, id
      FROM repositories
     WHERE external_id = $2 AND provider = 'github' AND base_url = $1
     ORDER BY user_id, id
       FOR UPDATE)
  UPDATE repositories r
     SET full_name = $3, html_url = $4, address = $5, default_branch = $6, is_private = $7, is_archived = $8,
         deleted_at = coalesce($9::timestamptz, r.deleted_at), sync_due_at = CASE WHEN $9::timestamptz IS NULL THEN r.sync_due_at END
    FROM meant m
   WHERE r.user_id = m.user_id AND r.id = m.id`;

const LISTS_DUE = `
  WITH meant AS (
    SELECT c.user_id, c.id
      FROM forge_connections c
     WHERE c.provider = 'github' AND c.base_url = $1 AND c.status = 'connected'
       AND EXISTS (SELECT FROM repositories r WHERE r.user_id = c.user_id AND r.connection_id = c.id AND r.external_id = $2)
     ORDER BY c.user_id, c.id
       FOR UPDATE OF c)
  UPDATE forge_connections c
     SET sync_due_at = $3, etags = '{}'
    FROM meant m
   WHERE c.user_id = m.user_id AND c.id = m.id`;

const ACCOUNT_DUE = `
  UPDATE forge_connections
     SET sync_due_at = $3
   WHERE provider = 'github' AND base_url = $1 AND external_id = $2 AND status = 'connected'`;

const REVOKED = `
  UPDATE forge_connections
     SET status = 'revoked', problem = $3, token_enc = NULL, refresh_enc = NULL, key_id = NULL, sync_due_at = NULL
   WHERE provider = 'github' AND base_url = $1 AND external_id = $2 AND status = 'connected' AND kind = 'app'`;
