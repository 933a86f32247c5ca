import type { LoggerService } from '@nestjs/common';
import { messageContext } from './message-context.js';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

/**
 * Structured lines on stdout. Never log tokens, keys, passwords, e-mail addresses or file paths of users; `masked` is for those that are in
 * the errors of others.
 */
export function createLogger(level: string, name: string, out?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    name,
    base: { name, pid: process.pid },
    serializers: { err: toLogged },
    hooks: { streamWrite: masked },
    // Which request a line is about, however deep below the entry point it is written.
    mixin: () => {
      const requestId = messageContext.getStore()?.requestId;
      return requestId === undefined ? {} : { requestId };
    },
  };
  return out ? pino(options, out) : pino(options);
}

/** Of an error what helps to find its cause. The database adds whole rows to its errors (`detail`, `where`): those stay out. */
function toLogged(error: Error): Record<string, unknown> {
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, ...('code' in error && { code: error.code }) };
}

/** None of them repeats without bound: a long line would otherwise take time by the square of its length. */
const SECRETS: readonly [RegExp, string][] = [
  // In addresses, where credentials are accepted (contract §1.1) and links carry them.
  [/\b(api(?:_|%5f)key|access(?:_|%5f)token|token)=[^&\s"'\\]+/gi, '$1=***'],
  [/\bwaka_[0-9a-f]{8}-[0-9a-f-]{27}/gi, 'waka_***'],
  // Of GitHub.
  [/\b(gh[a-z]_|github_pat_)\w{16,}/g, '$1***'],
  [/\bchro_[\w-]{43}/g, 'chro_***'],
  [/\b(bearer|basic) +[\w.~+/=-]{8,}/gi, '$1 ***'],
  [/\$argon2[^\s"'\\]+/g, '***'],
  // The password of a database, a Redis or a mail server.
  [/(:\/\/[^:/?#\s"@]{0,256}):[^/?#\s"@]{1,512}@/g, '$1:***@'],
  [/[^\s"'()<>,;:=/\\@]{1,254}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,63}/gi, '***@***'],
];

/** A text without the secrets that it may hold: keys, tokens, passwords, e-mail addresses. */
export function masked(text: string): string {
  return SECRETS.reduce((line, [secret, mask]) => line.replace(secret, mask), text);
}

/** Nest's own log lines through pino: its chatter while booting, which is text, is debug; what we say with fields is info. */
export class NestLogger implements LoggerService {
  constructor(private readonly out: Logger) {}

  log(message: unknown, context?: string): void {
    if (typeof message === 'object' && message !== null) this.out.info({ context, ...message });
    else this.out.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.out.warn({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const err = message instanceof Error ? message : rest.find((r) => r instanceof Error);
    this.out.error({ context: rest.findLast((r) => typeof r === 'string'), err }, String(message));
  }

  /**
   * `message` may be an object: its `msg` is the text, the rest are fields of the line. Or a function that makes it, which runs only if the
   * line is written.
   */
  debug(message: unknown, context?: string): void {
    if (!this.out.isLevelEnabled('debug')) return;
    if (typeof message === 'function') return this.debug(message(), context);
    if (typeof message === 'object' && message !== null) this.out.debug({ context, ...message });
    else this.out.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.out.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.out.fatal({ context }, String(message));
  }
}
