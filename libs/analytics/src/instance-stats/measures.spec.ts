import { describe, expect, it } from '@jest/globals';
import { InstanceSums } from './measures.js';

const person = (us: number, activeDays = 1, languages: [string, number][] = [['Go', us]]) => ({
  us,
  activeDays,
  lists: { language: languages.map(([name, part]) => ({ name, us: part })) },
});

describe('statistics of an instance', () => {
  it('tell nothing of fewer than five people', () => {
    const sums = new InstanceSums();
    for (const us of [1, 2, 3, 4, 0]) sums.add(person(us));
    expect(sums.result()).toBeUndefined();
    sums.add(person(5));
    expect(sums.result()?.total).toEqual({ count: 5, average: 3, median: 3, max: 5, sum: 15 });
  });

  it('leave out what fewer than five share', () => {
    const sums = new InstanceSums();
    for (let n = 0; n < 4; n++)
      sums.add(
        person(10, 1, [
          ['Go', 5],
          ['Rare', 5],
        ]),
      );
    sums.add(person(10));
    expect(sums.result()?.lists.language).toEqual([{ name: 'Go', count: 5, average: 6, median: 5, max: 10, sum: 30 }]);
    expect(sums.result()?.lists.editor).toEqual([]);
  });

  it('have the median between the middle two, and the daily average of whoever has the most time', () => {
    const sums = new InstanceSums();
    for (const [us, days] of [
      [100, 1],
      [200, 1],
      [300, 1],
      [400, 1],
      [500, 1],
      [600, 10],
    ] as const)
      sums.add(person(us, days));
    expect(sums.result()?.total.median).toBe(350);
    expect(sums.result()?.dailyAverage).toMatchObject({ max: 60, average: 260, median: 250 });
  });
});
