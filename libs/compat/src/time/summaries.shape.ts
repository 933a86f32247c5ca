import { type DayTime, isKnownLanguage, type SummariesResult } from '@app/analytics';
import { localDate, mapInTurns } from '@app/core';
import { toAiBlock } from './ai-block.shape.js';
import { sumOf, toDayRange, toGrandTotal, toItemLists, toItems, totalOf } from './items.shape.js';
import type { CumulativeTotal, DailyAverage, Summaries, SummaryDay } from './summaries.dto.js';
import { decimalOf, digitalOf, isoOf, lastSecondOf, secondsOf, textOf } from '../texts.js';

export interface SummariesQuestion {
  /** ms since 1970. */
  now: number;
  /** The project that was asked for. */
  project?: string;
  /** The branches that were asked for; none is all. */
  branches?: readonly string[];
  /** Whether lists leave out what is shorter than the owner's displayMinimumDuration. */
  applyMinimum?: boolean;
}

/**
 * Summaries (contract §1.4). What belongs to a project (branches, entities, colour) is there only where one was asked for, and else absent,
 * not null. Years of days are written in turns.
 */
export async function toSummaries(answer: SummariesResult, question: SummariesQuestion): Promise<Summaries> {
  const [first] = answer.days;
  const last = answer.days.at(-1);
  if (!first || !last) throw new RangeError('Summaries need a day.');
  const today = localDate(answer.zone, question.now);
  const ofProject = question.project !== undefined;
  const minimum = question.applyMinimum ? answer.displayMinimum : 0;
  return {
    data: await mapInTurns(answer.days, (day) => toSummaryDay(day, { zone: answer.zone, today, ofProject, minimum })),
    cumulative_total: toCumulativeTotal(sumOf(answer.days.flatMap((day) => day.lists.language))),
    daily_average: toDailyAverage(answer.days),
    start: isoOf(first.from),
    end: lastSecondOf({ from: first.from, to: last.to }),
    ...(ofProject && {
      available_branches: answer.availableBranches,
      branches: question.branches?.length ? [...question.branches] : answer.availableBranches,
      color: answer.color ?? null,
    }),
  };
}

interface DayContext {
  zone: string;
  /** `YYYY-MM-DD` in that zone. */
  today: string;
  ofProject: boolean;
  /** µs: shorter entries are left out of lists. */
  minimum: number;
}

function toSummaryDay(day: DayTime, { zone, today, ofProject, minimum }: DayContext): SummaryDay {
  return {
    grand_total: { ...toGrandTotal(totalOf(day.lists)), ...toAiBlock(day.ai) },
    ...toItemLists(day.lists, 'seconds', minimum),
    ...(ofProject && {
      branches: toItems(day.lists.branch, 'seconds', minimum),
      entities: toItems(day.lists.entity, 'seconds', minimum),
    }),
    range: toDayRange(day, zone, today),
  };
}

/** The whole of several days, in µs. */
export function toCumulativeTotal(us: number): CumulativeTotal {
  return { seconds: secondsOf(us), text: textOf(us), decimal: decimalOf(us), digital: digitalOf(us) };
}

/** Over the days that have any time; `seconds` leaves the language Other out (§4.1), its twin does not. */
function toDailyAverage(days: readonly DayTime[]): DailyAverage {
  const languages = days.flatMap((day) => day.lists.language);
  const active = days.filter((day) => totalOf(day.lists) > 0).length;
  const known = languages.filter(isKnownLanguage);
  const average = active === 0 ? 0 : Math.round(sumOf(known) / active);
  const averageOfAll = active === 0 ? 0 : Math.round(sumOf(languages) / active);
  return {
    holidays: days.length - active,
    days_including_holidays: days.length,
    days_minus_holidays: active,
    seconds: secondsOf(average),
    text: textOf(average),
    seconds_including_other_language: secondsOf(averageOfAll),
    text_including_other_language: textOf(averageOfAll),
  };
}
