import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { judgedGoals } from '../../../../../test/support/judged-goals.js';
import { toGoals } from './goals.shape.js';

describe('the list of goals', () => {
  it('lets others work in between, where there are many names that explain them', async () => {
    const order: string[] = [];
    const shaping = toGoals(judgedGoals(100, 1, 5_000), 'https://time.example.com').then(({ data }) => {
      order.push('shaped');
      return data;
    });
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    order.push('others');
    const data = await shaping;
    expect([order, data.length]).toEqual([['others', 'shaped'], 100]);
    expect(data[0]?.chart_data[0]?.explain.projects).toHaveLength(20);
  });
});
