import { hash } from 'node:crypto';
import { type Actor, Audited, Clock, DomainError, Env, publicUrl } from '@app/core';
import { sql, transaction } from '@app/database';
import { hashOfSecret, newSecret } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GithubClient } from '../forge/github.client.js';
import { TokenBox } from './token-box.js';

/** Where a user goes to connect an account. */
export interface BegunConnect {
  authorizationUrl: string;
  /** What GitHub sends back with them: good once, for this user, until `expiresAt` (ms since 1970). */
  state: string;
  expiresAt: number;
}

/** Begins to connect a user's account at GitHub, by the app of this server. Unavailable: the server has none. The newest five attempts of a user are good. */
@Audited<BeginConnect>(({ userId }) => ({ subjectId: userId }))
export class BeginConnect extends Command<BegunConnect> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const GOOD_MS = 10 * 60_000;
const MOST = 5;

const REMEMBER = 'INSERT INTO forge_states (hash, user_id, expires_at) VALUES ($1, $2, $3)';
const FORGET = `
  DELETE FROM forge_states
   WHERE expires_at <= $2
      OR (user_id = $1 AND hash NOT IN (SELECT hash FROM forge_states WHERE user_id = $1 ORDER BY expires_at DESC LIMIT ${MOST}))`;

@CommandHandler(BeginConnect)
export class BeginConnectHandler implements ICommandHandler<BeginConnect> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly box: TokenBox,
    private readonly client: GithubClient,
  ) {}

  async execute({ userId }: BeginConnect): Promise<BegunConnect> {
    checkApp(this.env);
    const { shown: state } = newSecret();
    const challenge = hash('sha256', verifierOf(this.box, state), 'base64url');
    const expiresAt = this.clock.now() + GOOD_MS;
    await transaction(this.em, async (em) => {
      await sql(em, REMEMBER, [hashOfSecret(state), userId, new Date(expiresAt)]);
      await sql(em, FORGET, [userId, new Date(this.clock.now())]);
    });
    return { authorizationUrl: this.client.authorizationUrl(state, challenge, callbackUrl(this.env)), state, expiresAt };
  }
}

/** RFC 7636: only this server can tell it from the state, so it need not be kept. */
export function verifierOf(box: TokenBox, state: string): string {
  return box.secretOf(`pkce ${state}`);
}

/** Where GitHub sends people back to. */
export function callbackUrl(env: Env): string {
  return `${publicUrl(env)}/api/v1/github/callback`;
}

/** Refuses what only an app at GitHub can do. */
export function checkApp({ GITHUB_CLIENT_ID: id, TOKEN_KEYS: keys }: Env): void {
  const missing = [
    ...(id === undefined ? ['GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET'] : []),
    ...(keys === undefined ? ['TOKEN_KEYS'] : []),
  ];
  if (missing.length === 0) return;
  throw new DomainError(
    'unavailable',
    'github.not-set-up',
    `This server is not set up for GitHub. Its administrator can set ${missing.join(', and ')}: docs/github.md says how.`,
  );
}
