import { finished } from 'node:stream';
import { DomainError, STRANGER, type UserActor } from '@app/core';
import { Turns } from '@app/database';
import { checkPermission, FindKeyOwner, FindSession, hashOfSecret } from '@app/users';
import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyHashesOf, noValidKey, sessionSecretOf } from './credentials.js';

/** What anybody may make the server read. */
const SMALL = 64 * 1024;
/** 5 MB come in this time over a slow line. */
const LONGEST_UPLOAD_MS = 30_000;
/** Large bodies that are read and stored at once, of one account and of all: each may take tens of megabytes of memory. */
const OF_ONE = { running: 2, waiting: 50, longestMs: 10_000 };
const OF_ALL = { running: 6, waiting: 200, longestMs: 10_000 };

/**
 * Stands before a body that may be large: it is read and parsed only for who sends credentials, and beyond 64 kB (or without a length) only
 * when they are good, may do what is asked, and it is their turn. The look-up is the guard's, remembered for it.
 */
export class BodyGate {
  private readonly turns = new Turns();

  constructor(private readonly queries: QueryBus) {}

  async pass(request: FastifyRequest & { user?: UserActor }, reply: FastifyReply): Promise<void> {
    const hashes = keyHashesOf(request);
    const secret = sessionSecretOf(request);
    if (hashes.length === 0 && secret === undefined) throw noValidKey(request);
    if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL) return;
    const owner = await this.ownerOf(hashes, secret);
    if (!owner) throw noValidKey(request);
    request.user = owner;
    checkPermission(owner, request.method === 'DELETE' ? 'heartbeats:delete' : 'heartbeats:write');
    await this.waitForTurn(`user ${owner.userId}`, reply);
    hurry(request);
  }

  /** The same for what needs no credentials, as its body proves who sends it: a large one waits for its turn among few. */
  async passUnknown(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL) return;
    await this.waitForTurn('strangers', reply);
    hurry(request);
  }

  private async ownerOf(hashes: readonly Buffer[], secret: string | undefined): Promise<UserActor | undefined> {
    const byKey = hashes.length > 0 ? await this.queries.execute(new FindKeyOwner(STRANGER, hashes)) : undefined;
    if (byKey || secret === undefined) return byKey;
    return this.queries.execute(new FindSession(STRANGER, hashOfSecret(secret)));
  }

  /** Until its answer is sent, or its client is gone. Nothing of a body is read before its turn. */
  private async waitForTurn(whose: string, reply: FastifyReply): Promise<void> {
    const left = new AbortController();
    const ends: (() => void)[] = [];
    finished(reply.raw, () => {
      left.abort();
      for (const end of ends.splice(0)) end();
    });
    for (const [name, limits] of [
      [whose, OF_ONE],
      ['all', OF_ALL],
    ] as const) {
      const end = await this.turns.take(name, limits, tooMany, left.signal);
      if (left.signal.aborted) end();
      else ends.push(end);
    }
  }
}

/** A body that has its turn must come: others wait for it. */
function hurry({ raw }: FastifyRequest): void {
  const timer = setTimeout(() => !raw.complete && raw.destroy(), LONGEST_UPLOAD_MS).unref();
  raw.once('close', () => clearTimeout(timer));
}

function tooMany(): DomainError {
  return new DomainError(
    'unavailable',
    'body.busy',
    'Too many large bodies are being read. Send the same request again, or in smaller parts.',
  );
}
