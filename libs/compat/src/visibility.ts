import { type NamedTime, noLists, type StatsResult, type SummariesResult } from '@app/analytics';
import { mapInTurns } from '@app/core';
import type { LastHeartbeat } from '@app/heartbeats';
import type { UserProfile, Visibility } from '@app/users';
import type { Item, ItemLists } from './time/items.dto.js';
import { type Style, toGrandTotal, toItems } from './time/items.shape.js';
import type { Stats } from './time/stats.dto.js';
import { toStats } from './time/stats.shape.js';
import type { Summaries } from './time/summaries.dto.js';
import { toSummaries } from './time/summaries.shape.js';
import type { UserAnswer } from './people/users.dto.js';
import { toUser } from './people/users.shape.js';

/*
 * How answers say what somebody sees of a user. What that is, is decided where time is read (`visible.ts` of `@app/analytics`): a result has
 * nothing that is not public, but the weights of percentages.
 *
 * - A dimension that is not public is an empty list.
 * - Where the amount of time is not public, every amount is that of a user without any time; items of public lists keep name and percentage.
 * - Where languages are not public, totals do not tell the time of the language Other: they are those of all languages.
 * - `is_other_usage_visible` is whether any list is public: github-readme-stats shows no card at all without it. Lists that are not stay empty.
 * - Short entries are left out of one's own lists only: else lists would tell an amount.
 */

/** Stats of a range, as far as the result may be seen. `now` in ms since 1970. */
export function toVisibleStats(result: StatsResult, question: { now: number; applyMinimum?: boolean }): Stats {
  const { sees } = result;
  if (sees.own) return toStats(result, question);
  const { now } = question;
  const counted = sees.loggedTime ? result : { ...result, lists: noLists() };
  return {
    data: {
      ...toStats(counted, { now }).data,
      ...visibleLists(toStats(result, { now }).data, sees, 'minutes'),
      is_coding_activity_visible: sees.loggedTime,
      is_language_usage_visible: sees.languages,
      is_editor_usage_visible: sees.editors,
      is_category_usage_visible: sees.categories,
      is_os_usage_visible: sees.operatingSystems,
      is_other_usage_visible: sees.projects || sees.languages || sees.editors || sees.categories || sees.operatingSystems || sees.machines,
    },
  };
}

/** Summaries, as far as the result may be seen. `now` in ms since 1970. */
export async function toVisibleSummaries(result: SummariesResult, question: { now: number; applyMinimum?: boolean }): Promise<Summaries> {
  const { sees, filter } = result;
  if (sees.own) return toSummaries(result, { ...question, ...filter });
  const asked = { now: question.now, ...filter };
  const shown = await toSummaries(result, asked);
  const counted = sees.loggedTime
    ? shown
    : await toSummaries({ ...result, days: result.days.map((day) => ({ ...day, lists: noLists() })) }, asked);
  return {
    ...counted,
    data: await mapInTurns(shown.data, ({ grand_total, branches, ...day }) => ({
      ...day,
      ...visibleLists(day, sees, 'seconds'),
      ...(branches && { branches: visibleItems(branches, sees.projects, sees, 'seconds') }),
      grand_total: sees.loggedTime ? grand_total : toGrandTotal(0),
    })),
  };
}

/** The account. Others get its name, picture, zone and what is public, and for the rest what a client can read: null, false, the free plan. */
export function toVisibleUser(user: UserProfile, last: LastHeartbeat | undefined, publicUrl: string, sees: Visibility): UserAnswer {
  return sees.own ? toUser(user, last, publicUrl) : toUser(publicPart(user), undefined, publicUrl);
}

function publicPart({
  publicId,
  username,
  displayName,
  zone,
  timeout,
  writesOnly,
  countsExternal,
  weekdayStart,
  shares,
  isHireable,
  countryCode,
  createdAt,
}: UserProfile): UserProfile {
  return {
    id: 0,
    publicId,
    username,
    displayName,
    email: null,
    emailConfirmed: false,
    zone,
    // By which rules their time is counted: statistics say it too.
    timeout,
    writesOnly,
    countsExternal,
    weekdayStart,
    dayStart: 0,
    plan: 'free',
    isProfilePrivate: false,
    shares,
    displayMinimumDuration: 0,
    isOnLeaderboard: false,
    weeklyReport: false,
    isHireable,
    countryCode,
    createdAt,
    modifiedAt: null,
  };
}

function visibleLists(lists: ItemLists, sees: Visibility, style: Style): ItemLists {
  return {
    categories: visibleItems(lists.categories, sees.categories, sees, style),
    projects: visibleItems(lists.projects, sees.projects, sees, style),
    languages: visibleItems(lists.languages, sees.languages, sees, style),
    editors: visibleItems(lists.editors, sees.editors, sees, style),
    operating_systems: visibleItems(lists.operating_systems, sees.operatingSystems, sees, style),
    dependencies: visibleItems(lists.dependencies, sees.projects, sees, style),
    machines: visibleItems(lists.machines, sees.machines, sees, style),
  };
}

/** A list of stats, as far as it may be seen: nothing, names and percentages, or all of it. */
export function visibleItemsOf(times: readonly NamedTime[], visible: boolean, sees: Visibility): Item[] {
  return visibleItems(toItems(times, 'minutes'), visible, sees, 'minutes');
}

function visibleItems<T extends Item>(items: T[], visible: boolean, sees: Visibility, style: Style): T[] {
  if (!visible) return [];
  return sees.loggedTime ? items : items.map((item) => ({ ...item, ...noAmount(item, style) }));
}

/** An item's name and percentage, with no time. */
function noAmount({ name, percent }: Item, style: Style): Item {
  const none: NamedTime = { name, us: 0 };
  const [item] = toItems([none], style);
  if (!item) throw new RangeError('A list of one has one.');
  return { ...item, percent };
}
