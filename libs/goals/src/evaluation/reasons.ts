import { textOf } from '@app/compat';
import type { Ignored, JudgedPeriod } from './judge-periods.js';

/** Why a period is what it is: a sentence, and the same in a few words. */
export interface Reason {
  reason: string;
  short: string;
}

/** Why: `Coded 1 hr 48 mins, 1 hr 12 mins under 3 hrs` and `1 hr 12 mins under`; `Paused: vacation` where it is. */
export function reasonOf(period: JudgedPeriod, daysPerWeek: number | null): Reason {
  const ignored = ignoredReason(period);
  if (ignored !== undefined) return { reason: ignored, short: ignored };
  const { us, targetUs, metDays } = period;
  if (daysPerWeek !== null) {
    const short = `${metDays} of ${daysPerWeek} days`;
    return { reason: `${short} ${period.version.isInverse ? 'kept to' : 'reached'} ${textOf(targetUs)}`, short };
  }
  const short = us === targetUs ? 'exactly the target' : `${textOf(Math.abs(us - targetUs))} ${us > targetUs ? 'over' : 'under'}`;
  return { reason: `Coded ${textOf(us)}, ${us === targetUs ? 'which is' : short} ${textOf(targetUs)}`, short };
}

function ignoredReason({ ignored, pause }: JudgedPeriod): string | undefined {
  if (ignored === null) return undefined;
  if (ignored === 'paused') return `Paused: ${pause}`;
  if (ignored === 'paused-in-part') return pause === 'snoozed' ? 'Snoozed in part' : `Paused in part: ${pause}`;
  return IGNORED[ignored];
}

const IGNORED: Readonly<Record<Exclude<Ignored, 'paused' | 'paused-in-part'>, string>> = {
  'before-history': 'Before there was any time',
  disabled: 'Disabled',
  snoozed: 'Snoozed',
  weekday: 'An ignored weekday',
  'no-time': 'No time, which is ignored',
  'cut-short': 'Cut short by a change of the calendar',
};
