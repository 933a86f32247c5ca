/** How amounts, days and ids are written (contract §4.2, §1.1). Amounts are integer µs, instants µs since 1970. */
import { addDays, dateOf, dayNumber, isoSeconds, must, offsetSegments, uuidV8Of, weekdayOf } from '@app/core';

const US_PER_SECOND = 1_000_000;
const US_PER_MINUTE = 60 * US_PER_SECOND;
/** By their number: 0 = Sunday, 0 = January. */
export const SHORT_WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Seconds with their fraction. */
export function secondsOf(us: number): number {
  return us / US_PER_SECOND;
}

/** Whole hours, and the whole minutes and seconds beside them. */
export function partsOf(us: number): { hours: number; minutes: number; seconds: number } {
  const seconds = Math.floor(us / US_PER_SECOND);
  return { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
}

/** `1,234 hrs 5 mins`, `1 hr`, `12 mins`; below a minute `7 secs`. As summaries and the status bar write. */
export function textOf(us: number): string {
  return us < US_PER_MINUTE ? counted(partsOf(us).seconds, 'sec') : longText(us);
}

/** The same with `0 secs` for all below a minute. As stats and all time write. */
export function minutesTextOf(us: number): string {
  return us < US_PER_MINUTE ? '0 secs' : longText(us);
}

/** `1:12`, hours and minutes. */
export function digitalOf(us: number): string {
  const { hours, minutes } = partsOf(us);
  return `${hours}:${twoDigits(minutes)}`;
}

/** `2:17:36`, hours, minutes and seconds. */
export function digitalSecondsOf(us: number): string {
  return `${digitalOf(us)}:${twoDigits(partsOf(us).seconds)}`;
}

/** Hours to two decimals, counting whole minutes: `1.20`. */
export function decimalOf(us: number): string {
  const { hours, minutes } = partsOf(us);
  return (hours + minutes / 60).toFixed(2);
}

/** Share of the total in percent, to two decimals. */
export function percentOf(us: number, total: number): number {
  return total === 0 ? 0 : Math.round((us / total) * 10_000) / 100;
}

/** A number to two decimals. */
export function roundedTo2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** `Today`, `Yesterday`, else `Sun Jan 29th 2023`. Both `YYYY-MM-DD`, in the answer's zone. */
export function dayTextOf(date: string, today: string): string {
  if (date === today) return 'Today';
  if (date === addDays(today, -1)) return 'Yesterday';
  return dateTextOf(date);
}

/** `Sun Jan 29th 2023`, of `YYYY-MM-DD`. */
export function dateTextOf(date: string): string {
  const weekday = SHORT_WEEKDAYS[weekdayOf(dayNumber(date))];
  const day = Number(date.slice(8, 10));
  return `${weekday} ${SHORT_MONTHS[Number(date.slice(5, 7)) - 1]} ${day}${ordinalSuffix(day)} ${date.slice(0, 4)}`;
}

/** `Mon Jan 23`, of `YYYY-MM-DD`, as goals write. */
export function shortDateTextOf(date: string): string {
  return dateTextOf(date).replace(/(?:st|nd|rd|th) \d+$/, '');
}

/** An instant, µs since 1970, as `2026-01-02T03:04:05Z`: UTC, whole seconds (§1.1). */
export function isoOf(us: number): string {
  return isoSeconds(Math.floor(us / 1000));
}

/** An instant, µs since 1970, by the clocks of a zone: `Sun Jan 29th 2023, 14:05`. */
export function localTextOf(us: number, zone: string): string {
  const { offset } = must(offsetSegments(zone, us, us + 1)[0], 'offset');
  const minutes = Math.floor(us / US_PER_MINUTE) + offset * 15;
  const day = Math.floor(minutes / 1440);
  const minute = minutes - day * 1440;
  return `${dateTextOf(dateOf(day))}, ${clockTextOf(minute)}`;
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long ago an instant was: `2 hours ago`, the largest unit that is whole; `just now` for what is no second old, or ahead. */
export function agoOf(us: number, nowUs: number): string {
  const seconds = Math.floor((nowUs - us) / US_PER_SECOND);
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? [];
  return length === undefined ? 'just now' : `${counted(Math.floor(seconds / length), unit)} ago`;
}

/** The last second of a day or range that ends before `to`: `…:59Z` (case 31). A day that never was has no last second: its start. */
export function lastSecondOf({ from, to }: { from: number; to: number }): string {
  return isoOf(Math.max(from, to - US_PER_SECOND));
}

/** The id of a machine, which is known by its name only: a UUIDv8 of the name's SHA-256, so it is the same everywhere and never null (§1.4). */
export function machineNameId(name: string): string {
  return uuidV8Of(`machine:${name}`);
}

function longText(us: number): string {
  const { hours, minutes } = partsOf(us);
  return [hours > 0 ? counted(hours, 'hr') : '', minutes > 0 ? counted(minutes, 'min') : ''].filter((part) => part !== '').join(' ');
}

function counted(n: number, unit: string): string {
  return `${String(n).replace(/\B(?=(\d{3})+$)/g, ',')} ${unit}${n === 1 ? '' : 's'}`;
}

/** `04:00`, of minutes after midnight. */
export function clockTextOf(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
