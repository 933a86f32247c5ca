import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Structured lines on stdout. Never log tokens, keys, passwords, e-mail addresses or file paths of users. */
export function createLogger(level: string, name: string): Logger {
  return pino({ level, name, base: { name, pid: process.pid } });
}

/** Nest's own log lines through pino: its chatter while booting is debug. */
export class NestLogger implements LoggerService {
  constructor(private readonly out: Logger) {}

  log(message: unknown, context?: string): void {
    this.out.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.out.warn({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const err = message instanceof Error ? message : rest.find((r) => r instanceof Error);
    this.out.error({ context: rest.at(-1), err }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.out.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.out.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.out.fatal({ context }, String(message));
  }
}
