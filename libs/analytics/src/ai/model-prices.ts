import { type DatedPrices, Env, parsePriceList, type PriceList, type TokenPrices } from '@app/core';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Tokens as clients report them: cached input is not a part of the input. */
export interface Tokens {
  aiInputTokens: number | null;
  aiCachedInputTokens: number | null;
  aiOutputTokens: number | null;
}

/** What tokens cost on a day; null where the prices of the model are not known, or no tokens were reported. Never 0 for not known. */
export type CostOf = (model: string, date: string, tokens: Tokens) => number | null;

/** Models whose prices are remembered. */
const MOST_MODELS = 1000;
/** Models that are priced in one answer: looking one up takes a while. Beyond, they have no price. */
const MOST_PRICED = 500;
/** A name that is longer is no model's. */
const LONGEST_NAME = 100;
/** Few enough for the price of a short prompt. */
const TOKENS = 1000;
const MILLION = 1_000_000;

/**
 * What AI models cost, by the day: as the instance says (`AI_PRICES`), else as the dated prices of `@pydantic/genai-prices` say, which come with the
 * package. A model without a version has no price, as its versions have several.
 *
 * Sums do not tell how long single prompts were, so surcharges for long ones are not in it, and neither are prices of certain hours.
 */
@Injectable()
export class ModelPrices {
  private readonly own: PriceList;
  private readonly known = new LRUCache<string, { prices: readonly DatedPrices[] }>({ max: MOST_MODELS });

  constructor(env: Env) {
    this.own = parsePriceList(env.AI_PRICES ?? '{}');
  }

  /** How to price the tokens of one answer. The prices are loaded when they are first asked for: most processes never need them. */
  async load(): Promise<CostOf> {
    const { calcPrice } = await import('@pydantic/genai-prices');
    const asked = new Map<string, readonly DatedPrices[]>();
    return (sent, date, tokens) => {
      const model = sent.toLowerCase();
      const dated = asked.get(model) ?? (asked.size < MOST_PRICED ? this.pricesOf(calcPrice, model) : []);
      asked.set(model, dated);
      const prices = dated.findLast(({ from }) => from <= date);
      return prices ? costOf(tokens, prices) : null;
    };
  }

  private pricesOf(calcPrice: CalcPrice, model: string): readonly DatedPrices[] {
    const own = this.own.get(model);
    if (own) return own;
    const known = this.known.get(model) ?? { prices: publicPrices(calcPrice, model) };
    this.known.set(model, known);
    return known.prices;
  }
}

type CalcPrice = typeof import('@pydantic/genai-prices').calcPrice;

/** What tokens cost at these prices; null where none were reported. */
export function costOf({ aiInputTokens, aiCachedInputTokens, aiOutputTokens }: Tokens, prices: TokenPrices): number | null {
  if (aiInputTokens === null && aiCachedInputTokens === null && aiOutputTokens === null) return null;
  const sum = (aiInputTokens ?? 0) * prices.input + (aiCachedInputTokens ?? 0) * prices.cachedInput + (aiOutputTokens ?? 0) * prices.output;
  return sum / MILLION;
}

/** The public prices of a model, from the days on which they change. */
function publicPrices(calcPrice: CalcPrice, model: string): DatedPrices[] {
  if (model.length > LONGEST_NAME || !/\d/.test(model)) return [];
  const found = calcPrice({}, model);
  if (!found) return [];
  const { prices } = found.model;
  const starts = (Array.isArray(prices) ? prices : []).flatMap(({ constraint }) =>
    constraint?.type === 'start_date' ? [constraint.start_date] : [],
  );
  return ['', ...new Set(starts.toSorted())].flatMap((from) => {
    const timestamp = new Date(from === '' ? 0 : `${from}T12:00:00Z`);
    const priceOf = (usage: Record<string, number>): number | undefined => calcPrice(usage, model, { timestamp })?.total_price;
    const [input, cachedInput, output] = [
      priceOf({ input_tokens: TOKENS }),
      priceOf({ input_tokens: TOKENS, cache_read_tokens: TOKENS }),
      priceOf({ output_tokens: TOKENS }),
    ];
    if (input === undefined || cachedInput === undefined || output === undefined) return [];
    return [{ from, input: perMillion(input), cachedInput: perMillion(cachedInput), output: perMillion(output) }];
  });
}

/** Without the noise of floating point. */
function perMillion(price: number): number {
  return Math.round((price * MILLION * MILLION) / TOKENS) / MILLION;
}
