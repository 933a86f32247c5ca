import type { ActivityTime } from '@app/analytics';
import { dayNumber, weekdayOf } from '@app/core';
import { dateTextOf, minutesTextOf, SHORT_MONTHS, SHORT_WEEKDAYS } from '../texts.js';
import { NOT_SHOWN } from './badge.shape.js';
import type { ActivityParams } from './pictures.dto.js';
import { escaped, picture } from './svg.js';

const CELL = 11;
const PITCH = 14;
const LEFT = 46;
const TOP = 62;
const RIGHT = 18;
/** Weeks between two names of months, so that none is over another. */
const WEEKS_OF_A_NAME = 3;
const LEVELS = 4;

interface Day {
  date: string;
  us: number;
}

/** A year as a calendar: a column a week, a row a weekday, each day coloured by its time. Without time that may be seen: a card that says so. */
export function toActivity(activity: ActivityTime | null, { theme = 'auto', hide_border: hideBorder }: ActivityParams): string {
  if (activity === null) return nothing({ theme, hideBorder });
  const { days, weekdayStart, username, range } = activity;
  const weeks = weeksOf(days, weekdayStart);
  const total = days.reduce((sum, { us }) => sum + us, 0);
  const active = days.filter(({ us }) => us > 0);
  const best = active.reduce<Day | undefined>((a, b) => (a === undefined || b.us > a.us ? b : a), undefined);
  const width = LEFT + weeks.length * PITCH + RIGHT;
  const height = TOP + 7 * PITCH + 34;
  const facts = `${minutesTextOf(total)} on ${active.length} of ${days.length} days`;
  return picture(
    {
      width,
      height,
      theme,
      hideBorder,
      title: `Coding time of ${username}, ${range}`,
      description: best ? `${facts}. Most on ${dateTextOf(best.date)}: ${minutesTextOf(best.us)}.` : `${facts}.`,
    },
    [
      `<text class="text" x="${LEFT - 28}" y="28" font-size="14" font-weight="600">${escaped(`${minutesTextOf(total)}, ${range}`)}</text>`,
      ...namesOfMonths(weeks),
      ...namesOfWeekdays(weekdayStart),
      ...cells(weeks, thresholdsOf(active)),
      ...legend(width, height),
    ],
  );
}

/** In place of a picture whose time is not shown, whatever the reason. */
export function nothing({ theme, hideBorder }: { theme: 'auto' | 'light' | 'dark'; hideBorder?: boolean }): string {
  return picture({ width: 320, height: 72, theme, hideBorder, title: 'Coding time', description: NOT_SHOWN }, [
    '<text class="text" x="20" y="31" font-size="14" font-weight="600">Coding time</text>',
    `<text class="muted" x="20" y="52" font-size="12">${NOT_SHOWN}</text>`,
  ]);
}

/** Seven places a week; a place before the first day or after the last one is empty. */
function weeksOf(days: readonly Day[], weekdayStart: number): (Day | undefined)[][] {
  const [first] = days;
  if (!first) return [];
  const before = (weekdayOf(dayNumber(first.date)) - weekdayStart + 7) % 7;
  const places = [...Array.from({ length: before }, () => undefined), ...days];
  return Array.from({ length: Math.ceil(places.length / 7) }, (_, week) => Array.from({ length: 7 }, (__, row) => places[week * 7 + row]));
}

/** The least time of the second, third and fourth level: the quarters of the days with time. */
function thresholdsOf(active: readonly Day[]): number[] {
  const times = active.map(({ us }) => us).toSorted((a, b) => a - b);
  return Array.from({ length: LEVELS - 1 }, (_, n) => times[Math.ceil(((n + 1) * times.length) / LEVELS)] ?? Number.POSITIVE_INFINITY);
}

function cells(weeks: readonly (Day | undefined)[][], thresholds: readonly number[]): string[] {
  return weeks.flatMap((week, column) =>
    week.flatMap((day, row) => {
      if (!day) return [];
      const level = day.us === 0 ? 'empty' : `level-${1 + thresholds.filter((least) => day.us >= least).length}`;
      const title = `${dateTextOf(day.date)}: ${day.us === 0 ? 'no time' : minutesTextOf(day.us)}`;
      const [x, y] = [LEFT + column * PITCH, TOP + row * PITCH];
      return `<rect class="${level}" x="${x}" y="${y}" width="${CELL}" height="${CELL}" rx="2"><title>${title}</title></rect>`;
    }),
  );
}

/** Over the week that has the first of a month. */
function namesOfMonths(weeks: readonly (Day | undefined)[][]): string[] {
  let last = -WEEKS_OF_A_NAME;
  return weeks.flatMap((week, column) => {
    const first = column === 0 ? week.find((day) => day) : week.find((day) => day?.date.endsWith('-01'));
    // The month that has only begun to go gives way to the next one.
    if (!first || column - last < WEEKS_OF_A_NAME || (column === 0 && Number(first.date.slice(8)) > 14)) return [];
    last = column;
    return label(LEFT + column * PITCH, TOP - 8, SHORT_MONTHS[Number(first.date.slice(5, 7)) - 1] ?? '');
  });
}

function namesOfWeekdays(weekdayStart: number): string[] {
  return [1, 3, 5].map((weekday) => label(LEFT - 28, TOP + ((weekday - weekdayStart + 7) % 7) * PITCH + 9, SHORT_WEEKDAYS[weekday] ?? ''));
}

function legend(width: number, height: number): string[] {
  const x = width - RIGHT - 5 * PITCH - 30;
  const y = height - 16;
  const classes = ['empty', ...Array.from({ length: LEVELS }, (_, n) => `level-${n + 1}`)];
  return [
    `<text class="muted" x="${x - 6}" y="${y}" font-size="10" text-anchor="end">Less</text>`,
    ...classes.map((name, n) => `<rect class="${name}" x="${x + n * PITCH}" y="${y - 9}" width="${CELL}" height="${CELL}" rx="2"/>`),
    label(x + 5 * PITCH + 4, y, 'More'),
  ];
}

function label(x: number, y: number, text: string): string {
  return `<text class="muted" x="${x}" y="${y}" font-size="10">${text}</text>`;
}
