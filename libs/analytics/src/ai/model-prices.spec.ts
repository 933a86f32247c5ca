import { describe, expect, it } from '@jest/globals';
import { loadEnv } from '@app/core';
import { costOf, ModelPrices, type Tokens } from './model-prices.js';

const DATABASE_URL = 'postgres://u:p@localhost/d';
const pricesOf = (own?: string): ModelPrices => new ModelPrices(loadEnv({ DATABASE_URL, ...(own && { AI_PRICES: own }) }));
const tokens = (input: number | null, cached: number | null, output: number | null): Tokens => ({
  aiInputTokens: input,
  aiCachedInputTokens: cached,
  aiOutputTokens: output,
});
const MILLION = 1_000_000;

describe('what AI models cost', () => {
  it('is by the day: before and after a price change', async () => {
    const cost = await pricesOf().load();
    expect(cost('gpt-5.6-luna', '2026-07-29', tokens(MILLION, null, MILLION))).toBe(7);
    expect(cost('gpt-5.6-luna', '2026-07-30', tokens(MILLION, null, MILLION))).toBe(1.4);
  });

  it('takes cached input for none of the input: 1 M input at $5, 2 M cached at $0.50 and 1 M output at $25 are $31', async () => {
    const cost = await pricesOf().load();
    expect(cost('claude-opus-5', '2026-10-01', tokens(MILLION, 2 * MILLION, MILLION))).toBe(31);
  });

  it('is the same for many short prompts as for their sum', async () => {
    const cost = await pricesOf().load();
    const once = cost('claude-sonnet-4-5', '2026-10-01', tokens(1000, 0, 1000)) ?? 0;
    expect(cost('claude-sonnet-4-5', '2026-10-01', tokens(MILLION, 0, MILLION))).toBeCloseTo(once * 1000, 9);
  });

  it.each(['', 'opus', 'claude-opus', 'no-such-model-9', 'x9'.repeat(60)])('is not known of "%s", and not 0', async (model) => {
    expect((await pricesOf().load())(model, '2026-10-01', tokens(MILLION, null, MILLION))).toBeNull();
  });

  it('is not known where no tokens were reported, and 0 where 0 were', async () => {
    const cost = await pricesOf().load();
    expect(cost('claude-opus-5', '2026-10-01', tokens(null, null, null))).toBeNull();
    expect(cost('claude-opus-5', '2026-10-01', tokens(0, null, null))).toBe(0);
  });

  it('is as the instance says, where it says so', async () => {
    const cost = await pricesOf(
      '{"claude-opus-5": {"input": 1, "output": 2}, "Ours-1": [{"from": "2026-10-01", "input": 4, "output": 4}]}',
    ).load();
    expect(cost('claude-opus-5', '2026-10-01', tokens(MILLION, MILLION, MILLION))).toBe(4);
    expect(cost('ours-1', '2026-10-01', tokens(MILLION, null, null))).toBe(4);
    expect(cost('ours-1', '2026-09-30', tokens(MILLION, null, null))).toBeNull();
    expect(cost('claude-sonnet-5', '2026-10-01', tokens(MILLION, null, null))).not.toBeNull();
  });

  it('is a sum over input, cached input and output', () => {
    expect(costOf(tokens(3, 5, 7), { input: 1_000_000, cachedInput: 10, output: 0 })).toBeCloseTo(3.00005, 12);
  });
});
