import { loadEnv } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { type Bucket, type Limit, Limits } from './limits.js';

const DATABASE_URL = 'postgres://ada@localhost/time';
const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('limits', () => {
  const limits = new Limits(loadEnv({ DATABASE_URL, RATE_LIMIT_PER_HOUR: '5000', INGEST_LIMIT_PER_HOUR: '0' }));

  // What the documentation promises. Who loosens a guard against guessing says so here too.
  it.each<[Bucket, number, number, string, boolean, Partial<Limit>?]>([
    ['strangers', 60, MINUTE, 'address', false],
    ['pictures', 600, MINUTE, 'address', false],
    ['register', 10, HOUR, 'address', false, { always: true, sparesInvited: true, refusedAreFree: true }],
    ['register-tries', 100, HOUR, 'address', false, { always: true, sparesInvited: true }],
    ['password-forgot', 5, HOUR, 'address', false, { always: true }],
    ['sign-in', 10, 15 * MINUTE, 'address and name', true, { always: true }],
    ['sign-ins', 100, 15 * MINUTE, 'address', false, { always: true, sparesKnown: true }],
    ['sign-in-account', 50, HOUR, 'account', true, { always: true, sparesKnown: true }],
    ['password-check', 10, 15 * MINUTE, 'user', true, { always: true }],
    ['failed-key', 60, MINUTE, 'address and key', false],
    ['failed-keys', 600, MINUTE, 'address', false],
    ['key', 5000, HOUR, 'key', false],
    ['user', 15_000, HOUR, 'user', false],
  ])('%s: %d in %d ms by %s; only failures stay counted: %s', (bucket, requests, windowMs, by, failuresOnly, more = {}) => {
    expect(limits.of(bucket)).toEqual({ requests, windowMs, by, ...(failuresOnly && { failuresOnly }), ...more });
  });

  it('of addresses are what the environment sets', () => {
    const set = {
      SIGN_UP_LIMIT_PER_HOUR: '30',
      SIGN_IN_LIMIT_PER_QUARTER_HOUR: '0',
      PASSWORD_RESET_LIMIT_PER_HOUR: '7',
      STRANGER_LIMIT_PER_MINUTE: '90',
    };
    const others = new Limits(loadEnv({ DATABASE_URL, ...set }));
    const buckets = ['register', 'register-tries', 'sign-ins', 'password-forgot', 'strangers'] as const;
    expect(buckets.map((bucket) => others.of(bucket)?.requests)).toEqual([30, 300, undefined, 7, 90]);
  });

  it('are none where the environment sets 0, and the environment sets each of its two apart', () => {
    expect(limits.of('ingest')).toBeUndefined();
    const others = new Limits(loadEnv({ DATABASE_URL, RATE_LIMIT_PER_HOUR: '0', INGEST_LIMIT_PER_HOUR: '1' }));
    expect([others.of('key'), others.of('user'), limits.of('ingest-user')]).toEqual([undefined, undefined, undefined]);
    expect(others.of('ingest')).toEqual({ requests: 1, windowMs: HOUR, by: 'key' });
    expect(others.of('ingest-user')).toEqual({ requests: 3, windowMs: HOUR, by: 'user' });
  });
});
