import type { ActivityTime, AllTimeResult, NamedTime, StatsResult, SummariesResult, TimeRules } from '@app/analytics';
import type { LastHeartbeat } from '@app/heartbeats';
import type { Subject, UserProfile, Visibility } from '@app/users';
import type { AllTime } from './time/all-time.dto.js';
import { toAllTime } from './time/all-time.shape.js';
import type { Item, ItemLists } from './time/items.dto.js';
import { type Style, toGrandTotal, toItems } from './time/items.shape.js';
import { rulesOf, type TimeParams } from './time/time-params.dto.js';
import type { Stats } from './time/stats.dto.js';
import { toStats } from './time/stats.shape.js';
import type { Summaries } from './time/summaries.dto.js';
import { type SummariesQuestion, toSummaries } from './time/summaries.shape.js';
import type { UserAnswer } from './people/users.dto.js';
import { toUser } from './people/users.shape.js';

/*
 * What somebody sees of a user: everything of one's own, of others what they made public. Decided here and nowhere else.
 *
 * - A dimension that is not public is an empty list. Branches, dependencies and the filter `project=` belong to projects. Entities are never
 *   public: they are paths, which name people and customers, and no flag stands for them.
 * - Where the amount of time is not public, every amount is that of a user without any time; items of public lists keep name and percentage,
 *   always by the owner's own timeout and zone.
 * - Where languages are not public, totals do not tell the time of the language Other: they are those of all languages.
 * - `is_other_usage_visible` stands for what has no flag of its own: projects and machines, both (contract §1.5).
 * - Short entries are left out of one's own lists only: else lists would tell an amount.
 */

/** The project and branches that may be asked for: elsewhere a project that there is would answer differently from one that there is not. */
export function visibleFilter(
  { project, branches }: Pick<SummariesQuestion, 'project' | 'branches'>,
  sees: Visibility,
): Pick<SummariesQuestion, 'project' | 'branches'> {
  return sees.projects ? { project, branches } : {};
}

/**
 * Whose time, by which rules. Where the amount is not public, by the owner's own: with other timeouts and zones the percentages of a list
 * change by gaps whose length the question says, and so tell amounts.
 */
export function visibleRules({ userId, visibility }: Subject, params: TimeParams): TimeRules {
  return visibility.loggedTime ? rulesOf({ userId }, params) : { userId };
}

/** Stats of a range. `now` in ms since 1970. */
export function toVisibleStats(answer: StatsResult, question: { now: number; applyMinimum?: boolean }, sees: Visibility): Stats {
  if (sees.own) return toStats(answer, question);
  const { now } = question;
  const known = { ...answer, activities: answer.activities.map((activity) => withoutHidden(activity, sees)) };
  const counted = sees.loggedTime ? known : { ...known, days: daysWithoutTime(answer), hours: answer.hours.map(() => 0), activities: [] };
  return {
    data: {
      ...toStats(counted, { now }).data,
      ...visibleLists(toStats(known, { now }).data, sees, 'minutes'),
      is_coding_activity_visible: sees.loggedTime,
      is_language_usage_visible: sees.languages,
      is_editor_usage_visible: sees.editors,
      is_category_usage_visible: sees.categories,
      is_os_usage_visible: sees.operatingSystems,
      is_other_usage_visible: sees.projects && sees.machines,
    },
  };
}

/** Summaries; `question` with the filter that `visibleFilter` lets pass. */
export function toVisibleSummaries(answer: SummariesResult, question: SummariesQuestion, sees: Visibility): Summaries {
  if (sees.own) return toSummaries(answer, question);
  const asked = { ...question, applyMinimum: false };
  const known = {
    ...answer,
    days: answer.days.map((day) => ({ ...day, activities: day.activities.map((activity) => withoutHidden(activity, sees)), entities: [] })),
  };
  const shown = toSummaries(known, asked);
  const counted = sees.loggedTime ? shown : toSummaries({ ...known, days: known.days.map((day) => ({ ...day, activities: [] })) }, asked);
  return {
    ...counted,
    data: shown.data.map(({ grand_total, branches, ...day }) => ({
      ...day,
      ...visibleLists(day, sees, 'seconds'),
      ...(branches && { branches: visibleItems(branches, sees.projects, sees, 'seconds') }),
      grand_total: sees.loggedTime ? grand_total : toGrandTotal(0),
    })),
  };
}

/** All time. Where the amount is not public, as if the account began today. `now` in ms since 1970. */
export function toVisibleAllTime(answer: AllTimeResult, question: { now: number }, sees: Visibility): AllTime {
  return toAllTime(sees.loggedTime ? answer : { ...answer, us: 0, activeDays: 0, first: answer.last }, question);
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
  weekdayStart,
  shares,
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
    weekdayStart,
    plan: 'free',
    isProfilePrivate: false,
    shares,
    displayMinimumDuration: 0,
    createdAt,
    modifiedAt: null,
  };
}

/** In place of what is not public; its list is left out as well. */
const HIDDEN = 'hidden';

function withoutHidden(activity: ActivityTime, sees: Visibility): ActivityTime {
  return {
    us: activity.us,
    project: sees.projects ? activity.project : HIDDEN,
    branch: sees.projects ? activity.branch : HIDDEN,
    language: sees.languages ? activity.language : HIDDEN,
    category: sees.categories ? activity.category : HIDDEN,
    editor: sees.editors ? activity.editor : HIDDEN,
    operatingSystem: sees.operatingSystems ? activity.operatingSystem : HIDDEN,
    machine: sees.machines ? activity.machine : HIDDEN,
    aiModel: HIDDEN,
  };
}

/** The days of the question, all of them empty. All time would begin with the first heartbeat: it is today alone. */
function daysWithoutTime({ days, range }: StatsResult): StatsResult['days'] {
  return (range.first === null ? days.slice(-1) : days).map((day) => ({ ...day, us: 0 }));
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
