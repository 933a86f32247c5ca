import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { mapInTurns } from './in-turns.js';

/** Work of some milliseconds that nothing can interrupt. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('mapInTurns', () => {
  it('maps every item, in order', async () => {
    const items = Array.from({ length: 1000 }, (_, n) => n);
    expect(await mapInTurns(items, (n) => n * 2)).toEqual(items.map((n) => n * 2));
    expect(await mapInTurns([], () => 1)).toEqual([]);
  });

  it('lets others work in between', async () => {
    const order: string[] = [];
    const mapping = mapInTurns(['a', 'b', 'c'], (item) => {
      work(20);
      order.push(item);
    });
    const other = setImmediate().then(() => order.push('other'));
    await Promise.all([mapping, other]);
    expect(order.indexOf('other')).toBeLessThan(order.length - 1);
  });
});
