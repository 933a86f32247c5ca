import { readFileSync } from 'node:fs';
import path from 'node:path';
import { applyDecorators, Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/auth.js';
import { policyOf } from '../http/headers.js';
import { LimitedBy } from '../http/limits.js';

const POLICY = policyOf({ 'script-src': ["'self'"], 'style-src': ["'self'"], 'connect-src': ["'self'"] });

/** The files of this folder that browsers get, read once: one that is missing stops the start. */
const RESET = read('pages/reset.html');
const FORGOT = read('pages/forgot.html');
const LOGIN = read('pages/login.html');
const VERIFY = read('pages/verify.html');
const CLAIM = read('pages/claim.html');
const REGISTER = read('pages/register.html');
const SCRIPT = read('browser/account.js');
const STYLE = read('browser/account.css');

function read(file: string): string {
  return readFileSync(path.join(import.meta.dirname, file), 'utf8');
}

/** The address of a page holds a secret: it is kept nowhere, and told to no other site. */
const ServePage = (name: string): MethodDecorator =>
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

/**
 * What links in mails and on the command line lead to, for a person with only a browser. Reading a page changes nothing. What a page is asked
 * with is read by its script alone, so a page is the same for everybody.
 */
@ApiExcludeController()
@Public()
@LimitedBy('pictures')
@Controller('account')
export class AccountPagesController {
  @ServePage('reset')
  showReset(): string {
    return RESET;
  }

  @ServePage('forgot')
  showForgot(): string {
    return FORGOT;
  }

  @ServePage('login')
  showLogin(): string {
    return LOGIN;
  }

  @ServePage('verify')
  showVerify(): string {
    return VERIFY;
  }

  @ServePage('claim')
  showClaim(): string {
    return CLAIM;
  }

  @ServePage('register')
  showRegister(): string {
    return REGISTER;
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
