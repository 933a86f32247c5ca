import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CrossedTime } from '../time/time-question.js';
import { type AiFacts, analysisOf, trendOf } from './ai-analytics.js';
import { isAiTime, sourceOfAiTime } from './ai-time.js';

const HOUR = 3_600_000_000;

describe('the rule of AI time', () => {
  it.each([
    [{ category: 'ai coding' }, true, 'inferred'],
    [{ category: 'AI Coding' }, true, 'inferred'],
    [{ category: 'coding', aiAgent: 'Codex' }, true, 'reported'],
    [{ category: 'ai coding', aiModel: 'gpt-5.5' }, true, 'reported'],
    [{ category: 'coding', aiAgent: '', aiModel: '' }, false, 'inferred'],
    [{ category: 'ai' }, false, 'inferred'],
    [{}, false, 'inferred'],
  ])('%j: %s, %s', (names, isAi, source) => {
    expect([isAiTime(names), sourceOfAiTime(names)]).toEqual([isAi, source]);
  });

  it('takes what had no room in a list for manual', () => {
    expect(isAiTime(null)).toBe(false);
  });
});

describe('the trend', () => {
  const days = (hours: readonly number[]): { date: string; ai: number; manual: number }[] =>
    hours.map((n, day) => ({ date: new Date(Date.UTC(2026, 10, 2 + day)).toISOString().slice(0, 10), ai: 0, manual: n * HOUR }));

  it('compares a day with the others: 3 hours and 1 hour are 150 and 50', () => {
    expect(trendOf(days([3, 1]), 1).map(({ productivity }) => productivity)).toEqual([150, 50]);
  });

  it('compares days with time alone', () => {
    expect(trendOf(days([3, 0, 1]), 1).map(({ productivity }) => productivity)).toEqual([150, 0, 50]);
    expect(trendOf(days([0, 0]), 1).map(({ productivity }) => productivity)).toEqual([0, 0]);
  });

  it('is by the week from 32 days on, in weeks that begin as the user says', () => {
    // 2026-11-02 is a Monday.
    expect(trendOf(days(Array.from({ length: 31 }, () => 1)), 1)).toHaveLength(31);
    const weeks = trendOf(days(Array.from({ length: 32 }, () => 1)), 3);
    expect(weeks.map(({ date, period }) => [date, period])).toEqual([
      ['2026-11-02', 'week'],
      ['2026-11-04', 'week'],
      ['2026-11-11', 'week'],
      ['2026-11-18', 'week'],
      ['2026-11-25', 'week'],
      ['2026-12-02', 'week'],
    ]);
  });
});

describe('AI and manual time', () => {
  const name = fc.constantFrom('', 'a', 'b', 'c');
  const row: fc.Arbitrary<CrossedTime> = fc.record({
    day: fc.integer({ min: 0, max: 40 }),
    us: fc.integer({ min: 1, max: 24 * HOUR }),
    names: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 9,
        arbitrary: fc.record({
          project: fc.oneof(name, fc.integer({ min: 0, max: 300 }).map(String)),
          language: name,
          category: fc.constantFrom('', 'coding', 'ai coding'),
          aiModel: name,
          aiAgent: fc.oneof(name, fc.integer({ min: 0, max: 300 }).map(String)),
        }),
      },
    ),
  });

  it('add up to the total, in all and by day, language, project, agent, model and kind of day', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 400 }), (crossed) => {
        const days = Array.from({ length: 41 }, (_, day) => ({ day, date: `day ${day}`, from: day, to: day + 1 }));
        const facts: AiFacts = { days, crossed, priced: [], sessions: [], weekdayStart: 1 };
        const analysis = analysisOf({
          ...facts,
          days: days.map((d) => ({ ...d, date: new Date(d.day * 86_400_000).toISOString().slice(0, 10) })),
        });
        const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
        const all = sum(crossed.map(({ us }) => us));
        const ai = sum(crossed.filter(({ names }) => isAiTime(names)).map(({ us }) => us));
        expect(analysis.total).toEqual({ ai, manual: all - ai });
        for (const list of [analysis.days, analysis.languages, analysis.projects, analysis.trend]) {
          expect([sum(list.map((one) => one.ai)), sum(list.map((one) => one.manual))]).toEqual([ai, all - ai]);
        }
        for (const list of [analysis.agents, analysis.models]) {
          expect(list.length).toBeLessThanOrEqual(101);
          expect(sum(list.map(({ us }) => us))).toBe(ai);
          expect(sum(list.map(({ inferredUs }) => inferredUs))).toBe(analysis.inferredUs);
        }
        expect(analysis.withAi.us + analysis.withoutAi.us).toBe(all);
      }),
      { numRuns: 200 },
    );
  });
});
