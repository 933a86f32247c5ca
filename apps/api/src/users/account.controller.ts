import { type Actor, Env, type UserActor } from '@app/core';
import {
  ChangeEmail,
  ChangePassword,
  ClaimAccount,
  type Client,
  RegisterUser,
  RequestPasswordReset,
  ResendConfirmation,
  ResetPassword,
  SignIn,
  SignOut,
  VerifyEmail,
} from '@app/users';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { CurrentActor, CurrentUser, Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { csrfTokenOf } from '../http/csrf.js';
import { CallingClient, giveSession, takeSession } from '../http/session-cookie.js';
import {
  ChangeEmailBody,
  ChangePasswordBody,
  ClaimBody,
  type CsrfAnswer,
  ForgotPasswordBody,
  type LoginAnswer,
  LoginBody,
  type MessageAnswer,
  RegisterBody,
  ResetPasswordBody,
  toCsrf,
  toLogin,
  toPasswords,
  toReset,
  toSignedOut,
  toSignUp,
  VerifyEmailBody,
} from './account.dto.js';

@ApiTags('Account')
@ApiRefused(429)
@Controller('api/auth')
export class AccountController {
  constructor(
    private readonly commands: CommandBus,
    private readonly env: Env,
  ) {}

  /**
   * Sign up. Where the server does not let everybody, it takes an invitation. The answer is the same where the address has an
   * account already; then its owner gets a mail. Sign in next.
   */
  @Public('The same as everybody: REGISTRATION says who may sign up.')
  @LimitedBy('register-tries', 'register')
  @Post('register')
  @ApiRefused(400, 409)
  @ApiRefusedAs(403, 'Signing up needs an invitation, or is closed.', 'Nobody can sign up here. Ask the administrator for an account.')
  async register(@CurrentActor() actor: Actor, @Body() body: RegisterBody): Promise<MessageAnswer> {
    return this.commands.execute(new RegisterUser(actor, toSignUp(body))).then(() => ({
      message: 'Welcome. If a mail asks you to confirm the address, do that first; then sign in with your address and password.',
    }));
  }

  /**
   * Sign in. Makes an API key, named for the client and the day, and a session, whose cookie a browser keeps; no other key or session ends,
   * until there are 100 keys: then the one of a sign-in that was used least recently does.
   */
  @Public('The same as everybody: an address and its password are the credentials.')
  @LimitedBy('sign-ins', 'sign-in', 'sign-in-account')
  @Post('login')
  @HttpCode(200)
  @ApiRefusedAs(
    401,
    'The address or the password is wrong, or the account is disabled: nobody can tell which.',
    'The e-mail address or the password is wrong.',
  )
  @ApiRefused(400, 409)
  async login(
    @CurrentActor() actor: Actor,
    @Body() { email, password }: LoginBody,
    @CallingClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginAnswer> {
    return toLogin(giveSession(reply, this.env, await this.commands.execute(new SignIn(actor, email, password, client))));
  }

  /** Sign out. Ends the session or key that asks, with the key or session of the same sign-in, and nothing else. */
  @ApiAuthorized('account:change')
  @Post('logout')
  @HttpCode(200)
  async logout(@CurrentUser() actor: UserActor, @Res({ passthrough: true }) reply: FastifyReply): Promise<MessageAnswer> {
    return toSignedOut(takeSession(reply, this.env, actor, await this.commands.execute(new SignOut(actor))));
  }

  /** Ask for a mail with a link to set a new password. The answer is the same for every address. */
  @Public('The same as everybody: whether an address has an account is never said.')
  @LimitedBy('password-forgot')
  @Post('password/forgot')
  @HttpCode(202)
  @ApiRefused(400)
  @ApiRefusedAs(503, 'This server cannot send mails; `error` says what its administrator must set.')
  async forgotPassword(@CurrentActor() actor: Actor, @Body() { email }: ForgotPasswordBody): Promise<MessageAnswer> {
    return this.commands.execute(new RequestPasswordReset(actor, email)).then(() => ({
      message:
        'If this address has an account, there is a link to set a new password: in a mail, or with the person who runs this server. It works for an hour.',
    }));
  }

  /** Set a new password by the link that was mailed. Every session and every key made by signing in ends, with `revoke_keys` every key. */
  @Public('The same as everybody: the secret of the mailed link is the credential.')
  @Post('password/reset')
  @HttpCode(200)
  @ApiRefused(400)
  async resetPassword(@CurrentActor() actor: Actor, @Body() body: ResetPasswordBody): Promise<MessageAnswer> {
    return this.commands.execute(new ResetPassword(actor, body.token, body.password, body.revoke_keys ?? false)).then(() => toReset(body));
  }

  /** Set a new password in place of the current one. Every other session and every other key made by signing in ends. */
  @ApiAuthorized('account:change')
  @LimitedBy('password-check')
  @Post('password/change')
  @HttpCode(200)
  @ApiRefused(400)
  async changePassword(@CurrentUser() actor: UserActor, @Body() body: ChangePasswordBody): Promise<MessageAnswer> {
    return this.commands
      .execute(new ChangePassword(actor, toPasswords(body)))
      .then(() => ({ message: 'Done. Every other sign-in has ended.' }));
  }

  /**
   * Ask for another e-mail address. A mail with a link goes to the new one, and the present one is told. Nothing changes before the link is
   * opened, within a day. The answer is the same for every address.
   */
  @ApiAuthorized('account:change')
  @LimitedBy('password-check')
  @Post('email/change')
  @HttpCode(202)
  @ApiRefused(400)
  async changeEmail(@CurrentUser() actor: UserActor, @Body() { email, password }: ChangeEmailBody): Promise<MessageAnswer> {
    return this.commands.execute(new ChangeEmail(actor, email, password)).then(() => ({
      message: 'Look for the mail at the new address, and open its link within a day. Until then the present address stays.',
    }));
  }

  /** Ask for the mail that confirms an address again. At most once in ten minutes. The answer is the same for every address. */
  @Public('The same as everybody: whether an address has an account is never said.')
  @LimitedBy('password-forgot')
  @Post('email/resend')
  @HttpCode(202)
  @ApiRefused(400)
  @ApiRefusedAs(503, 'This server cannot send mails; `error` says what its administrator must set.')
  async resendConfirmation(@CurrentActor() actor: Actor, @Body() { email }: ForgotPasswordBody): Promise<MessageAnswer> {
    return this.commands.execute(new ResendConfirmation(actor, email)).then(() => ({
      message: 'If this address waits to be confirmed, there is a mail with a new link. It works for three days.',
    }));
  }

  /** Confirm an address by the link that was mailed to it. One that was asked for becomes the account's. */
  @Public('The same as everybody: the secret of the mailed link is the credential.')
  @Post('email/verify')
  @HttpCode(200)
  @ApiRefused(400)
  async verifyEmail(@CurrentActor() actor: Actor, @Body() { token }: VerifyEmailBody): Promise<MessageAnswer> {
    return this.commands.execute(new VerifyEmail(actor, token)).then(() => ({ message: 'Thank you, the address is confirmed.' }));
  }

  /** Give an account its address and password by a printed link. `npm run cli -- user:claim` prints it, for the owner and others without both. */
  @Public('The same as everybody: the secret of the printed link is the credential.')
  @Post('claim')
  @HttpCode(200)
  @ApiRefused(400, 409)
  async claimAccount(@CurrentActor() actor: Actor, @Body() { token, email, password, username }: ClaimBody): Promise<MessageAnswer> {
    return this.commands
      .execute(new ClaimAccount(actor, { token, email, password, username: username ?? undefined }))
      .then(() => ({ message: 'Done. The account is yours: sign in with this address and password.' }));
  }

  /** Get a CSRF token. A change by the session's cookie must carry it as the header X-CSRF-Token. */
  @ApiAuthorized('account:read')
  @Get('csrf')
  getCsrfToken(@Req() request: FastifyRequest): CsrfAnswer {
    return toCsrf(csrfTokenOf(request));
  }
}
