import { type Actor, Audited, auditDetails, badParameter } from '@app/core';
import { lockForge, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ForgeAccount, ForgeProblem } from '../forge/forge.js';
import { GithubClient } from '../forge/github.client.js';
import { Connections, toldProblem } from './connections.js';
import { TokenBox } from './token-box.js';

/** Connects a user's account at GitHub by a personal token, in the place of what was connected. Refused: a token that GitHub does not take. */
@Audited<ConnectByToken>(({ userId }) => ({ subjectId: userId }))
export class ConnectByToken extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly token: string,
  ) {
    super();
  }
}

/** Why it is no token, or undefined. */
export function tokenProblem(token: string): string | undefined {
  return /^[\w.-]{8,255}$/.test(token) ? undefined : 'Give a token as GitHub shows it, such as ghp_… or github_pat_….';
}

@CommandHandler(ConnectByToken)
export class ConnectByTokenHandler implements ICommandHandler<ConnectByToken> {
  constructor(
    private readonly em: EntityManager,
    private readonly box: TokenBox,
    private readonly client: GithubClient,
    private readonly connections: Connections,
  ) {}

  async execute({ userId, token }: ConnectByToken): Promise<void> {
    this.box.check();
    const account = await this.accountOf(token);
    const tokens = { token, refreshToken: null, expiresAt: account.expiresAt, scopes: account.scopes };
    await transaction(this.em, async (em) => {
      await lockForge(em, userId);
      await this.connections.save(em, userId, 'token', account, tokens);
      auditDetails({ login: account.login });
    });
  }

  private async accountOf(token: string): Promise<ForgeAccount> {
    try {
      return await this.client.whoAmI({ token, signal: new AbortController().signal });
    } catch (error) {
      if (error instanceof ForgeProblem && (error.trouble === 'revoked' || error.trouble === 'forbidden'))
        throw badParameter('token', 'GitHub does not take this token. Make another one that may read your repositories.');
      throw toldProblem(error);
    }
  }
}
