import { type Actor, Audited, auditDetails, auditSubject, Clock, DomainError, Env } from '@app/core';
import { lockForge, sql, transaction } from '@app/database';
import { hashOfSecret } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ForgeAccount, ForgeProblem, type ForgeTokens } from '../forge/forge.js';
import { GithubClient } from '../forge/github.client.js';
import { callbackUrl, checkApp, verifierOf } from './begin-connect.command.js';
import { Connections, toldProblem } from './connections.js';
import { TokenBox } from './token-box.js';

/** What GitHub sends somebody back with. */
export interface SentBack {
  state: string;
  code?: string | undefined;
  /** Why there is no code. */
  error?: string | undefined;
}

/**
 * Connects the account at GitHub of who comes back from there, and returns its name. The state is good once, and for the user alone who made it: else
 * whoever opens a page at GitHub that somebody sent them would give that one their repositories. Unauthenticated: nobody is signed in; the state stays good.
 * Refused: a state that is not good, a code that is not, and who said no at GitHub.
 */
@Audited<FinishConnect>(() => ({}))
export class FinishConnect extends Command<{ login: string }> {
  constructor(
    readonly actor: Actor,
    readonly sentBack: SentBack,
  ) {
    super();
  }
}

const TAKE = 'DELETE FROM forge_states WHERE hash = $1 AND expires_at > $2 AND user_id = $3 RETURNING user_id AS "userId"';

@CommandHandler(FinishConnect)
export class FinishConnectHandler implements ICommandHandler<FinishConnect> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly box: TokenBox,
    private readonly client: GithubClient,
    private readonly connections: Connections,
  ) {}

  async execute({ actor, sentBack: { state, code, error } }: FinishConnect): Promise<{ login: string }> {
    checkApp(this.env);
    if (actor.userId === null) throw notSignedIn();
    // Before GitHub is asked, and for good: a state is used once, whatever comes of it.
    const [taken] = await sql<{ userId: number }>(this.em.fork(), TAKE, [hashOfSecret(state), new Date(this.clock.now()), actor.userId]);
    if (!taken)
      throw new DomainError(
        'invalid',
        'github.state',
        'This way to GitHub was used, is older than ten minutes or is another user’s. Begin again.',
      );
    if (code === undefined) throw refused(error);
    const { userId } = taken;
    auditSubject(userId);
    const { account, tokens } = await this.ask(code, state);
    return transaction(this.em, async (em) => {
      await lockForge(em, userId);
      await this.connections.save(em, userId, tokens.refreshToken === null ? 'oauth' : 'app', account, tokens);
      auditDetails({ login: account.login });
      return { login: account.login };
    });
  }

  private async ask(code: string, state: string): Promise<{ account: ForgeAccount; tokens: ForgeTokens }> {
    const { signal } = new AbortController();
    try {
      const tokens = await this.client.tokensFor(code, verifierOf(this.box, state), callbackUrl(this.env), signal);
      return { tokens, account: await this.client.whoAmI({ token: tokens.token, signal }) };
    } catch (error) {
      if (error instanceof ForgeProblem && (error.trouble === 'forbidden' || error.trouble === 'revoked'))
        throw new DomainError('invalid', 'github.code', 'GitHub did not take the code that it sent. Begin again.');
      throw toldProblem(error);
    }
  }
}

function notSignedIn(): DomainError {
  return new DomainError(
    'unauthenticated',
    'github.signed-out',
    'Nobody is signed in to Chronova in this browser, so it is not known whose account to connect. Sign in and open this page again; or send the state and the code of its address with your key: POST /api/v1/users/current/github/connect.',
  );
}

function refused(error: string | undefined): DomainError {
  const text = error === 'access_denied' ? 'You did not allow it at GitHub, so nothing is connected.' : 'GitHub sent no code.';
  return new DomainError('invalid', 'github.refused', `${text} Begin again to connect your account.`);
}
