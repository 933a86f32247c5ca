import { Env } from '@app/core';
import { Injectable, SetMetadata } from '@nestjs/common';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** How much somebody may do within a window that begins with the first request. */
export interface Limit {
  requests: number;
  windowMs: number;
  /**
   * Who has a budget of his own. A name is what the body's `email` or `username` says; an account is whom that names, known here or not.
   */
  by: 'key' | 'address' | 'address and name' | 'address and key' | 'account' | 'user';
  /** Only failures stay counted: a success gives the whole budget back. */
  failuresOnly?: true;
  /** Refuses nobody who tries to sign in from where the account has signed in before: others must not lock them out. */
  sparesKnown?: true;
  /** Refuses nobody who signs up with a good invitation: a whole office may have one address. */
  sparesInvited?: true;
  /** What is refused for its fields (400), such as a weak password, does not count. */
  refusedAreFree?: true;
  /** Counted in the process while the server of the counters is away: else that were the moment to guess. */
  always?: true;
}

/** A person may do so much more by all keys together than by one: keys are free, and none may be a way around its budget. */
const KEYS_OF_A_USER = 3;

/** A page shows several pictures at once. */
const PICTURES_OF_A_STRANGER = 5;

/** How many passwords a person may need until one is good. */
const TRIES_OF_A_SIGN_UP = 10;

/** Every budget beside those of keys, with what it is where the environment says nothing. An IPv6 address counts by its /64 network: that is one household. */
const LIMITS = {
  /** What needs no credentials, and requests without any to what needs them. */
  strangers: { requests: 60, windowMs: MINUTE, by: 'address' },
  /** Pictures and pages: a page shows many at once, and they cost next to nothing. */
  pictures: { requests: 600, windowMs: MINUTE, by: 'address' },
  /** What plugins report of their errors. */
  'plugin-errors': { requests: 60, windowMs: HOUR, by: 'address' },
  /** What GitHub tells: it has few addresses. */
  webhooks: { requests: 1_200, windowMs: MINUTE, by: 'address' },
  /** Pictures of somebody's time: what fetches them for the readers of a site has few addresses, and their numbers are kept for minutes. */
  'pictures-of-time': { requests: 300, windowMs: MINUTE, by: 'address' },
  register: { requests: 10, windowMs: HOUR, by: 'address', sparesInvited: true, refusedAreFree: true, always: true },
  /** Those that are refused as well: each costs the weighing of a password. */
  'register-tries': { requests: 100, windowMs: HOUR, by: 'address', sparesInvited: true, always: true },
  /** Each may send a mail. */
  'password-forgot': { requests: 5, windowMs: HOUR, by: 'address', always: true },
  'sign-in': { requests: 10, windowMs: 15 * MINUTE, by: 'address and name', failuresOnly: true, always: true },
  /** One password tried on many accounts. */
  'sign-ins': { requests: 100, windowMs: 15 * MINUTE, by: 'address', sparesKnown: true, always: true },
  /** Many passwords tried on one account, from many addresses and by all its names. */
  'sign-in-account': { requests: 50, windowMs: HOUR, by: 'account', failuresOnly: true, sparesKnown: true, always: true },
  /** Where somebody signed in must say his password again. */
  'password-check': { requests: 10, windowMs: 15 * MINUTE, by: 'user', failuresOnly: true, always: true },
  /** One wrong key, sent again and again: by then its owner has seen the 401. */
  'failed-key': { requests: 60, windowMs: MINUTE, by: 'address and key' },
  /** Many wrong keys: each costs a look-up. */
  'failed-keys': { requests: 600, windowMs: MINUTE, by: 'address' },
} as const satisfies Record<string, Limit>;

export type Bucket = keyof typeof LIMITS | 'key' | 'user' | 'ingest' | 'ingest-user';

const ALWAYS: ReadonlySet<string> = new Set(Object.entries(LIMITS).flatMap(([bucket, limit]) => ('always' in limit ? bucket : [])));

/** Whether a bucket is counted while the server of the counters is away. */
export function isAlwaysCounted(bucket: string): boolean {
  return ALWAYS.has(bucket);
}

/** The limits of this instance. */
@Injectable()
export class Limits {
  private readonly limits: Readonly<Record<Bucket, Limit>>;

  constructor(env: Env) {
    this.limits = {
      ...LIMITS,
      strangers: { ...LIMITS.strangers, requests: env.STRANGER_LIMIT_PER_MINUTE },
      'pictures-of-time': { ...LIMITS['pictures-of-time'], requests: env.STRANGER_LIMIT_PER_MINUTE * PICTURES_OF_A_STRANGER },
      register: { ...LIMITS.register, requests: env.SIGN_UP_LIMIT_PER_HOUR },
      'register-tries': { ...LIMITS['register-tries'], requests: env.SIGN_UP_LIMIT_PER_HOUR * TRIES_OF_A_SIGN_UP },
      'password-forgot': { ...LIMITS['password-forgot'], requests: env.PASSWORD_RESET_LIMIT_PER_HOUR },
      'sign-ins': { ...LIMITS['sign-ins'], requests: env.SIGN_IN_LIMIT_PER_QUARTER_HOUR },
      /** All requests with a good key, or of a signed-in person. */
      key: { requests: env.RATE_LIMIT_PER_HOUR, windowMs: HOUR, by: 'key' },
      user: { requests: env.RATE_LIMIT_PER_HOUR * KEYS_OF_A_USER, windowMs: HOUR, by: 'user' },
      /** Heartbeats with a good key: never refused (contract §2.1), but slowed down beyond this. */
      ingest: { requests: env.INGEST_LIMIT_PER_HOUR, windowMs: HOUR, by: 'key' },
      'ingest-user': { requests: env.INGEST_LIMIT_PER_HOUR * KEYS_OF_A_USER, windowMs: HOUR, by: 'user' },
    };
  }

  /** Undefined: there is no limit. */
  of(bucket: Bucket): Limit | undefined {
    const limit = this.limits[bucket];
    return limit.requests > 0 ? limit : undefined;
  }
}

export const LIMITED_BY = 'limited-by';

/**
 * Counts requests of this route in buckets of its own, one after the other, whatever credentials they carry: a good key is no permission to guess
 * passwords with it.
 * Without this decorator a request counts for its key and its user or, without credentials, for its address among the strangers. Swagger learns of it by
 * `@ApiRefused(429)`, which `@ApiAuthorized` has already.
 */
export const LimitedBy = (...buckets: Bucket[]): MethodDecorator & ClassDecorator => SetMetadata(LIMITED_BY, buckets);

/** A route that machines ask all the time: nothing is counted. */
export const Unlimited = (): MethodDecorator & ClassDecorator => SetMetadata(LIMITED_BY, false);
