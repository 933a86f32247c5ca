import { applyDecorators, Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { PAGES, SCRIPT, STYLE } from './account-pages.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The address of a page holds a secret: it is kept nowhere, and told to no other site. */
const ServePage = (name: keyof typeof PAGES): MethodDecorator =>
  applyDecorators(
    Get(name),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('cache-control', 'no-store'),
    Header('referrer-policy', 'no-referrer'),
    Header('x-content-type-options', 'nosniff'),
    Header('content-security-policy', POLICY),
  );

const ServeFile = (name: string, type: string): MethodDecorator =>
  applyDecorators(
    Get(name),
    Header('content-type', `${type}; charset=utf-8`),
    // Asked for anew each time: a new page must not meet an old script.
    Header('cache-control', 'no-cache'),
    Header('x-content-type-options', 'nosniff'),
  );

/** What links in mails and on the command line lead to, for a person with only a browser. Reading a page changes nothing. */
@ApiExcludeController()
@Public()
@LimitedBy('pictures')
@Controller('account')
export class AccountPagesController {
  @ServePage('reset')
  showReset(): string {
    return PAGES.reset;
  }

  @ServePage('forgot')
  showForgot(): string {
    return PAGES.forgot;
  }

  @ServePage('login')
  showLogin(): string {
    return PAGES.login;
  }

  @ServePage('verify')
  showVerify(): string {
    return PAGES.verify;
  }

  @ServePage('claim')
  showClaim(): string {
    return PAGES.claim;
  }

  @ServePage('register')
  showRegister(): string {
    return PAGES.register;
  }

  @ServeFile('account.js', 'text/javascript')
  getScript(): string {
    return SCRIPT;
  }

  @ServeFile('account.css', 'text/css')
  getStyle(): string {
    return STYLE;
  }
}
