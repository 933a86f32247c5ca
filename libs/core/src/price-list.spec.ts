import { describe, expect, it } from '@jest/globals';
import { loadEnv } from './env.js';
import { BadPriceList, parsePriceList } from './price-list.js';

describe('the prices of an instance', () => {
  it('are of models by their ids, with cached input as other input where nothing else is said', () => {
    const list = parsePriceList('{"My-Model": {"input": 2, "output": 10}, "free": {"input": 0, "cached_input": 0, "output": 0}}');
    expect([...list]).toEqual([
      ['my-model', [{ from: '', input: 2, cachedInput: 2, output: 10 }]],
      ['free', [{ from: '', input: 0, cachedInput: 0, output: 0 }]],
    ]);
  });

  it('may change from day to day, in any order', () => {
    const list = parsePriceList('{"m": [{"from": "2026-08-01", "input": 1, "output": 2}, {"input": 3, "cached_input": 0.5, "output": 4}]}');
    expect(list.get('m')).toEqual([
      { from: '', input: 3, cachedInput: 0.5, output: 4 },
      { from: '2026-08-01', input: 1, cachedInput: 1, output: 2 },
    ]);
  });

  it.each([
    ['no JSON', 'opus=5', /^must be JSON such as/],
    ['no object', '[1]', /^must be JSON such as/],
    ['no prices', '{"m": 5}', /^needs \{"input": …, "output": …\} for "m"$/],
    ['no prices in a list', '{"m": []}', /^has no prices for "m"$/],
    ['a price that is missing', '{"m": {"input": 5}}', /^needs a number from 0 to 1000000 for "output" of "m"$/],
    ['a price below 0', '{"m": {"input": -1, "output": 1}}', /for "input" of "m"$/],
    ['a price as text', '{"m": {"input": "1", "output": 1}}', /for "input" of "m"$/],
    [
      'a key that is none',
      '{"m": {"input": 1, "output": 1, "cached": 1}}',
      /^has "cached" for "m": use from, input, cached_input and output$/,
    ],
    ['a day that is none', '{"m": {"from": "2026-02-30", "input": 1, "output": 1}}', /^needs a day such as 2026-09-01 for "from" of "m"$/],
    [
      'two prices from one day',
      '{"m": [{"input": 1, "output": 1}, {"input": 2, "output": 1}]}',
      /^has two prices of "m" from the same day/,
    ],
  ])('are refused: %s', (_, text, why) => {
    expect(() => parsePriceList(text)).toThrow(BadPriceList);
    expect(() => parsePriceList(text)).toThrow(why);
  });

  it('stop the start where they are wrong', () => {
    const env = { DATABASE_URL: 'postgres://u:p@localhost/d' };
    expect(() => loadEnv({ ...env, AI_PRICES: '{"m": 5}' })).toThrow(
      'Chronova cannot start: AI_PRICES needs {"input": …, "output": …} for "m".',
    );
    expect(loadEnv({ ...env, AI_PRICES: '{}' }).AI_PRICES).toBe('{}');
  });
});
