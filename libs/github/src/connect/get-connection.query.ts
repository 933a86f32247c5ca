import { type Actor, Clock, Env } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ConnectionKind } from './connections.js';

/** How a user's connection to GitHub is. Instants are ms since 1970. */
export interface Connection {
  /** `none`: there never was one. */
  status: 'none' | 'connected' | 'revoked' | 'ended';
  login: string | null;
  kind: ConnectionKind | null;
  scopes: string[];
  connectedAt: number | null;
  expiresAt: number | null;
  lastSyncedAt: number | null;
  /** What is wrong and what to do; null: nothing is. */
  problem: string | null;
  limitLeft: number | null;
  limitResetAt: number | null;
  repositories: number;
  linked: number;
  /** Whether something is read at GitHub now, or about to be. */
  isSyncing: boolean;
  /** When the first of those goes on that GitHub made wait; null: none waits. */
  waitsUntil: number | null;
  /** What this server is set up for. */
  offers: { app: boolean; token: boolean; webhooks: boolean };
}

/** How a user's connection to GitHub is, and what this server is set up for. */
export class GetConnection extends Query<Connection> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const FIND = `
  SELECT c.status, c.login, c.kind, c.scopes, ${msSql('c.connected_at')} AS "connectedAt", ${msSql('c.expires_at')} AS "expiresAt",
         ${msSql('c.last_synced_at')} AS "lastSyncedAt", c.problem, c.limit_left AS "limitLeft", ${msSql('c.limit_reset_at')} AS "limitResetAt",
         r.repositories, r.linked, j.jobs + r.due > 0 OR (c.status = 'connected' AND c.sync_due_at <= $3) AS "isSyncing", j.waits_until AS "waitsUntil"
    FROM forge_connections c
   CROSS JOIN (
     SELECT count(*)::int AS repositories, count(project)::int AS linked, count(*) FILTER (WHERE sync_due_at <= $3)::int AS due
       FROM repositories
      WHERE user_id = $1 AND deleted_at IS NULL) r
   CROSS JOIN (
     SELECT count(*)::int AS jobs, ${msSql("min(due_at) FILTER (WHERE state = 'queued' AND due_at > $3)")} AS waits_until
       FROM jobs
      WHERE queue = 'github' AND user_id = $1 AND state IN ('queued', 'running')) j
   WHERE c.user_id = $1 AND c.provider = 'github' AND c.base_url = $2`;

type Row = Omit<Connection, 'offers'>;

const NONE: Row = {
  status: 'none',
  login: null,
  kind: null,
  scopes: [],
  connectedAt: null,
  expiresAt: null,
  lastSyncedAt: null,
  problem: null,
  limitLeft: null,
  limitResetAt: null,
  repositories: 0,
  linked: 0,
  isSyncing: false,
  waitsUntil: null,
};

@QueryHandler(GetConnection)
export class GetConnectionHandler implements IQueryHandler<GetConnection> {
  constructor(
    private readonly reads: ReadPool,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: GetConnection): Promise<Connection> {
    const { GITHUB_URL, GITHUB_CLIENT_ID, GITHUB_WEBHOOK_SECRET, TOKEN_KEYS } = this.env;
    const [found] = await this.reads.query<Row>({
      name: 'github-connection',
      text: FIND,
      params: [userId, GITHUB_URL, new Date(this.clock.now())],
    });
    const token = TOKEN_KEYS !== undefined;
    return {
      ...(found ?? NONE),
      offers: { app: token && GITHUB_CLIENT_ID !== undefined, token, webhooks: GITHUB_WEBHOOK_SECRET !== undefined },
    };
  }
}
