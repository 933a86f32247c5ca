import type { Actor, UserActor } from '@app/core';
import { AskSync, BeginConnect, ConnectByToken, Disconnect, FinishConnect, GetConnection } from '@app/github';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiAuthorized, ApiPublic } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import {
  type GithubAuthAnswer,
  GithubCallbackParams,
  GithubConnectBody,
  type GithubConnectedAnswer,
  type GithubConnectionAnswer,
  type GithubDisconnectedAnswer,
  type GithubSyncAnswer,
  GithubTokenBody,
  toAuth,
  toConnected,
  toConnection,
  toDisconnected,
  toSyncAsked,
} from './github.dto.js';

const NOT_SET_UP =
  'This server is not set up for GitHub. Its administrator can set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, and TOKEN_KEYS: docs/github.md says how.';

/** A user's account at GitHub. */
@ApiTags('GitHub')
@Controller('api/v1/users/current/github')
export class GithubController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Show how your connection to GitHub is. What is wrong, if something is, and what this server offers. */
  @Get()
  @ApiAuthorized('github:read')
  async getGithub(@CurrentUser() actor: UserActor): Promise<GithubConnectionAnswer> {
    return toConnection(await this.queries.execute(new GetConnection(actor, actor.userId)));
  }

  /**
   * Begin to connect your account at GitHub. Open `authorization_url` in a browser and say yes; GitHub sends you back to this server, which keeps your
   * token encrypted and reads your repositories. The state is good once, for ten minutes and for you alone; you may have five at a time. Who is not signed in
   * to Chronova in that browser is shown what to send to `POST …/github/connect`.
   */
  @Post('auth')
  @HttpCode(200)
  @ApiAuthorized('github:manage')
  @ApiRefusedAs(503, 'This server is not set up for GitHub, and the error says what to set; or the database is away.', NOT_SET_UP)
  async beginGithub(@CurrentUser() actor: UserActor): Promise<GithubAuthAnswer> {
    return toAuth(await this.commands.execute(new BeginConnect(actor, actor.userId)));
  }

  /** Connect your account at GitHub by a state and a code. They are in the address that GitHub sent you back to; where you are signed in there, it is done. */
  @Post('connect')
  @HttpCode(200)
  @ApiAuthorized('github:manage')
  @ApiRefused(400)
  @ApiRefusedAs(503, 'This server is not set up for GitHub, GitHub does not answer, or the database is away.', NOT_SET_UP)
  async connectGithub(@CurrentUser() actor: UserActor, @Body() { state, code }: GithubConnectBody): Promise<GithubConnectedAnswer> {
    return toConnected(await this.commands.execute(new FinishConnect(actor, { state, code })));
  }

  /** Connect your account at GitHub by a personal token. It takes the place of what was connected, and is kept encrypted. */
  @Post('token')
  @HttpCode(200)
  @ApiAuthorized('github:manage')
  @ApiRefusedAs(
    400,
    'It is no token, or GitHub does not take it.',
    'token: GitHub does not take this token. Make another one that may read your repositories.',
  )
  @ApiRefusedAs(
    503,
    'TOKEN_KEYS is not set, GitHub does not answer, or the database is away.',
    'GitHub could not be reached. Nothing changed; try again later.',
  )
  async connectGithubByToken(@CurrentUser() actor: UserActor, @Body() { token }: GithubTokenBody): Promise<GithubConnectionAnswer> {
    await this.commands.execute(new ConnectByToken(actor, actor.userId, token));
    return toConnection(await this.queries.execute(new GetConnection(actor, actor.userId)));
  }

  /** Read your repositories and their commits now. Once a minute; by itself it happens every hour and, with webhooks, at each push. */
  @Post('sync')
  @HttpCode(202)
  @ApiAuthorized('github:manage')
  @ApiRefusedAs(409, 'Your account is not connected to GitHub.', 'Your account is not connected to GitHub. Connect it first.')
  async syncGithub(@CurrentUser() actor: UserActor): Promise<GithubSyncAnswer> {
    return toSyncAsked(await this.commands.execute(new AskSync(actor, actor.userId)));
  }

  /**
   * Disconnect your account from GitHub. The token is deleted, and taken away at GitHub where it is of this server's app. Repositories and commits that
   * were read stay, with the time behind them.
   */
  @Delete()
  @ApiAuthorized('github:manage')
  @ApiRefusedAs(404, 'Your account is not connected.', 'Your account is not connected to GitHub.')
  async disconnectGithub(@CurrentUser() actor: UserActor): Promise<GithubDisconnectedAnswer> {
    return toDisconnected(await this.commands.execute(new Disconnect(actor, actor.userId)));
  }
}

/** Where GitHub sends people back to. */
@ApiTags('GitHub')
@Controller('api/v1/github')
export class GithubCallbackController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Finish connecting your account at GitHub. GitHub opens this page with the state that `POST …/github/auth` made. You must be signed in as who made it:
   * a page at GitHub that somebody else began connects nothing. Nobody is signed in: nothing is used up, and the error says how to go on.
   */
  @Get('callback')
  @ApiPublic('github:manage', 'Nothing is connected: the error says how to go on.')
  @ApiRefused(400)
  @ApiRefusedAs(
    401,
    'Nobody is signed in.',
    'Nobody is signed in to Chronova in this browser, so it is not known whose account to connect.',
  )
  @ApiRefusedAs(503, 'This server is not set up for GitHub, GitHub does not answer, or the database is away.', NOT_SET_UP)
  async finishGithub(
    @CurrentActor() actor: Actor,
    @Query() { state = '', code, error }: GithubCallbackParams,
  ): Promise<GithubConnectedAnswer> {
    return toConnected(await this.commands.execute(new FinishConnect(actor, { state, code, error })));
  }
}
