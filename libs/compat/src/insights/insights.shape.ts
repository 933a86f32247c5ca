import { type InsightResult, isKnownLanguage, type NamedTime, WEEKDAYS } from '@app/analytics';
import { dayNumber, isoSeconds } from '@app/core';
import { isoOf, lastSecondOf, machineNameId, minutesTextOf, secondsOf } from '../texts.js';
import { sumOf } from '../time/items.shape.js';
import { toBestDay } from '../time/stats.shape.js';
import { visibleItemsOf } from '../visibility.js';
import type {
  AiDayInsight,
  Amount,
  CurrentUserInsight,
  DailyAverageInsight,
  DayInsight,
  InsightAnswer,
  InsightData,
  StatsInsight,
  WeekdayCategory,
  WeekdayInsight,
} from './insights.dto.js';

type Payload = Pick<
  InsightData,
  | 'weekday'
  | 'weekdays'
  | 'days'
  | 'ai_days'
  | 'stats'
  | 'best_day'
  | 'daily_average'
  | 'current_user'
  | 'projects'
  | 'languages'
  | 'editors'
  | 'categories'
  | 'machines'
  | 'operating_systems'
>;

/** An insight (contract §1.9), as far as the result may be seen. `now` in ms since 1970. */
export function toInsight(result: InsightResult, { now }: { now: number }): InsightAnswer {
  const [first] = result.days;
  const last = result.days.at(-1);
  if (!first || !last) throw new RangeError('An insight needs a day.');
  const active = activeDays(result.days);
  return {
    data: {
      ...PAYLOADS[result.type](result),
      range: result.range.range,
      human_readable_range: result.range.humanReadable,
      holidays: result.days.length - active,
      days_including_holidays: result.days.length,
      days_minus_holidays: active,
      status: 'ok',
      is_including_today: result.range.includesToday,
      is_up_to_date: true,
      is_up_to_date_pending_future: false,
      is_stuck: false,
      is_already_updating: false,
      percent_calculated: 100,
      start: isoOf(first.from),
      end: lastSecondOf({ from: first.from, to: last.to }),
      timezone: result.zone,
      timeout: result.timeout,
      writes_only: result.writesOnly,
      user_id: result.owner.publicId,
      created_at: isoSeconds(result.owner.createdAt),
      modified_at: isoSeconds(now),
    },
  };
}

/** What stands under the insight's own key. */
const PAYLOADS: Readonly<Record<InsightResult['type'], (result: InsightResult) => Payload>> = {
  weekday: ({ days }) => ({ weekday: toWeekdays(days), weekdays: toWeekdays(days) }),
  weekdays: ({ days }) => ({ weekdays: toWeekdays(days) }),
  days: ({ days, weekday }) => ({
    days: days.filter((day) => weekday === undefined || weekdayNumber(day.date) === weekday).map(toDay),
  }),
  ai_days: ({ days, aiTotals }) => ({ ai_days: days.map(({ date, us }) => toAiDay(date, us, aiTotals && (aiTotals.get(date) ?? 0))) }),
  stats: (result) => ({ stats: toStats(result) }),
  best_day: ({ days }) => ({ best_day: toBestDay(days) }),
  daily_average: toDailyAverage,
  projects: ({ lists, sees }) => ({ projects: visibleItemsOf(lists.project, sees.projects, sees) }),
  languages: ({ lists, sees }) => ({ languages: visibleItemsOf(lists.language, sees.languages, sees) }),
  editors: ({ lists, sees }) => ({ editors: visibleItemsOf(lists.editor, sees.editors, sees) }),
  categories: ({ lists, sees }) => ({ categories: visibleItemsOf(lists.category, sees.categories, sees) }),
  operating_systems: ({ lists, sees }) => ({ operating_systems: visibleItemsOf(lists.operatingSystem, sees.operatingSystems, sees) }),
  machines: ({ lists, sees }) => ({
    machines: visibleItemsOf(lists.machine, sees.machines, sees).map((item) => ({ ...item, machine_name_id: machineNameId(item.name) })),
  }),
};

type Days = InsightResult['days'];

/** 0 = Monday. 1970-01-01 was a Thursday. */
function weekdayNumber(date: string): number {
  return (((dayNumber(date) + 3) % 7) + 7) % 7;
}

function activeDays(days: Days): number {
  return days.filter(({ us }) => us > 0).length;
}

function toWeekdays(days: Days): WeekdayInsight[] {
  return WEEKDAYS.map((name, number) => {
    const own = days.filter(({ date }) => weekdayNumber(date) === number);
    const count = activeDays(own);
    return {
      count,
      ...toWeekdayCategory({ name, us: sumOf(own) }, count),
      categories: addedUp(own.flatMap(({ categories }) => categories)).map((category) => toWeekdayCategory(category, count)),
    };
  });
}

function toWeekdayCategory({ name, us }: NamedTime, days: number): WeekdayCategory {
  const average = days === 0 ? 0 : Math.round(us / days);
  return {
    name,
    total: secondsOf(us),
    human_readable_total: minutesTextOf(us),
    average: secondsOf(average),
    human_readable_average: minutesTextOf(average),
  };
}

/** One entry a name, most time first. */
function addedUp(times: readonly NamedTime[]): NamedTime[] {
  const sums = new Map<string, number>();
  for (const { name, us } of times) sums.set(name, (sums.get(name) ?? 0) + us);
  return [...sums].map(([name, us]) => ({ name, us })).toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}

function toDay({ date, us, categories }: Days[number]): DayInsight {
  return { date, total: secondsOf(us), categories: categories.map((category) => ({ name: category.name, total: secondsOf(category.us) })) };
}

function toAiDay(date: string, us: number, ai: number | undefined): AiDayInsight {
  return { date, total: secondsOf(us), ...(ai !== undefined && { ai_total: secondsOf(ai), human_total: secondsOf(us - ai) }) };
}

/** Worded as stats have it. */
function toStats({ days, lists, sees }: InsightResult): StatsInsight {
  const active = Math.max(1, activeDays(days));
  const times = sees.loggedTime ? lists.language : [];
  const [known, whole] = [sumOf(times.filter(isKnownLanguage)), sumOf(times)];
  const [average, wholeAverage] = [Math.round(known / active), Math.round(whole / active)];
  return {
    total_seconds: secondsOf(known),
    human_readable_total: minutesTextOf(known),
    total_seconds_including_other_language: secondsOf(whole),
    human_readable_total_including_other_language: minutesTextOf(whole),
    daily_average: Math.round(secondsOf(average)),
    human_readable_daily_average: minutesTextOf(average),
    daily_average_including_other_language: Math.round(secondsOf(wholeAverage)),
    human_readable_daily_average_including_other_language: minutesTextOf(wholeAverage),
    best_day: toBestDay(days),
  };
}

/** The averages of stats: over the days that have time, without the language Other, and with it. */
function toDailyAverage({ days, lists, sees }: InsightResult): { daily_average: DailyAverageInsight; current_user: CurrentUserInsight } {
  const active = activeDays(days);
  const times = sees.loggedTime ? lists.language : [];
  const known = sumOf(times.filter(isKnownLanguage));
  const perDay = (us: number): Amount => toAmount(active === 0 ? 0 : Math.round(us / active));
  const average = perDay(known);
  const whole = perDay(sumOf(times));
  return {
    daily_average: { ...average, seconds_including_other_language: whole.seconds, text_including_other_language: whole.text },
    current_user: { total: toAmount(known), daily_average: average },
  };
}

function toAmount(us: number): Amount {
  return { seconds: secondsOf(us), text: minutesTextOf(us) };
}
