import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answered, EVERYTHING_SHARED, levelOn, type Spans } from './levels.js';

const answers = fc.array(
  fc.record({ level: fc.integer({ min: 0, max: EVERYTHING_SHARED }), day: fc.integer({ min: 0, max: 20 }), withPast: fc.boolean() }),
  { maxLength: 12 },
);
const after = (list: { level: number; day: number; withPast: boolean }[]): Spans =>
  list
    .toSorted((a, b) => a.day - b.day)
    .reduce<Spans>((spans, { level, day, withPast }) => answered(spans, level, { today: day, withPast }), []);

describe('levels of sharing', () => {
  it('are none until there is an answer', () => expect(levelOn([], 5)).toBe(0));

  it('count from the day of the answer, or from ever', () => {
    const from = answered([], 3, { today: 10, withPast: false });
    expect([levelOn(from, 9), levelOn(from, 10), levelOn(from, 99)]).toEqual([0, 3, 3]);
    expect(levelOn(answered([], 3, { today: 10, withPast: true }), -5)).toBe(3);
  });

  it('hide the past at once when they are lowered, and do not bring it back when they are raised', () => {
    const lowered = answered(answered([], 4, { today: 10, withPast: true }), 1, { today: 20, withPast: false });
    expect([levelOn(lowered, 15), levelOn(lowered, 20)]).toEqual([1, 1]);
    const raised = answered(lowered, 4, { today: 30, withPast: false });
    expect([levelOn(raised, 15), levelOn(raised, 29), levelOn(raised, 30)]).toEqual([1, 1, 4]);
  });

  it('are of no day more than the last answer says, and of the last day just that', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: -5, max: 30 }), (list, day) => {
        const last = list.toSorted((a, b) => a.day - b.day).at(-1);
        fc.pre(last !== undefined);
        const spans = after(list);
        expect(levelOn(spans, day)).toBeLessThanOrEqual(last?.level ?? 0);
        expect(levelOn(spans, last?.day ?? 0)).toBe(last?.level);
      }),
    );
  });
});
