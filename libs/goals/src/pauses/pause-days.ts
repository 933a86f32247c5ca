import { badParameter, dateOf, dayNumber } from '@app/core';

/** Days back that a pause may begin: who was ill adds it afterwards. */
export const LONGEST_BACK = 30;
/** Days ahead that it may begin or end. */
const LONGEST_AHEAD = 3_660;

/** The first day of a pause, `YYYY-MM-DD` or null for today, as a day number. Refused: too far away. */
export function checkedFrom(from: string | null, today: number): number {
  const day = from === null ? today : dayNumber(from);
  if (day < today - LONGEST_BACK)
    throw badParameter('from', `It lies more than ${LONGEST_BACK} days back. Begin on ${dateOf(today - LONGEST_BACK)} or later.`);
  if (day > today + LONGEST_AHEAD) throw badParameter('from', 'It lies more than ten years ahead.');
  return day;
}

/** The last day, null for none. Refused: before the first day, or too far away. */
export function checkedUntil(until: string | null, fromDay: number, today: number): number | null {
  if (until === null) return null;
  const day = dayNumber(until);
  if (day < fromDay) throw badParameter('until', `It lies before ${dateOf(fromDay)}, when the pause begins.`);
  if (day > today + LONGEST_AHEAD) throw badParameter('until', 'It lies more than ten years ahead.');
  return day;
}

/** The same for a pause that ends already, on `before`: it cannot grow over days that none could be made for. */
export function checkedNewUntil(
  until: string | null,
  { fromDay, untilDay }: { fromDay: number; untilDay: number | null },
  today: number,
): number | null {
  const day = checkedUntil(until, fromDay, today);
  if (untilDay !== null && untilDay + 1 < today - LONGEST_BACK && (day === null || day > untilDay))
    throw badParameter('until', `This pause ended more than ${LONGEST_BACK} days ago and cannot go on. Make another one.`);
  return day;
}
