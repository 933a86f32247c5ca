import { Clock, DomainError, Env } from '@app/core';
import { lockForge, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type ForgeAccount, type ForgeLimit, ForgeProblem, type ForgeTokens } from '../forge/forge.js';
import { type Caller, GithubClient } from '../forge/github.client.js';
import { TokenBox } from './token-box.js';

/** How a user gave access: by an OAuth App, by a GitHub App (tokens expire and are renewed), or with a token of their own. */
export type ConnectionKind = 'oauth' | 'app' | 'token';

/** A connection by which GitHub can be asked. */
export interface OpenConnection {
  id: number;
  kind: ConnectionKind;
  login: string;
  token: string;
}

interface Stored {
  id: number;
  kind: ConnectionKind;
  login: string;
  tokenEnc: Buffer | null;
  refreshEnc: Buffer | null;
  keyId: string | null;
  /** ms since 1970. */
  expiresAt: number | null;
}

/** A token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 5 * 60_000;

const FIND = `
  SELECT id, kind, login, token_enc AS "tokenEnc", refresh_enc AS "refreshEnc", key_id AS "keyId",
         floor(extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt"
    FROM forge_connections
   WHERE user_id = $1 AND provider = 'github' AND base_url = $2 AND status = 'connected'`;

/** The next id is counted under `lockForge`. */
const SAVE = `
  INSERT INTO forge_connections AS c (user_id, id, provider, base_url, external_id, login, kind, token_enc, refresh_enc, key_id, expires_at, scopes, emails,
         status, connected_at, sync_due_at, etags)
  SELECT $1, coalesce((SELECT max(id) FROM forge_connections WHERE user_id = $1), 0) + 1, 'github', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'connected', $12, $12, '{}'
  ON CONFLICT (user_id, provider, base_url) DO UPDATE
     SET external_id = excluded.external_id, login = excluded.login, kind = excluded.kind, token_enc = excluded.token_enc,
         refresh_enc = excluded.refresh_enc, key_id = excluded.key_id, expires_at = excluded.expires_at, scopes = excluded.scopes,
         emails = excluded.emails, status = 'connected', problem = NULL, connected_at = excluded.connected_at, sync_due_at = excluded.sync_due_at,
         etags = '{}', limit_left = NULL, limit_reset_at = NULL
  RETURNING id`;

const SEAL = `
  UPDATE forge_connections
     SET token_enc = $3, refresh_enc = $4, key_id = $5, expires_at = $6
   WHERE user_id = $1 AND id = $2`;

const REVOKED = `
  UPDATE forge_connections
     SET status = 'revoked', problem = $3, token_enc = NULL, refresh_enc = NULL, key_id = NULL, sync_due_at = NULL
   WHERE user_id = $1 AND id = $2 AND status = 'connected'`;

const LIMIT = `
  UPDATE forge_connections
     SET limit_left = $3, limit_reset_at = $4
   WHERE user_id = $1 AND id = $2`;

/** Accounts at GitHub that users connected, and their tokens: nobody else reads or writes those. */
@Injectable()
export class Connections {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly box: TokenBox,
    private readonly client: GithubClient,
  ) {}

  /** Keeps an account with its tokens, in the place of the one before, and has its repositories read. In the caller's transaction, which holds `lockForge`. */
  async save(em: EntityManager, userId: number, kind: ConnectionKind, account: ForgeAccount, tokens: ForgeTokens): Promise<void> {
    const sealed = this.sealed(userId, tokens);
    await sql(em, SAVE, [
      userId,
      this.env.GITHUB_URL,
      account.externalId,
      account.login,
      kind,
      sealed.token,
      sealed.refresh,
      sealed.keyId,
      dateOf(tokens.expiresAt ?? account.expiresAt),
      tokens.scopes.length > 0 ? tokens.scopes : account.scopes,
      account.emails,
      new Date(this.clock.now()),
    ]);
  }

  /**
   * Runs `work` by a user's connection. What GitHub says of the limit is kept, and where it takes the token no more, the connection ends and tells why.
   * Undefined: the user has no connection.
   */
  async use<T>(
    userId: number,
    signal: AbortSignal,
    work: (caller: Caller, connection: OpenConnection) => Promise<T>,
  ): Promise<T | undefined> {
    const stored = await this.find(this.em.fork(), userId);
    if (!stored) return undefined;
    let limit: ForgeLimit | undefined;
    try {
      const connection = await this.opened(userId, stored, signal);
      return await work({ token: connection.token, signal, onLimit: (now) => (limit = now.left === null ? limit : now) }, connection);
    } catch (error) {
      if (error instanceof ForgeProblem && error.trouble === 'revoked')
        await sql(this.em.fork(), REVOKED, [userId, stored.id, error.message]);
      throw error;
    } finally {
      if (limit) await sql(this.em.fork(), LIMIT, [userId, stored.id, limit.left, dateOf(limit.resetAt)]);
    }
  }

  /** The token that a user's connection has, to be taken away at GitHub; undefined: it has none that can be read. */
  async tokenOf(userId: number): Promise<{ kind: ConnectionKind; token: string } | undefined> {
    const stored = await this.find(this.em.fork(), userId);
    const token = stored && this.open(userId, stored.tokenEnc, stored.keyId, 'token');
    return stored && token !== undefined ? { kind: stored.kind, token } : undefined;
  }

  private async find(em: EntityManager, userId: number): Promise<Stored | undefined> {
    const [found] = await sql<Stored>(em, FIND, [userId, this.env.GITHUB_URL]);
    return found;
  }

  private async opened(userId: number, stored: Stored, signal: AbortSignal): Promise<OpenConnection> {
    const ending = stored.expiresAt !== null && stored.expiresAt < this.clock.now() + RENEW_BEFORE_MS;
    const current = ending && stored.refreshEnc ? await this.renewed(userId, signal) : stored;
    const token = this.open(userId, current.tokenEnc, current.keyId, 'token');
    if (token === undefined) throw lostToken();
    return { id: current.id, kind: current.kind, login: current.login, token };
  }

  /** One renewal at a time: GitHub takes each refresh token once. Whoever waited finds it done. */
  private renewed(userId: number, signal: AbortSignal): Promise<Stored> {
    return this.em.fork().transactional(async (em) => {
      await lockForge(em, userId);
      const stored = await this.find(em, userId);
      if (!stored) throw lostToken();
      if (stored.expiresAt === null || stored.expiresAt >= this.clock.now() + RENEW_BEFORE_MS) return stored;
      const refresh = this.open(userId, stored.refreshEnc, stored.keyId, 'refresh');
      if (refresh === undefined) throw lostToken();
      const tokens = await this.client.refreshed(refresh, signal);
      const sealed = this.sealed(userId, tokens);
      await sql(em, SEAL, [userId, stored.id, sealed.token, sealed.refresh, sealed.keyId, dateOf(tokens.expiresAt)]);
      return { ...stored, tokenEnc: sealed.token, refreshEnc: sealed.refresh, keyId: sealed.keyId, expiresAt: tokens.expiresAt };
    });
  }

  private sealed(userId: number, { token, refreshToken }: ForgeTokens): { token: Buffer; refresh: Buffer | null; keyId: string } {
    const refresh = refreshToken === null ? null : this.box.seal(refreshToken, placeOf(userId, 'refresh')).bytes;
    const { bytes, keyId } = this.box.seal(token, placeOf(userId, 'token'));
    return { token: bytes, refresh, keyId };
  }

  private open(userId: number, bytes: Buffer | null, keyId: string | null, what: 'token' | 'refresh'): string | undefined {
    return bytes === null || keyId === null ? undefined : this.box.open({ bytes, keyId }, placeOf(userId, what));
  }
}

/** Where a token is kept: one that was copied to another user opens nothing. */
export function placeOf(userId: number, what: 'token' | 'refresh'): string {
  return `forge_connections/${userId}/${what}`;
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function lostToken(): ForgeProblem {
  return new ForgeProblem('revoked', 'The token can no longer be read. Connect your account again.');
}

/** What a person is told of trouble with GitHub while they wait. */
export function toldProblem(error: unknown): unknown {
  if (!(error instanceof ForgeProblem)) return error;
  return new DomainError('unavailable', `github.${error.trouble}`, `${error.message} Nothing changed; try again later.`);
}
