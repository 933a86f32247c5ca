import type { Leader as RankedLeader, LeadersResult } from '@app/analytics';
import { isoSeconds } from '@app/core';
import { toCity } from '../people/users.shape.js';
import { dayTextOf, isoOf, lastSecondOf, minutesTextOf, percentOf, secondsOf } from '../texts.js';
import { toItems } from '../time/items.shape.js';
import type { Leader, Leaders, LeadersRange } from './leaders.dto.js';

/** What leaders are said to be joined by where each has a rule of their own: WakaTime's defaults. */
const DEFAULT_TIMEOUT = 15;

/** How many leaders a page has. */
const PAGE = 100;

/**
 * A page of a leaderboard (contract §1.8, §3.5.7). `now` in ms since 1970; `rangeAsText`: the query has a range. `publicUrl` is where this
 * server's pictures are.
 */
export function toLeaders(
  result: LeadersResult,
  { now, rangeAsText, publicUrl }: { now: number; rangeAsText: boolean; publicUrl: string },
): Leaders {
  const modified = isoSeconds(result.computedAt ?? now);
  const toOne = (leader: RankedLeader): Leader => toLeader(leader, { range: result.range, modified, publicUrl });
  return {
    current_user: result.own ? { ...toOne(result.own), page: Math.ceil(result.own.rank / PAGE) } : null,
    data: result.leaders.map(toOne),
    page: result.page,
    total_pages: Math.max(1, Math.ceil(result.total / PAGE)),
    total: result.total,
    range: rangeAsText ? result.range : toLeadersRange(result),
    language: result.language ?? null,
    country_code: result.countryCode ?? null,
    is_hireable: result.isHireable ?? null,
    modified_at: modified,
    timeout: DEFAULT_TIMEOUT,
    writes_only: false,
  };
}

function toLeader(leader: RankedLeader, { range, modified, publicUrl }: { range: string; modified: string; publicUrl: string }): Leader {
  const average = leader.activeDays === 0 ? 0 : Math.round(leader.us / leader.activeDays);
  const whole = Math.max(
    leader.us,
    leader.languages.reduce((sum, { us }) => sum + us, 0),
  );
  const photo = `${publicUrl}/photo/${leader.publicId}`;
  return {
    rank: leader.rank,
    running_total: {
      total_seconds: secondsOf(leader.us),
      human_readable_total: minutesTextOf(leader.us),
      daily_average: Math.round(secondsOf(average)),
      human_readable_daily_average: minutesTextOf(average),
      languages: toItems(leader.languages, 'minutes').map((item, n) => ({
        ...item,
        // Of all their time, whatever language the board is of: the list has the first ten, and what is beyond cannot make one more than all.
        percent: Math.min(100, percentOf(leader.languages[n]?.us ?? 0, whole)),
      })),
      range,
      modified_at: modified,
    },
    user: {
      id: leader.publicId,
      username: leader.username,
      display_name: leader.displayName,
      full_name: leader.displayName,
      email: null,
      public_email: null,
      is_email_public: false,
      website: null,
      human_readable_website: null,
      location: null,
      is_hireable: leader.isHireable,
      city: toCity(leader.countryCode),
      photo,
      avatar_url: photo,
      photo_public: false,
      is_photo_public: false,
    },
  };
}

function toLeadersRange({ range, from, to, first, last }: LeadersResult): LeadersRange {
  return {
    start_date: isoOf(from),
    start_text: dayTextOf(first, last),
    end_date: lastSecondOf({ from, to }),
    end_text: dayTextOf(last, last),
    name: range,
    text: range.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  };
}
