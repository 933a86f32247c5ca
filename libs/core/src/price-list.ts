import { isDate } from './zones.js';

/** What a model costs, in US dollars for a million tokens. */
export interface TokenPrices {
  /** Of input that was not cached. */
  input: number;
  cachedInput: number;
  output: number;
}

/** Prices that hold from a day on (`YYYY-MM-DD`, UTC), `''` = from ever. */
export interface DatedPrices extends TokenPrices {
  from: string;
}

/** The prices of models, by their ids in lower case; of each the oldest first. */
export type PriceList = ReadonlyMap<string, readonly DatedPrices[]>;

/** A text that is no list of prices. Its message follows on the variable's name. */
export class BadPriceList extends Error {}

const FORM = 'must be JSON such as {"claude-opus-5": {"input": 5, "cached_input": 0.5, "output": 25}}, in US dollars for a million tokens';
const MOST_MODELS = 1000;
const MOST_PRICE = 1_000_000;
const KEYS: ReadonlySet<string> = new Set(['from', 'input', 'cached_input', 'output']);

/**
 * Reads the instance's own prices: an object with the prices of each model or, where they changed, a list of them, each but the first with the day
 * from which it holds (`from`). Where `cached_input` is left out it is `input`. Throws `BadPriceList`.
 */
export function parsePriceList(text: string): PriceList {
  const entries = Object.entries(objectOf(parsed(text)) ?? refuse(FORM));
  if (entries.length > MOST_MODELS) refuse(`may have at most ${MOST_MODELS} models`);
  return new Map(entries.map(([model, prices]) => [model.toLowerCase(), pricesOf(model, prices)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(FORM);
  }
}

function pricesOf(model: string, given: unknown): DatedPrices[] {
  const list = (Array.isArray(given) ? given : [given]).map((one: unknown) => priceOf(model, one));
  if (list.length === 0) refuse(`has no prices for "${model}"`);
  const days = list.map(({ from }) => from);
  if (new Set(days).size < days.length) refuse(`has two prices of "${model}" from the same day: each needs a "from" of its own`);
  return list.toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

function priceOf(model: string, given: unknown): DatedPrices {
  const price = objectOf(given) ?? refuse(`needs {"input": …, "output": …} for "${model}"`);
  const unknown = Object.keys(price).find((key) => !KEYS.has(key));
  if (unknown !== undefined) refuse(`has "${unknown}" for "${model}": use from, input, cached_input and output`);
  const from = price['from'] ?? '';
  if (typeof from !== 'string' || (from !== '' && !isDate(from))) refuse(`needs a day such as 2026-09-01 for "from" of "${model}"`);
  const amount = (key: string, instead?: number): number => {
    const value = price[key] ?? instead;
    return typeof value === 'number' && value >= 0 && value <= MOST_PRICE
      ? value
      : refuse(`needs a number from 0 to ${MOST_PRICE} for "${key}" of "${model}"`);
  };
  const input = amount('input');
  return { from, input, cachedInput: amount('cached_input', input), output: amount('output') };
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function refuse(why: string): never {
  throw new BadPriceList(why);
}
