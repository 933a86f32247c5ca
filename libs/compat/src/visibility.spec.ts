import {
  type AllTimeResult,
  HIDDEN,
  hiddenDimensions,
  type ListedTime,
  type ListName,
  noLists,
  type StatsResult,
  type SummariesResult,
  type TimeLists,
  toLists,
} from '@app/analytics';
import { EVERYTHING, type UserProfile, type Visibility } from '@app/users';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toAllTime } from './time/all-time.shape.js';
import { toStats } from './time/stats.shape.js';
import { toSummaries } from './time/summaries.shape.js';
import { toUser } from './people/users.shape.js';
import { toVisibleStats, toVisibleSummaries, toVisibleUser } from './visibility.js';

const DAY_US = 86_400_000_000;
const now = Date.parse('2026-11-24T12:00:00Z');
const FROM = Date.parse('2026-11-23T00:00:00Z') * 1000;
const MINUTE_US = 60_000_000;

/** Amounts that no other number of an answer is like: 17 and 31 minutes, and some seconds. */
const AMOUNTS = [17 * MINUTE_US + 1_234_567, 31 * MINUTE_US + 7_654_321];
const total = AMOUNTS.reduce((sum, us) => sum + us, 0);
const WORDS = ['project', 'branch', 'language', 'category', 'editor', 'system', 'machine', 'model', 'agent'];
const dependency = [{ name: 'secret-dependency', us: 17 * MINUTE_US }];
const lists: TimeLists = {
  ...toLists(
    AMOUNTS.flatMap((us, n) =>
      WORDS.map((word, list): ListedTime => [list, word === 'language' && n === 0 ? '' : `secret-${word}-${n}`, us]),
    ),
  ),
  dependency,
};
const entity = [{ name: '/home/secret-name/a.ts', us: 17 * MINUTE_US }];
const rules = { zone: 'UTC', timeout: 15, writesOnly: false, displayMinimum: 20 * MINUTE_US };
const bounds = [0, 1].map((n) => ({ date: `2026-11-2${3 + n}`, from: FROM + n * DAY_US, to: FROM + (n + 1) * DAY_US }));

const stats: StatsResult = {
  ...rules,
  sees: EVERYTHING,
  owner: { publicId: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', username: 'ada', createdAt: now },
  range: { ok: true, range: 'x', humanReadable: 'x', first: '2026-11-23', last: '2026-11-24', includesToday: true },
  days: bounds.map((day, n) => ({ ...day, us: n === 0 ? total : 0 })),
  lists,
  hours: Array.from({ length: 24 }, (_, h) => (h === 9 ? total : 0)),
};
const summaries: SummariesResult = {
  ...rules,
  sees: EVERYTHING,
  filter: { project: 'secret-project-1' },
  days: bounds.map((day, n) => ({
    ...day,
    lists: n === 0 ? { ...lists, entity } : noLists(),
  })),
  availableBranches: ['secret-branch-1'],
};
const allTime: AllTimeResult = {
  ...rules,
  sees: EVERYTHING,
  us: total,
  activeDays: 1,
  first: bounds[0] ?? { date: '', from: 0, to: 0 },
  last: bounds[1] ?? { date: '', from: 0, to: 0 },
};

const NOTHING: Visibility = {
  own: false,
  loggedTime: false,
  languages: false,
  projects: false,
  editors: false,
  operatingSystems: false,
  categories: false,
  machines: false,
};
const others = fc.record({
  own: fc.constant(false),
  loggedTime: fc.boolean(),
  languages: fc.boolean(),
  projects: fc.boolean(),
  editors: fc.boolean(),
  operatingSystems: fc.boolean(),
  categories: fc.boolean(),
  machines: fc.boolean(),
});

/** What the queries return: what is not public was not read (test/e2e/public-data.e2e-spec.ts holds them to it). */
const readFor = (sees: Visibility) => {
  const hidden = new Set<string>(hiddenDimensions(sees));
  const seen = (read: TimeLists): TimeLists => {
    const list = (name: ListName) => (hidden.has(name) && read[name].length > 0 ? [{ name: HIDDEN, us: total }] : read[name]);
    return {
      project: list('project'),
      branch: list('branch'),
      language: list('language'),
      category: list('category'),
      editor: list('editor'),
      operatingSystem: list('operatingSystem'),
      machine: list('machine'),
      aiModel: list('aiModel'),
      aiAgent: list('aiAgent'),
      dependency: sees.projects ? read.dependency : [],
      entity: sees.own ? read.entity : [],
    };
  };
  const amount = <T extends { us: number }>(time: T): T => (sees.loggedTime ? time : { ...time, us: 0 });
  const seenStats: StatsResult = {
    ...stats,
    sees,
    days: stats.days.map(amount),
    lists: seen(stats.lists),
    hours: stats.hours.map((us) => amount({ us }).us),
  };
  const seenSummaries: SummariesResult = {
    ...summaries,
    sees,
    filter: sees.projects ? summaries.filter : {},
    days: summaries.days.map((day) => ({ ...day, lists: seen(day.lists) })),
    availableBranches: sees.projects ? summaries.availableBranches : [],
  };
  const seenAllTime: AllTimeResult = sees.loggedTime
    ? { ...allTime, sees }
    : { ...allTime, sees, us: 0, activeDays: 0, first: allTime.last };
  return { stats: seenStats, summaries: seenSummaries, allTime: seenAllTime };
};

const answersTo = async (sees: Visibility) => {
  const read = readFor(sees);
  return {
    stats: toVisibleStats(read.stats, { now, applyMinimum: true }),
    summaries: await toVisibleSummaries(read.summaries, { now, applyMinimum: true }),
    allTime: toAllTime(read.allTime, { now }),
  };
};
/** Every number and text in an answer that is not 0 and not one of the places where amounts cannot be. */
const amountsIn = (value: unknown, name = ''): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((v) => amountsIn(v, name));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([n, v]) => amountsIn(v, n));
  return /seconds|^decimal$|^digital|^text$|^human_readable_(total|daily)|^hours$|^minutes$|average|^holidays$|days_minus/.test(name)
    ? [value]
    : [];
};
const NO_AMOUNT = new Set<unknown>([0, '0 secs', '0:00', '0:00:00', '0.00', 'Today', 'Yesterday', 2]);

describe('what others see', () => {
  it('is nothing but that there is somebody, when nothing is public', async () => {
    const text = JSON.stringify(await answersTo(NOTHING));
    expect(text).not.toContain('secret');
    expect(amountsIn(await answersTo(NOTHING)).filter((amount) => !NO_AMOUNT.has(amount))).toEqual([]);
  });

  it('is, of oneself, what the plain answers say', async () => {
    const project = 'secret-project-1';
    expect(await answersTo(EVERYTHING)).toEqual({
      stats: toStats(stats, { now, applyMinimum: true }),
      summaries: await toSummaries(summaries, { now, applyMinimum: true, project, branches: undefined }),
      allTime: toAllTime(allTime, { now }),
    });
  });

  it('has the names of exactly the dimensions that are public, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(others, async (sees) => {
        const text = JSON.stringify(await answersTo(sees));
        const shown = ['project', 'branch', 'dependency', 'language', 'category', 'editor', 'system', 'machine', 'name', 'model'].filter(
          (what) => text.toLowerCase().includes(`secret-${what}`),
        );
        const flags = { project: sees.projects, branch: sees.projects, dependency: sees.projects, language: sees.languages };
        const rest = { category: sees.categories, editor: sees.editors, system: sees.operatingSystems, machine: sees.machines };
        expect(shown).toEqual(
          Object.entries({ ...flags, ...rest })
            .filter(([, visible]) => visible)
            .map(([what]) => what),
        );
      }),
    );
  });

  it('has no amount anywhere unless the amount is public', async () => {
    await fc.assert(
      fc.asyncProperty(others, async (sees) => {
        const amounts = amountsIn(await answersTo({ ...sees, loggedTime: false })).filter((amount) => !NO_AMOUNT.has(amount));
        expect(amounts).toEqual([]);
      }),
    );
  });

  it('keeps names and percentages of public lists when the amount is not public', async () => {
    const { data } = (await answersTo({ ...NOTHING, languages: true })).stats;
    expect(data.languages).toEqual([
      expect.objectContaining({ name: 'secret-language-1', percent: 64.65, total_seconds: 0, text: '0 secs', digital: '0:00', hours: 0 }),
      expect.objectContaining({ name: 'Other', percent: 35.35, total_seconds: 0 }),
    ]);
    expect(data).toMatchObject({ is_coding_activity_visible: false, is_language_usage_visible: true, is_editor_usage_visible: false });
  });

  it('does so in summaries, which write seconds, and for branches with projects', async () => {
    const [day] = (await answersTo({ ...NOTHING, projects: true })).summaries.data;
    const nothing = { total_seconds: 0, text: '0 secs', digital: '0:00:00', decimal: '0.00', hours: 0, minutes: 0, seconds: 0 };
    expect(day?.projects).toEqual([
      { ...nothing, name: 'secret-project-1', percent: 64.65 },
      { ...nothing, name: 'secret-project-0', percent: 35.35 },
    ]);
    expect(day?.branches).toEqual([
      { ...nothing, name: 'secret-branch-1', percent: 64.65 },
      { ...nothing, name: 'secret-branch-0', percent: 35.35 },
    ]);
    expect(day).toMatchObject({ grand_total: { total_seconds: 0, text: '0 secs' }, languages: [] });
  });

  it('is the same total with and without the language Other when languages are not public', async () => {
    const { data } = (await answersTo({ ...NOTHING, loggedTime: true })).stats;
    expect(data.total_seconds).toBe(total / 1e6);
    expect(data.total_seconds_including_other_language).toBe(total / 1e6);
    expect((await answersTo({ ...NOTHING, loggedTime: true, languages: true })).stats.data.total_seconds).toBeLessThan(total / 1e6);
  });

  it('leaves no short entries out', async () => {
    expect((await answersTo({ ...EVERYTHING, own: false })).stats.data.projects).toHaveLength(2);
    expect((await answersTo(EVERYTHING)).stats.data.projects).toHaveLength(1);
  });

  it('says "other" is visible when any list is', async () => {
    const other = async (sees: Partial<Visibility>) => (await answersTo({ ...NOTHING, ...sees })).stats.data.is_other_usage_visible;
    const flags = ['projects', 'languages', 'editors', 'categories', 'operatingSystems', 'machines'] as const;
    expect(await Promise.all(flags.map((list) => other({ [list]: true })))).toEqual(flags.map(() => true));
    expect(await other({ loggedTime: true })).toBe(false);
  });
});

describe('an account', () => {
  const shares = {
    loggedTime: true,
    languages: false,
    projects: true,
    editors: false,
    operatingSystems: true,
    categories: false,
    machines: true,
  };
  const user: UserProfile = {
    id: 7,
    publicId: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19',
    username: 'ada',
    displayName: 'Ada',
    email: 'secret@example.org',
    emailConfirmed: true,
    zone: 'Asia/Kathmandu',
    timeout: 5,
    writesOnly: true,
    countsExternal: true,
    weekdayStart: 3,
    dayStart: 240,
    plan: 'secret-plan',
    isProfilePrivate: true,
    shares,
    displayMinimumDuration: 20,
    isOnLeaderboard: true,
    weeklyReport: true,
    isHireable: true,
    countryCode: 'DE',
    createdAt: now - 86_400_000,
    modifiedAt: now,
  };
  const last = { time: now * 1000, plugin: 'secret-plugin', editor: 'secret-editor', project: 'secret-project', branch: 'secret-branch' };
  const seen = (sees: Visibility) => toVisibleUser(user, last, 'https://time.example', sees);

  it('is all there for its owner', () => {
    expect(seen(EVERYTHING)).toEqual(toUser(user, last, 'https://time.example'));
  });

  it('shows others name, picture, zone, rules of time and what is public, and nothing else, however much is public', () => {
    const { data } = seen({ ...EVERYTHING, own: false });
    expect(JSON.stringify(data)).not.toContain('secret');
    expect(data).toEqual({
      ...toUser(user, undefined, 'https://time.example').data,
      day_start: '00:00',
      email: null,
      is_email_confirmed: false,
      plan: 'free',
      subscription: { plan: 'free', status: 'active' },
      subscriptionPlan: 'free',
      has_premium_features: false,
      is_profile_private: false,
      displayMinimumDuration: 0,
      is_on_leaderboard: false,
      weekly_report: false,
      modified_at: null,
    });
  });
});
