import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { delayMs, IngestDelay } from './ingest-delay.js';

describe('delayMs', () => {
  it('is nothing within the limit, then more with each request, and 5 s at most', () => {
    expect([1, 99, 100, 101, 150, 199, 200, 201, 1e9].map((n) => delayMs(n, 100))).toEqual([
      0, 0, 0, 50, 2_500, 4_950, 5_000, 5_000, 5_000,
    ]);
  });

  it('never becomes shorter as requests go on', () => {
    const count = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(count, count, (n, limit) => delayMs(n, limit) <= delayMs(n + 1, limit) && (n > limit || delayMs(n, limit) === 0)),
    );
  });
});

describe('IngestDelay', () => {
  const warnings: unknown[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: unknown) => void warnings.push(message));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const MB = 1024 * 1024;
  /** Holds the first request beyond 100: 50 ms. */
  const hold = (delay: IngestDelay, { who = 'key 1', n = 101, bytes = 0 } = {}) => {
    const end = delay.hold(who, n, 100, bytes);
    let passed = false;
    void end.then(() => (passed = true));
    return { end, isHeld: async () => (await settle(), !passed) };
  };
  /** Lets everything go on that does not wait for time to pass. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };

  it('lets pass who is within the limit, and holds others for a while', async () => {
    const delay = new IngestDelay();
    expect(await hold(delay, { n: 100 }).isHeld()).toBe(false);
    const { end, isHeld } = hold(delay);
    expect(await isHeld()).toBe(true);
    await end;
    expect(await isHeld()).toBe(false);
  });

  it('holds 200 at once and lets pass who comes then, until they have gone', async () => {
    const delay = new IngestDelay();
    const held = Array.from({ length: 200 }, () => hold(delay));
    expect(await held.at(-1)?.isHeld()).toBe(true);
    expect(await hold(delay).isHeld()).toBe(false);
    await Promise.all(held.map(({ end }) => end));
    const next = Array.from({ length: 200 }, () => hold(delay));
    expect(await next.at(-1)?.isHeld()).toBe(true);
    expect(await hold(delay).isHeld()).toBe(false);
    await Promise.all(next.map(({ end }) => end));
  });

  it('holds bodies of 64 MB together and lets pass what would be more, until they have gone', async () => {
    const delay = new IngestDelay();
    for (let round = 0; round < 2; round++) {
      const held = [hold(delay, { bytes: 63 * MB }), hold(delay, { bytes: MB })];
      expect(await held[1]?.isHeld()).toBe(true);
      expect(await hold(delay, { bytes: 1 }).isHeld()).toBe(false);
      const empty = hold(delay);
      expect(await empty.isHeld()).toBe(true);
      await Promise.all([...held, empty].map(({ end }) => end));
    }
  });

  it('warns once of each who sends too much, and says of whom and how much', async () => {
    const delay = new IngestDelay();
    await Promise.all([hold(delay, { n: 100 }), hold(delay), hold(delay, { n: 102 }), hold(delay, { who: 'key 2' })].map(({ end }) => end));
    expect(warnings).toEqual([
      'key 1 sent 101 requests of heartbeats within the hour, more than 100: its answers come 50 ms later.',
      'key 2 sent 101 requests of heartbeats within the hour, more than 100: its answers come 50 ms later.',
    ]);
  });
});
