import { describe, expect, it } from '@jest/globals';
import { Clock } from '@app/core';
import { MemoryCounters } from './limit-counters.js';

const HOUR = 3_600_000;

class SetClock extends Clock {
  at = 1_795_000_000_000;

  override now(): number {
    return this.at;
  }
}

describe('counters in the process', () => {
  const clock = new SetClock();
  const hit = async (counters: MemoryCounters, key: string, bucket = 'key') =>
    (await counters.increment(key, HOUR, 2, HOUR, bucket)).totalHits;

  it('count within a window that begins with the first', async () => {
    const counters = new MemoryCounters(clock);
    expect([await hit(counters, 'a'), await hit(counters, 'a'), await hit(counters, 'b')]).toEqual([1, 2, 1]);
    clock.at += HOUR - 500;
    expect(await counters.increment('a', HOUR, 2, HOUR, 'key')).toEqual({
      totalHits: 3,
      timeToExpire: 0.5,
      isBlocked: true,
      timeToBlockExpire: 0.5,
    });
    clock.at += 500;
    expect(await hit(counters, 'a')).toBe(1);
  });

  it('lock nobody out for longer when the clock is set back', async () => {
    const counters = new MemoryCounters(clock);
    await hit(counters, 'a');
    clock.at -= 24 * HOUR;
    expect(await hit(counters, 'a')).toBe(1);
  });

  it('take no more memory from ever more addresses, and no other bucket loses by it', async () => {
    const counters = new MemoryCounters(clock);
    await hit(counters, 'first', 'strangers');
    await hit(counters, 'first', 'key');
    for (let n = 0; n < 20_000; n++) await hit(counters, `address ${n}`, 'strangers');
    expect([await hit(counters, 'first', 'strangers'), await hit(counters, 'first', 'key')]).toEqual([1, 2]);
  });
});
