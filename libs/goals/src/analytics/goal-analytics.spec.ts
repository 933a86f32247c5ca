import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { judgedGoals, LAST } from '../../../../test/support/judged-goals.js';
import { analyse } from './goal-analytics.js';

describe('the analysis of goals', () => {
  it('lets others work in between, where there are many periods', async () => {
    const order: string[] = [];
    const analysing = analyse(judgedGoals(100, 3_660), { first: 0, last: LAST }, 12).then(({ counts }) => {
      order.push('analysed');
      return counts;
    });
    // More turns than the commands before the first goal could need.
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    order.push('others');
    expect(await analysing).toEqual({ met: 366_000, failed: 0, ignored: 0, pending: 0 });
    expect(order).toEqual(['others', 'analysed']);
  });

  it('sums up what each goal did', async () => {
    const of = await analyse(judgedGoals(2, 14), { first: LAST - 6, last: LAST }, 12);
    expect(of).toMatchObject({ currentStreak: 14, longestStreak: 7, averageProgress: 200, counts: { met: 14 } });
    expect(of.weekdays).toEqual(Array.from({ length: 7 }, (_, weekday) => ({ weekday, met: 2, failed: 0 })));
  });
});
