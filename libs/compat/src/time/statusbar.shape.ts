import type { SummariesResult } from '@app/analytics';
import { isoSeconds, localDate } from '@app/core';
import { toDayRange, toGrandTotal, toItemLists, totalOf } from './items.shape.js';
import type { StatusBar } from './statusbar.dto.js';

/**
 * The status bar from a summary of today (contract §1.4): `has_team_features` and `cached_at` at top level, where both CLIs read them, and
 * `text`, which chronova-cli takes on its second try (§3.5.12). `now` in ms since 1970. A summary of several days gives the last.
 */
export function toStatusBar(answer: SummariesResult, { now, hasTeamFeatures }: { now: number; hasTeamFeatures: boolean }): StatusBar {
  const day = answer.days.at(-1);
  if (!day || !answer.sees.own) throw new RangeError('A status bar needs a day, one’s own.');
  const total = toGrandTotal(totalOf(day.lists));
  return {
    cached_at: isoSeconds(now),
    has_team_features: hasTeamFeatures,
    text: total.text,
    data: {
      grand_total: total,
      ...toItemLists(day.lists, 'seconds'),
      range: toDayRange(day, answer.zone, localDate(answer.zone, now)),
    },
  };
}
