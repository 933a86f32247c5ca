import { clockTextOf, fitting, onOneLine, SHORT_MONTHS, SHORT_WEEKDAYS, textOf } from '@app/compat';
import { dayNumber, weekdayOf as weekdayOfDay } from '@app/core';
import { MOST_NAMES, STREAK_DAYS, type ReportList, type WeeklyReport } from './weekly-report.js';

/** What a report says in words, the same in HTML and in plain text. */

/** Where a name is cut, in pixels of a font of 14. */
const NAME_WIDTH = 170;

/** Where a goal's title is cut: it may need a second line. */
const GOAL_WIDTH = 400;

/** `Mon`, of `YYYY-MM-DD`. */
export function weekdayOf(date: string): string {
  return SHORT_WEEKDAYS[weekdayOfDay(dayNumber(date))] ?? '';
}

/** `16 Nov`. */
export function dayOf(date: string): string {
  return `${Number(date.slice(8, 10))} ${SHORT_MONTHS[Number(date.slice(5, 7)) - 1]}`;
}

/** `Mon 16 Nov to Sun 22 Nov 2026`. */
export function daysOf({ first, last }: WeeklyReport): string {
  return `${weekdayOf(first)} ${dayOf(first)} to ${weekdayOf(last)} ${dayOf(last)} ${last.slice(0, 4)}`;
}

/** A name on one line, cut where it is too long for its column. */
export function shownName(name: string): string {
  return fitting(onOneLine(name), NAME_WIDTH, 14);
}

/** `2 hrs 49 mins more than the week before (12.4%)`. Undefined: the week is not over. */
export function changeOf({ change, before }: WeeklyReport): string | undefined {
  if (change === null) return undefined;
  if (change.percent === null) return change.us === 0 ? 'As the week before: nothing.' : 'The week before had no time.';
  if (change.us === 0) return `As much as the week before (${textOf(before.us)}).`;
  const amount = textOf(Math.abs(change.us));
  return `${amount} ${change.us > 0 ? 'more' : 'less'} than the week before (${signed(change.percent)}).`;
}

/** What else there is to say, each with a label. */
export function factsOf(report: WeeklyReport): (readonly [label: string, text: string])[] {
  const { bestDay, activeDays, streak, ai, us } = report;
  return [
    ...(bestDay === null ? [] : [['Best day', `${weekdayOf(bestDay.date)} ${dayOf(bestDay.date)}, ${textOf(bestDay.us)}`] as const]),
    ['Days with time', `${activeDays} of 7`],
    ['Days in a row', streakText(streak)],
    ...(us === 0 ? [] : [['With AI', `${textOf(ai.us)} (${percentText(ai.percent)})`] as const]),
  ];
}

/** The lists that have anything, each with its title and its rows. */
export function listsOf(report: WeeklyReport): { title: string; rows: { name: string; us: number }[] }[] {
  const lists: [string, string, ReportList][] = [
    ['Projects', 'All other projects', report.projects],
    ['Languages', 'All other languages', report.languages],
    ['Editors', 'All other editors', report.editors],
  ];
  return lists.flatMap(([title, others, { names, othersUs }]) => {
    const rows = [
      ...names.map(({ name, us }) => ({ name: shownName(name), us })),
      ...(othersUs > 0 ? [{ name: others, us: othersUs }] : []),
    ];
    return rows.length > 0 ? [{ title: names.length === MOST_NAMES ? `Top ${title.toLowerCase()}` : title, rows }] : [];
  });
}

/** How goals went, each with its title. */
export function goalsOf({ goals, otherGoals }: WeeklyReport): { title: string; text: string; isMet: boolean | null }[] {
  const rows = goals.map(({ title, text, isMet, streak }) => ({
    title: fitting(onOneLine(title), GOAL_WIDTH, 14),
    // A pause has words of its user.
    text: onOneLine(isMet !== null && streak > 1 ? `${text}, ${streak} in a row` : text),
    isMet,
  }));
  return otherGoals > 0 ? [...rows, { title: `${otherGoals} more`, text: '', isMet: null }] : rows;
}

/** What the days are, in a sentence. */
export function rulesText({ zone, week, dayStart }: WeeklyReport): string {
  return `Week ${week} (ISO 8601), Monday to Sunday in ${zone}${dayStart === 0 ? '' : `, days from ${clockTextOf(dayStart)}`}.`;
}

/** `12.4%`. */
export function percentText(percent: number): string {
  return `${Math.round(percent * 10) / 10}%`;
}

function streakText({ days, longest }: WeeklyReport['streak']): string {
  const most = longest >= STREAK_DAYS ? `${STREAK_DAYS} or more` : `${longest}`;
  return days === longest ? most : `${days}, at most ${most} within a year`;
}

function signed(percent: number): string {
  return `${percent > 0 ? '+' : '−'}${percentText(Math.abs(percent))}`;
}
