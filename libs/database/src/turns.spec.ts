import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

const LIMITS = { running: 2, waiting: 2, longestMs: 60_000 };
const refusal = (): DomainError => new DomainError('too-many', 'busy', 'Busy.');

describe('turns', () => {
  it('run so many at once and the others in the order they came', async () => {
    const turns = new Turns();
    const began: number[] = [];
    const ends = [0, 1, 2, 3].map(async (n) => {
      const end = await turns.take('ada', LIMITS, refusal);
      began.push(n);
      return end;
    });
    await sleep(1);
    expect(began).toEqual([0, 1]);
    (await ends[0])?.();
    (await ends[2])?.();
    await ends[3];
    expect(began).toEqual([0, 1, 2, 3]);
  });

  it('refuse whoever comes when too many wait, and nobody of another name', async () => {
    const turns = new Turns();
    const over = new AbortController();
    const take = (): Promise<() => void> => turns.take('ada', LIMITS, refusal, over.signal);
    const all = [0, 1, 2, 3].map(take);
    await expect(turns.take('ada', LIMITS, refusal)).rejects.toThrow('Busy.');
    await turns.take('bob', LIMITS, refusal);
    // One that ended makes room for one.
    (await all[0])?.();
    await all[2];
    const last = take();
    await expect(turns.take('ada', LIMITS, refusal)).rejects.toThrow('Busy.');
    over.abort();
    expect((await Promise.allSettled([all[3], last])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('end a wait that is too long, and one whose client left, without losing a turn', async () => {
    const turns = new Turns();
    const short = { ...LIMITS, running: 1, longestMs: 5 };
    const end = await turns.take('ada', short, refusal);
    await expect(turns.take('ada', short, refusal)).rejects.toThrow('Busy.');
    const gone = new AbortController();
    const left = turns.take('ada', { ...short, longestMs: 60_000 }, refusal, gone.signal);
    gone.abort();
    await expect(left).rejects.toThrow('Busy.');
    await expect(turns.take('ada', short, refusal, gone.signal)).rejects.toThrow('Busy.');
    end();
    await turns.take('ada', short, refusal);
  });
});
