import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { DomainError } from '@app/core';
import { Injectable, Logger } from '@nestjs/common';

const PATIENCE_MS = 10_000;
/** So long after a failed write the database counts as one that cannot write, unless a write succeeds. */
const FAILED_WRITE_MS = 30_000;
const MOST_HELD = 500;
const MOST_HELD_BYTES = 256 * 1024 * 1024;

/**
 * Tries work again while the database is away, for up to 10 s: a restart of the database then costs no client anything. Needed because
 * chronova-cli never sends a refused heartbeat again (contract, fact 11) and a key that cannot be looked up is not a wrong key.
 * It waits whatever is wrong but the data (`mayPass`). The work must be safe to repeat: after a broken connection nobody knows whether it was committed.
 */
@Injectable()
export class DatabaseWaiter {
  private readonly log = new Logger(DatabaseWaiter.name);
  private held = 0;
  private heldBytes = 0;
  private lastWarning = 0;
  private writeFailedAt = -Infinity;

  /** Whether what was written last failed, half a minute ago at most, because the database cannot write: its disk is full, or it is a standby. */
  get cannotWrite(): boolean {
    return Date.now() - this.writeFailedAt < FAILED_WRITE_MS;
  }

  /** As `whenBack`, for work that writes. */
  async whenWritable<T>(work: () => Promise<T>, bytes = 0): Promise<T> {
    const written = await this.whenBack(work, bytes);
    this.writeFailedAt = -Infinity;
    return written;
  }

  /** Runs `work`; `bytes` is what the waiting request keeps in memory. Too many waiting, or 10 s over: `unavailable`. */
  async whenBack<T>(work: () => Promise<T>, bytes = 0): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.noteWhy(error);
      return await this.hold(work, bytes, error, end);
    }
  }

  private async hold<T>(work: () => Promise<T>, bytes: number, first: unknown, end: number): Promise<T> {
    if (this.held >= MOST_HELD || this.heldBytes + bytes > MOST_HELD_BYTES) throw this.giveUp(first);
    this.held++;
    this.heldBytes += bytes;
    try {
      for (let pause = 20, error = first; ; pause = Math.min(pause * 2, 500)) {
        if (Date.now() + pause > end) throw this.giveUp(error);
        await sleep(pause + Math.random() * pause);
        try {
          return await work();
        } catch (next) {
          if (!mayPass(next)) throw next;
          this.noteWhy(next);
          error = next;
        }
      }
    } finally {
      this.held--;
      this.heldBytes -= bytes;
    }
  }

  private noteWhy(error: unknown): void {
    if (refusesWrites(error)) this.writeFailedAt = Date.now();
  }

  private giveUp(cause: unknown): DomainError {
    if (Date.now() - this.lastWarning > 1000) {
      this.lastWarning = Date.now();
      this.log.warn(
        `The database ${this.cannotWrite ? 'cannot write' : 'is away'}, ${this.held} requests wait: ${isNativeError(cause) ? cause.message : String(cause)}`,
      );
    }
    return new DomainError('unavailable', 'database.away', 'The database is away. Nothing was stored; send the same request again.');
  }
}

/**
 * States by which the server says something about itself and nothing about the data: 08 connection, 53 resources (a full disk, too many
 * connections), 57P shut down, crashed, starting, 58 its files, XX its own error (a cluster without one of its nodes), 40 deadlock and
 * serialization, 55P03 lock, 25006 read only, as a standby is.
 */
const PASSING_STATES = /^(08...|53...|57P0[1-5]|58...|XX...|40...|55P03|25006)$/;
/** Errors of the system, of DNS and of TLS. */
const PASSING_CODES = /^(ECONN|ESOCKET|EPIPE|EPROTO|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|ERR_SSL_|ERR_TLS_|ERR_STREAM_)/;
const PASSING_TEXTS =
  /connection terminated|connection ended|connection lost|timeout exceeded when trying to connect|timeout expired|query read timeout|not queryable|closed the connection|SYSCALL error|EOF detected|socket (hang up|disconnected|closed)/i;

/**
 * Whether the same work may succeed a moment later: the database is away, restarting or in trouble of its own, or a deadlock was resolved
 * against us. An error that the data caused is none of these: it is an answer.
 */
export function willPass(error: unknown): boolean {
  for (let e: unknown = error, depth = 0; isNativeError(e) && depth < 5; e = e.cause, depth++) {
    const code = 'code' in e && typeof e.code === 'string' ? e.code : '';
    if (PASSING_STATES.test(code) || PASSING_CODES.test(code) || PASSING_TEXTS.test(e.message)) return true;
    // What a connection to several addresses of one name fails with.
    if ('errors' in e && Array.isArray(e.errors) && e.errors.some(willPass)) return true;
  }
  return false;
}

/** Classes of states that say something about the data: the same request fails again. */
const OF_THE_DATA = /^2[23]...$/;
/** A state of the server, or an error of the system or of TLS: a bug of ours has none of these. */
const OF_SOMETHING_ELSE = /^([0-9A-Z]{5}|E[A-Z]+|CERT_[A-Z_]+|UNABLE_[A-Z_]+|SELF_SIGNED_[A-Z_]+|DEPTH_ZERO_[A-Z_]+)$/;

/**
 * Whether it is worth waiting, when nothing may be lost: whatever is wrong but the data. An administrator may be taking rights away, cancelling
 * statements or restoring tables; nobody can list all that.
 */
export function mayPass(error: unknown): boolean {
  if (willPass(error)) return true;
  const codes = codesOf(error);
  return codes.some((code) => OF_SOMETHING_ELSE.test(code)) && !codes.some((code) => OF_THE_DATA.test(code));
}

/** States of a server that answers and cannot write: 53100 a full disk, 25006 read only. */
const NO_WRITES = new Set(['53100', '25006']);

function refusesWrites(error: unknown): boolean {
  return codesOf(error).some((code) => NO_WRITES.has(code));
}

/** The codes of an error and of what caused it, the outermost first: MikroORM puts PostgreSQL's errors into its own. */
export function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let e: unknown = error, depth = 0; isNativeError(e) && depth < 5; e = e.cause, depth++) {
    if ('code' in e && typeof e.code === 'string') codes.push(e.code);
  }
  return codes;
}
