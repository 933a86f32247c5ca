import { dateOf, dayNumber, firstOfWeek, sumOf } from '@app/core';
import { nameOf, restOf } from '../names.js';
import type { CrossedTime, NumberedDay, SessionTotals } from '../time/time-question.js';
import type { Sessions } from '../time/counters.js';
import type { AiBlock, NamedUsage } from './ai-block.js';
import { isAiTime, sourceOfAiTime } from './ai-time.js';
import { MOST_AI_NAMES, type PricedDay, sumOfCosts, sumOfCounters, tellsOfAi, usageBy } from './ai-usage.js';

/** The longest range, in days, whose trend is by the day; longer ones are by the week. */
const LONGEST_DAILY_TREND = 31;

/** AI and manual time, µs. Together they are all time. */
export interface AiShare {
  ai: number;
  manual: number;
}

/** The same under one name, as people read it. */
export interface NamedShare extends AiShare {
  name: string;
}

/** AI time of one agent or model, and what was counted of it. */
export interface AiUsage {
  name: string;
  /** AI time, µs. */
  us: number;
  /** The part of it that the category alone tells of. */
  inferredUs: number;
  counted: Pick<NamedUsage, 'counters' | 'cost'>;
  /** Undefined where it had neither a session nor a prompt. */
  sessions: Sessions | undefined;
}

/** Days with some AI time, or days with time and none: how many, and all time of them, µs. */
export interface KindOfDays {
  days: number;
  us: number;
}

/** A day or a week, by its first day in the range. */
export interface TrendPeriod extends AiShare {
  date: string;
  period: 'day' | 'week';
  /** Time a day with time, in percent of that of the whole range; 0 without time. */
  productivity: number;
}

/** What was done with an AI and what by hand over a range. */
export interface AiAnalysis {
  total: AiShare;
  /** The part of AI time that the category alone tells of, µs. */
  inferredUs: number;
  /** Every day of the range, ascending. */
  days: (AiShare & { date: string; cost: number | null })[];
  /** Most time first. */
  languages: NamedShare[];
  projects: NamedShare[];
  withAi: KindOfDays;
  withoutAi: KindOfDays;
  trend: TrendPeriod[];
  agents: AiUsage[];
  models: AiUsage[];
  usage: Pick<AiBlock, 'counters' | 'cost' | 'sessions'>;
}

/** What an analysis is made from: time and counters by the names of `AiNames`, project and language, and sessions by agent and model. */
export interface AiFacts {
  days: readonly NumberedDay[];
  crossed: readonly CrossedTime[];
  priced: readonly PricedDay[];
  sessions: readonly SessionTotals[];
  /** First day of the week, 0 = Sunday to 6. */
  weekdayStart: number;
}

/** AI against manual time, and what was counted: sums over the facts, in one pass over each. */
export function analysisOf({ days, crossed, priced, sessions, weekdayStart }: AiFacts): AiAnalysis {
  const total = new Shares();
  const [byDay, byLanguage, byProject] = [new Map<number, Shares>(), new Map<string, Shares>(), new Map<string, Shares>()];
  const [byAgent, byModel] = [new Map<string, AiTime>(), new Map<string, AiTime>()];
  let inferredUs = 0;
  for (const { day, names, us } of crossed) {
    const isAi = isAiTime(names);
    total.add(us, isAi);
    sharesOf(byDay, day).add(us, isAi);
    sharesOf(byLanguage, shown('language', names?.language)).add(us, isAi);
    sharesOf(byProject, shown('project', names?.project)).add(us, isAi);
    if (!names || !isAi) continue;
    const inferred = sourceOfAiTime(names) === 'inferred' ? us : 0;
    inferredUs += inferred;
    addTime(byAgent, names.aiAgent ?? '', us, inferred);
    addTime(byModel, names.aiModel ?? '', us, inferred);
  }
  const pricedByDay = Map.groupBy(priced, ({ day }) => day);
  const list = days.map(({ day, date }) => ({ date, ...sumsOf(byDay.get(day)), cost: sumOfCosts(pricedByDay.get(day) ?? []) }));
  return {
    total: sumsOf(total),
    inferredUs,
    days: list,
    languages: listOf(byLanguage, restOf('language')),
    projects: listOf(byProject, restOf('project')),
    withAi: kindOf(list.filter(({ ai }) => ai > 0)),
    withoutAi: kindOf(list.filter(({ ai, manual }) => ai === 0 && manual > 0)),
    trend: trendOf(list, weekdayStart),
    agents: usageOf('aiAgent', byAgent, priced, sessions),
    models: usageOf('aiModel', byModel, priced, sessions),
    usage: {
      counters: sumOfCounters(priced),
      cost: sumOfCosts(priced),
      sessions: sessions.find(({ dimension }) => dimension === null),
    },
  };
}

/**
 * AI share and productivity by the day, or by the week where there are more than 31 days. **Productivity** compares the time of a day with that of
 * the other days: the time of a period, divided by its days that have time, in percent of the same over the whole range. Example: on two days
 * 3 hours and 1 hour were spent, which is 2 hours a day; so the days have 150 and 50.
 */
export function trendOf(days: readonly (AiShare & { date: string })[], weekdayStart: number): TrendPeriod[] {
  const period = days.length > LONGEST_DAILY_TREND ? 'week' : 'day';
  const groups = Map.groupBy(days, ({ date }) => (period === 'day' ? date : dateOf(firstOfWeek(dayNumber(date), weekdayStart))));
  const usual = averageOf(days);
  return [...groups.values()].map((list) => ({
    date: list[0]?.date ?? '',
    period,
    ai: sumOf(list.map(({ ai }) => ai)),
    manual: sumOf(list.map(({ manual }) => manual)),
    productivity: usual === 0 ? 0 : (averageOf(list) / usual) * 100,
  }));
}

/** Time a day, over the days that have any. */
function averageOf(days: readonly AiShare[]): number {
  const active = days.map(({ ai, manual }) => ai + manual).filter((us) => us > 0);
  return active.length === 0 ? 0 : sumOf(active) / active.length;
}

class Shares {
  private ai = 0;
  private manual = 0;

  add(us: number, isAi: boolean): void {
    if (isAi) this.ai += us;
    else this.manual += us;
  }

  get sums(): AiShare {
    return { ai: this.ai, manual: this.manual };
  }
}

interface AiTime {
  us: number;
  inferredUs: number;
}

function sumsOf(shares: Shares | undefined): AiShare {
  return shares?.sums ?? { ai: 0, manual: 0 };
}

function sharesOf<K>(map: Map<K, Shares>, key: K): Shares {
  const shares = map.get(key) ?? new Shares();
  map.set(key, shares);
  return shares;
}

function addTime(map: Map<string, AiTime>, value: string, us: number, inferredUs: number): void {
  const time = map.get(value);
  map.set(value, { us: (time?.us ?? 0) + us, inferredUs: (time?.inferredUs ?? 0) + inferredUs });
}

function shown(dimension: 'language' | 'project', value: string | undefined): string {
  return value === undefined ? restOf(dimension) : nameOf(dimension, value);
}

/** At most so many names, most time first; what is beyond is one entry. */
function listOf(shares: ReadonlyMap<string, Shares>, rest: string): NamedShare[] {
  const all = [...shares].filter(([name]) => name !== rest).map(([name, one]): NamedShare => ({ name, ...one.sums }));
  all.sort((a, b) => b.ai + b.manual - (a.ai + a.manual) || (a.name < b.name ? -1 : 1));
  const left = [...all.slice(MOST_AI_NAMES), { name: rest, ...sumsOf(shares.get(rest)) }];
  const beyond = { name: rest, ai: sumOf(left.map(({ ai }) => ai)), manual: sumOf(left.map(({ manual }) => manual)) };
  return [...all.slice(0, MOST_AI_NAMES), ...(beyond.ai + beyond.manual > 0 ? [beyond] : [])];
}

function kindOf(days: readonly AiShare[]): KindOfDays {
  return { days: days.length, us: sumOf(days.map(({ ai, manual }) => ai + manual)) };
}

/** Agents or models with AI time, or that something but a person's lines was counted of: most time first, and what is beyond as one entry. */
function usageOf(
  dimension: 'aiAgent' | 'aiModel',
  times: ReadonlyMap<string, AiTime>,
  prices: readonly PricedDay[],
  sessions: readonly SessionTotals[],
): AiUsage[] {
  const counted = new Map(usageBy(dimension, prices, Number.MAX_SAFE_INTEGER).map((one) => [one.value, one]));
  const totals = new Map(sessions.filter((one) => one.dimension === dimension).map((one) => [one.name, one]));
  const all = [...new Set([...times.keys(), ...counted.keys(), ...totals.keys()])].map((value = REST): AiUsage => {
    const { counters, cost } = counted.get(value === REST ? undefined : value) ?? { counters: sumOfCounters([]), cost: null };
    const { us, inferredUs } = times.get(value) ?? { us: 0, inferredUs: 0 };
    const name = value === REST ? restOf(dimension) : nameOf(dimension, value);
    return { name, us, inferredUs, counted: { counters, cost }, sessions: totals.get(value) };
  });
  const used = all.filter((one) => one.us > 0 || one.sessions || tellsOfAi({ ...one.counted.counters, ...NO_PERSON }));
  used.sort((a, b) => b.us - a.us || (b.counted.cost ?? 0) - (a.counted.cost ?? 0) || (a.name < b.name ? -1 : 1));
  const rest = used.slice(MOST_AI_NAMES);
  return rest.length === 0 ? used : [...used.slice(0, MOST_AI_NAMES), together(restOf(dimension), rest)];
}

/** No name that is shown: those have no NUL. */
const REST = '\0';
const NO_PERSON = { humanLineChanges: null, humanLineDeletions: null };

/** Sessions of several names cannot be added up: one may have two of them. */
function together(name: string, list: readonly AiUsage[]): AiUsage {
  return {
    name,
    us: sumOf(list.map(({ us }) => us)),
    inferredUs: sumOf(list.map(({ inferredUs }) => inferredUs)),
    counted: { counters: sumOfCounters(list.map(({ counted }) => counted)), cost: sumOfCosts(list.map(({ counted }) => counted)) },
    sessions: undefined,
  };
}
