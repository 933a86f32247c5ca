/** How two series go together, from −1 to 1, with the interval that holds the true value in 95 of 100 cases. */
export interface Correlation {
  value: number;
  low: number;
  high: number;
}

/** Days below which no correlation is told: it would be chance. */
export const FEWEST_DAYS = 14;
/** Of the normal distribution: 95 of 100 lie within so many standard deviations. */
const Z_95 = 1.959963984540054;
/** The variance of Fisher's z of ranks, as many times that of amounts (Fieller, Hartley and Pearson 1957). */
const RANKS = 1.06;

/**
 * Pearson's r: Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² Σ(y − ȳ)²), and its interval by Fisher's z: tanh(atanh r ± 1.96 ÷ √(n − 3)). Null of fewer than 14 pairs, and
 * where all of one series is the same.
 */
export function pearson(pairs: readonly (readonly [number, number])[]): Correlation | null {
  return correlationOf(pairs, 1);
}

/** Spearman's ρ: Pearson's r of the ranks, equal amounts sharing the mean of theirs; √(1.06 ÷ (n − 3)) in place of 1 ÷ √(n − 3). Null as `pearson`. */
export function spearman(pairs: readonly (readonly [number, number])[]): Correlation | null {
  const [xs, ys] = [ranksOf(pairs.map(([x]) => x)), ranksOf(pairs.map(([, y]) => y))];
  return correlationOf(
    xs.map((x, n) => [x, ys[n] ?? 0] as const),
    RANKS,
  );
}

function correlationOf(pairs: readonly (readonly [number, number])[], variance: number): Correlation | null {
  const n = pairs.length;
  if (n < FEWEST_DAYS) return null;
  const [mx, my] = [meanOf(pairs.map(([x]) => x)), meanOf(pairs.map(([, y]) => y))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  if (xx === 0 || yy === 0) return null;
  const value = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  const reach = Z_95 * Math.sqrt(variance / (n - 3));
  return { value, low: Math.tanh(Math.atanh(value) - reach), high: Math.tanh(Math.atanh(value) + reach) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The rank of each value, from 1; equal ones share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, n) => ({ value, n })).toSorted((a, b) => a.value - b.value);
  const ranks = values.map(() => 0);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (const { n } of order.slice(from, to)) ranks[n] = (from + 1 + to) / 2;
  }
  return ranks;
}

/** What half, a quarter and three quarters of the values are at most. */
export interface Quartiles {
  median: number;
  p25: number;
  p75: number;
}

/** Quartiles, between two values on a straight line: of 10, 20, 40 they are 15, 20 and 30. Null of no values. */
export function quartilesOf(values: readonly number[]): Quartiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), p25: at(0.25), p75: at(0.75) };
}
