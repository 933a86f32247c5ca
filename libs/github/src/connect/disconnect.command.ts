import { type Actor, Audited, DomainError, Env } from '@app/core';
import { lockForge, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GithubClient } from '../forge/github.client.js';
import { Connections } from './connections.js';

/**
 * Ends a user's connection: its tokens are deleted, and taken away at GitHub where they are of this server's app. Repositories and commits that were read
 * stay. Returns whether GitHub took the token away. Not found: there is no connection.
 */
@Audited<Disconnect>(({ userId }) => ({ subjectId: userId }))
export class Disconnect extends Command<{ isRevoked: boolean }> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

/** GitHub is waited for so long: the tokens here are deleted all the same. */
const LONGEST_MS = 10_000;

const END = `
  UPDATE forge_connections
     SET status = 'ended', problem = NULL, token_enc = NULL, refresh_enc = NULL, key_id = NULL, expires_at = NULL, scopes = '{}', sync_due_at = NULL
   WHERE user_id = $1 AND provider = 'github' AND base_url = $2 AND status <> 'ended'
  RETURNING id`;
const FORGET_STATES = 'DELETE FROM forge_states WHERE user_id = $1';
const REST_REPOSITORIES = 'UPDATE repositories SET sync_due_at = NULL WHERE user_id = $1 AND connection_id = $2';

@CommandHandler(Disconnect)
export class DisconnectHandler implements ICommandHandler<Disconnect> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly client: GithubClient,
    private readonly connections: Connections,
  ) {}

  async execute({ userId }: Disconnect): Promise<{ isRevoked: boolean }> {
    const found = await this.connections.tokenOf(userId);
    await transaction(this.em, async (em) => {
      await lockForge(em, userId);
      const [ended] = await sql<{ id: number }>(em, END, [userId, this.env.GITHUB_URL]);
      if (!ended) throw new DomainError('not-found', 'github.not-connected', 'Your account is not connected to GitHub.');
      await sql(em, FORGET_STATES, [userId]);
      await sql(em, REST_REPOSITORIES, [userId, ended.id]);
    });
    if (!found || found.kind === 'token' || this.env.GITHUB_CLIENT_ID === undefined) return { isRevoked: false };
    return this.client.revoke({ token: found.token, signal: AbortSignal.timeout(LONGEST_MS) }).then(
      () => ({ isRevoked: true }),
      () => ({ isRevoked: false }),
    );
  }
}
