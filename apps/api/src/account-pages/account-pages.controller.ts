import { type Actor, basePath, Env, type UserActor } from '@app/core';
import { CheckLink, GetUser, type LinkState } from '@app/users';
import {
  applyDecorators,
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Post,
  Redirect,
  Req,
  UseFilters,
} from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor, Needs, Public } from '../http/auth.js';
import { policyOf } from '../http/headers.js';
import { LimitedBy } from '../http/limits.js';
import { type AccountState, toAccountState } from './account-state.js';
import { LinkBody } from './account-link.dto.js';
import { fileOf, PAGES, SCRIPTS } from './files.js';
import { NoSuchPageFilter } from './no-such-page.filter.js';

const POLICY = policyOf({ 'script-src': ["'self'"], 'style-src': ["'self'"], 'connect-src': ["'self'"] });

/** The address of a page holds a secret: it is kept nowhere, and told to no other site. */
const ServePages = (...names: string[]): MethodDecorator =>
  applyDecorators(
    Get(names),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('cache-control', 'no-store'),
    Header('referrer-policy', 'no-referrer'),
    Header('x-content-type-options', 'nosniff'),
    Header('content-security-policy', POLICY),
  );

const ServeFiles = (type: string, ...names: string[]): MethodDecorator =>
  applyDecorators(
    Get(names),
    Header('content-type', `${type}; charset=utf-8`),
    // Asked for anew each time: a new page must not meet an old script.
    Header('cache-control', 'no-cache'),
    Header('x-content-type-options', 'nosniff'),
  );

function isSignedIn(actor: Actor): actor is UserActor {
  return actor.by.kind === 'session';
}

/**
 * What links in mails and on the command line lead to, and signing in and out, for a person with only a browser. Reading a page changes
 * nothing. What a page is asked with is read by its script alone, so a page is the same for everybody.
 */
@ApiExcludeController()
@Public()
@LimitedBy('pictures')
@Controller('account')
export class AccountPagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  @Get()
  @Redirect()
  redirectToLogin(): { url: string } {
    return { url: `${basePath(this.env)}/account/login` };
  }

  @ServePages(...PAGES)
  showPage(@Req() request: FastifyRequest): string {
    return fileOf(request);
  }

  @ServeFiles('text/javascript', ...SCRIPTS)
  getScript(@Req() request: FastifyRequest): string {
    return fileOf(request);
  }

  @ServeFiles('text/css', 'account.css')
  getStyle(@Req() request: FastifyRequest): string {
    return fileOf(request);
  }

  /** Who may sign up here, and who is signed in by this browser's cookie: what the pages cannot know by themselves. A key says nobody's name. */
  @Needs('account:read')
  @Get('state')
  @Header('cache-control', 'no-store')
  async getState(@CurrentActor() actor: Actor): Promise<AccountState> {
    return toAccountState(this.env, isSignedIn(actor) ? await this.queries.execute(new GetUser(actor, actor.userId)) : undefined);
  }

  /** Whether the link that led to a page still works: a page says so before its form is filled in. The secret is in no address. */
  @LimitedBy('strangers')
  @Post('link')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async checkLink(@CurrentActor() actor: Actor, @Body() { kind, secret }: LinkBody): Promise<LinkState> {
    return this.queries.execute(new CheckLink(actor, kind, secret));
  }

  /** Whoever mistyped an address gets a page that leads on; programs get the refusal of everywhere. */
  @Get('*')
  @UseFilters(NoSuchPageFilter)
  refuse(): never {
    throw new NotFoundException();
  }
}
