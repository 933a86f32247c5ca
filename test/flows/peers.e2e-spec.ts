/* oxlint-disable jest/expect-expect -- every expectation of a story is in tell() and look() */
import { OPERATOR, SERVER } from '@app/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RebuildRollUps, RollUpUser } from '@app/analytics';
import { ChangeTimeSettings } from '@app/users';
import { connect, type Connection } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

/**
 * The sequences that Wakapi and Hackatime were seen to answer wrongly, told as users meet them. Every number is the definition's
 * (docs/architecture.md, The rules of time), by hand: a gap of at most 15 minutes counts whole for the earlier heartbeat, a longer one and
 * the last heartbeat nothing.
 *
 * Each story is lived by two users: one is rolled up after every arrival, one only when all is over. All answers are asked for after every
 * arrival, before and after the roll-up, and at last after everything is computed anew. No gap is longer than 15 and at most 16 minutes, so
 * the answers with `timeout=16`, which no roll-up helps, are the same.
 */

type Heartbeat = Record<string, unknown> & { time: number };
/** Seconds by project, by local day; other days have none. */
type Days = Record<string, Record<string, number>>;
type Body = Answer['body'];
type Get = (url: string) => Promise<Body>;

interface Arrival {
  sent: readonly Heartbeat[];
  /** Heartbeats in a request; left out: all in one. */
  by?: number;
  /** How many of them are bad. */
  refused?: number;
  /** What every answer shows from then on. */
  shows: Days;
  /** What else is seen then. */
  also?: (get: Get) => Promise<void>;
}

interface Place {
  zone?: string;
  now?: string;
  /** The local day of `now`. */
  today?: string;
}

const MINUTE = 60;
const HOUR = 3600;
const NOON = '2026-11-24T12:00Z';
const TODAY = '2026-11-24';
const YESTERDAY = '2026-11-23';
const DAY_BEFORE = '2026-11-22';
const BULK = '/api/v1/users/current/heartbeats.bulk';
const UA = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';

const ENGINE = {
  project: 'engine',
  branch: 'main',
  language: 'Go',
  entity: '/engine/main.go',
  type: 'file',
  user_agent: UA,
  machine: 'desk',
};
const WHEEL = { ...ENGINE, project: 'wheel', branch: 'dev', language: 'Markdown', entity: '/wheel/README.md' };
const LOOM = {
  ...ENGINE,
  project: 'loom',
  language: 'Rust',
  entity: '/loom/lib.rs',
  machine: 'laptop',
  user_agent: UA.replace('vscode/1.95.0 vscode', 'vim/9.0 vim'),
};

const at = (iso: string): number => Date.parse(iso) / 1000;
/** A heartbeat at the beginning and every so many seconds, the last one at the end. */
const block = (start: string, seconds: number, what: object = ENGINE, every = 2 * MINUTE): Heartbeat[] =>
  Array.from({ length: seconds / every + 1 }, (_, n) => ({ ...what, time: at(start) + n * every }));
const beat = (time: string, what: object = ENGINE): Heartbeat => ({ ...what, time: at(time) });
const sum = (list: readonly number[]): number => micros(list.reduce((a, b) => a + b, 0));
/** Sums of seconds are floats; heartbeats are whole microseconds. */
const micros = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
const times = (list: readonly { name: string; total_seconds: number }[]): Record<string, number> =>
  Object.fromEntries(list.map((l) => [l.name, l.total_seconds]));
const LISTS = ['projects', 'languages', 'categories', 'editors', 'operating_systems', 'machines'];

describe('what peers get wrong:', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(() => {
    app.clock.at = Date.parse(NOON);
  });

  const getAs =
    (user: TestUser): Get =>
    async (url) => {
      const answer = await app.get(`users/current/${url}`, user);
      expect([url, answer.status, answer.body.error]).toEqual([url, 200, undefined]);
      return answer.body;
    };
  const getFromWaka = async (user: TestUser, url: string) =>
    (await app.call('GET', `/api/v1/compat/waka/users/current/${url}`, user)).body.data;

  const marks = async (user: TestUser): Promise<number> =>
    (await db.query('SELECT count(*)::int AS n FROM dirty_days WHERE user_id = $1', [user.userId])).rows[0].n;

  /** Two workers at once: a job may run twice. */
  async function rollUp(user: TestUser): Promise<void> {
    await Promise.all(
      [new RollUpUser(SERVER, user.userId), new RollUpUser(SERVER, user.userId)].map((command) => app.commands.execute(command)),
    );
    expect(await marks(user)).toBe(0);
  }

  async function send(user: TestUser, { sent, by = sent.length, refused = 0 }: Pick<Arrival, 'sent' | 'by' | 'refused'>): Promise<void> {
    const statuses: number[] = [];
    for (let n = 0; n < sent.length; n += by) {
      const answer = await app.call('POST', BULK, user, sent.slice(n, n + by));
      expect(answer.status).toBe(201);
      statuses.push(...answer.body.responses.map(([, status]: [unknown, number]) => status));
    }
    expect(statuses.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: sent.length }, (_, n) => (n < sent.length - refused ? 201 : 400)),
    );
  }

  async function tell(arrivals: readonly Arrival[], { zone = 'UTC', now = NOON, today = TODAY }: Place = {}): Promise<void> {
    app.clock.at = Date.parse(now);
    const [often, once] = [await app.newUser({ zone }), await app.newUser({ zone })];
    const lookAt = async (user: TestUser, { shows, also }: Arrival) => {
      await look(user, shows, today);
      await also?.(getAs(user));
    };
    for (const arrival of arrivals) {
      for (const user of [often, once]) {
        await send(user, arrival);
        // What follows is read live.
        expect(await marks(user)).toBeGreaterThan(0);
        await lookAt(user, arrival);
      }
      await rollUp(often);
      await lookAt(often, arrival);
    }
    const end = arrivals.at(-1);
    if (!end) throw new Error('A story has an arrival.');
    await rollUp(once);
    await lookAt(once, end);
    await app.commands.execute(new RebuildRollUps(SERVER, often.userId));
    await lookAt(often, end);
  }

  /** Every answer, side by side. */
  async function look(user: TestUser, shows: Days, today: string): Promise<void> {
    const get = getAs(user);
    const dates = Object.keys(shows).toSorted();
    const range = `start=${dates[0]}&end=${dates.at(-1)}`;
    const projects = [...new Set(Object.values(shows).flatMap((day) => Object.keys(day)))];
    const totals = Object.fromEntries(dates.map((date) => [date, sum(Object.values(shows[date] ?? {}))]));
    const total = sum(Object.values(totals));
    const ofProject = Object.fromEntries(projects.map((name) => [name, sum(dates.map((date) => shows[date]?.[name] ?? 0))]));
    const withTime = (days: Body[], dayOf: (day: Body) => [date: string, seconds: number, shown: unknown]) =>
      Object.fromEntries(days.map(dayOf).flatMap(([date, seconds, shown]) => (seconds > 0 || date in shows ? [[date, shown]] : [])));
    const byProject = (days: Body[]) => withTime(days, (d) => [d.range.date, d.grand_total.total_seconds, times(d.projects)]);

    const whole = await get(`summaries?${range}`);
    const stats = (await get(`stats/${dates[0]}_to_${dates.at(-1)}`)).data;
    const bar = (await get('statusbar/today')).data;
    const eachDay: Body[] = [];
    const durations: Days = {};
    for (const date of dates) {
      eachDay.push(...(await get(`summaries?start=${date}&end=${date}`)).data);
      const spent: Record<string, number> = {};
      for (const { project, duration } of (await get(`durations?date=${date}`)).data) {
        if (duration > 0) spent[project] = micros((spent[project] ?? 0) + duration);
      }
      durations[date] = spent;
    }
    const inProject: Record<string, number> = {};
    const allOfProject: Record<string, number> = {};
    for (const name of projects) {
      inProject[name] = (await get(`summaries?${range}&project=${name}`)).cumulative_total.seconds;
      allOfProject[name] = (await get(`all_time_since_today?project=${name}`)).data.total_seconds;
    }

    expect({
      summaries: byProject(whole.data),
      summariesOfEachDay: byProject(eachDay),
      summariesNotFromRollUps: byProject((await get(`summaries?${range}&timeout=16`)).data),
      total: whole.cumulative_total.seconds,
      everyListAddsUp: withTime(whole.data, (d) => [
        d.range.date,
        d.grand_total.total_seconds,
        LISTS.map((list) => sum(Object.values(times(d[list])))),
      ]),
      durations,
      statusBar: [bar.range.date, times(bar.projects), bar.grand_total.total_seconds],
      statsByDay: withTime(stats.daily_stats, (d) => [d.date, d.total_seconds, d.total_seconds]),
      statsByProject: times(stats.projects),
      statsTotal: stats.total_seconds_including_other_language,
      hoursOfTheDay: sum(stats.hourly_stats.map((h: { total_seconds: number }) => h.total_seconds)),
      allTime: (await get('all_time_since_today')).data.total_seconds,
      inProject,
      allOfProject,
    }).toEqual({
      summaries: shows,
      summariesOfEachDay: shows,
      summariesNotFromRollUps: shows,
      total,
      everyListAddsUp: Object.fromEntries(dates.map((date) => [date, LISTS.map(() => totals[date])])),
      durations: shows,
      statusBar: [today, shows[today] ?? {}, totals[today] ?? 0],
      statsByDay: totals,
      statsByProject: ofProject,
      statsTotal: total,
      hoursOfTheDay: total,
      allTime: total,
      inProject: ofProject,
      allOfProject: ofProject,
    });
  }

  describe('what comes after a summary was made is counted at once', () => {
    const hour = block('2026-11-24T06:00Z', HOUR);

    it.each<[string, Heartbeat[], Heartbeat[], Record<string, number>, Record<string, number>]>([
      ['the second half of a block', hour.slice(0, 16), hour.slice(16), { engine: 1800 }, { engine: 3600 }],
      ['more of the same project', hour, block('2026-11-24T07:01:40Z', 500, ENGINE, 100), { engine: 3600 }, { engine: 4200 }],
      [
        'another project without a break',
        hour,
        block('2026-11-24T07:01:40Z', 500, WHEEL, 100),
        { engine: 3600 },
        { engine: 3700, wheel: 500 },
      ],
      [
        'two blocks after breaks',
        hour,
        [...block('2026-11-24T07:20Z', 1800, WHEEL), ...block('2026-11-24T08:10Z', 2400)],
        { engine: 3600 },
        { engine: 6000, wheel: 1800 },
      ],
      [
        'three blocks after breaks',
        hour,
        [...block('2026-11-24T07:20Z', 1800, WHEEL), ...block('2026-11-24T08:10Z', 2400), ...block('2026-11-24T09:10Z', 1200, LOOM)],
        { engine: 3600 },
        { engine: 6000, wheel: 1800, loom: 1200 },
      ],
      [
        'two blocks, the first without a break',
        hour,
        [...block('2026-11-24T07:01:40Z', 1800, WHEEL), ...block('2026-11-24T07:51:40Z', 2400)],
        { engine: 3600 },
        { engine: 6100, wheel: 1800 },
      ],
      [
        'three hours of another project after a single heartbeat',
        [beat('2026-11-24T06:00Z')],
        block('2026-11-24T06:02Z', 3 * HOUR, WHEEL),
        {},
        { engine: 120, wheel: 10_800 },
      ],
    ])('%s', async (_, first, second, before, after) => {
      await tell([
        { sent: first, shows: { [TODAY]: before } },
        { sent: second, shows: { [TODAY]: after } },
      ]);
    });

    it('the block being worked on, heartbeat by heartbeat, with the project changing every 10 minutes', async () => {
      const day = block('2026-11-24T06:00Z', 98 * MINUTE).map((h, n) => ({ ...h, ...(Math.floor(n / 5) % 2 === 0 ? ENGINE : WHEEL) }));
      await tell([
        { sent: day.slice(0, 8), by: 1, shows: { [TODAY]: { engine: 600, wheel: 240 } } },
        { sent: day.slice(8, 15), by: 1, shows: { [TODAY]: { engine: 1080, wheel: 600 } } },
        { sent: day.slice(15, 29), by: 1, shows: { [TODAY]: { engine: 1800, wheel: 1560 } } },
        { sent: day.slice(29), by: 1, shows: { [TODAY]: { engine: 3000, wheel: 2880 } } },
      ]);
    });
  });

  describe('no block of a finished day is counted twice', () => {
    it.each<[string, Heartbeat[], Days]>([
      [
        'three blocks of three projects',
        [
          ...block('2026-11-23T09:00Z', 50 * MINUTE),
          ...block('2026-11-23T10:30Z', 30 * MINUTE, WHEEL),
          ...block('2026-11-23T11:30Z', 20 * MINUTE, LOOM),
        ],
        { [YESTERDAY]: { engine: 3000, wheel: 1800, loom: 1200 } },
      ],
      [
        'two blocks on each of two days',
        [DAY_BEFORE, YESTERDAY].flatMap((date) => [
          ...block(`${date}T09:00Z`, 50 * MINUTE),
          ...block(`${date}T11:00Z`, 20 * MINUTE, WHEEL),
        ]),
        { [DAY_BEFORE]: { engine: 3000, wheel: 1200 }, [YESTERDAY]: { engine: 3000, wheel: 1200 } },
      ],
      ['one block', block('2026-11-23T09:00Z', 50 * MINUTE, ENGINE, 5 * MINUTE), { [YESTERDAY]: { engine: 3000 } }],
    ])('%s', async (_, sent, shows) => {
      await tell([
        { sent, shows },
        { sent: block('2026-11-24T08:00Z', 10 * MINUTE), shows: { ...shows, [TODAY]: { engine: 600 } } },
      ]);
    });

    it('the same block sent again by an offline queue', async () => {
      const ada = await app.newUser();
      const sent = block('2026-11-23T09:00Z', 50 * MINUTE);
      await send(ada, { sent });
      await rollUp(ada);
      await send(ada, { sent: sent.toReversed(), by: 7 });
      // Nothing was new, so nothing is to be computed.
      expect(await marks(ada)).toBe(0);
      await look(ada, { [YESTERDAY]: { engine: 3000 } }, TODAY);
      expect((await getAs(ada)('heartbeats?per_page=1')).total).toBe(26);
    });
  });

  describe('time over midnight is whole, and each day has its part', () => {
    const zones: [zone: string, offset: string, today: string][] = [
      ['UTC', 'Z', TODAY],
      ['America/New_York', '-05:00', TODAY],
      ['America/St_Johns', '-03:30', TODAY],
      ['Pacific/Honolulu', '-10:00', TODAY],
      ['Europe/Berlin', '+01:00', TODAY],
      ['Asia/Kathmandu', '+05:45', TODAY],
      ['Pacific/Auckland', '+13:00', '2026-11-25'],
    ];
    const bothDays: Days = { [DAY_BEFORE]: { engine: 540 }, [YESTERDAY]: { engine: 60, wheel: 600 } };

    it.each(zones)('in %s, the evening first', async (zone, offset, today) => {
      await tell(
        [
          { sent: block(`2026-11-22T23:51${offset}`, 8 * MINUTE), shows: { [DAY_BEFORE]: { engine: 480 }, [YESTERDAY]: {} } },
          { sent: block(`2026-11-23T00:01${offset}`, 10 * MINUTE, WHEEL), shows: bothDays },
        ],
        { zone, today },
      );
    });

    it.each(zones.filter(([zone]) => ['UTC', 'America/New_York', 'Pacific/Auckland'].includes(zone)))(
      'in %s, the morning first',
      async (zone, offset, today) => {
        await tell(
          [
            { sent: block(`2026-11-23T00:01${offset}`, 10 * MINUTE, WHEEL), shows: { [DAY_BEFORE]: {}, [YESTERDAY]: { wheel: 600 } } },
            { sent: block(`2026-11-22T23:51${offset}`, 8 * MINUTE), shows: bothDays },
          ],
          { zone, today },
        );
      },
    );

    it.each(zones.filter(([zone]) => ['America/New_York', 'Europe/Berlin'].includes(zone)))(
      'in %s, two hours with a heartbeat every 5 minutes',
      async (zone, offset, today) => {
        await tell(
          [
            {
              sent: block(`2026-11-22T23:00${offset}`, 2 * HOUR, ENGINE, 5 * MINUTE),
              shows: { [DAY_BEFORE]: { engine: 3600 }, [YESTERDAY]: { engine: 3600 } },
            },
          ],
          { zone, today },
        );
      },
    );

    it.each([
      ['America/New_York', DAY_BEFORE, TODAY],
      ['Pacific/Honolulu', DAY_BEFORE, TODAY],
      ['Europe/Berlin', YESTERDAY, TODAY],
      ['Asia/Kathmandu', YESTERDAY, TODAY],
      ['Pacific/Auckland', YESTERDAY, '2026-11-25'],
    ])('in %s, the server’s midnight cuts nothing', async (zone, date, today) => {
      await tell(
        [
          { sent: block('2026-11-22T23:51Z', 8 * MINUTE), shows: { [date]: { engine: 480 } } },
          { sent: block('2026-11-23T00:01Z', 10 * MINUTE, WHEEL), shows: { [date]: { engine: 600, wheel: 600 } } },
        ],
        { zone, today },
      );
    });

    it('with two heartbeats only', async () => {
      await tell([
        { sent: [beat('2026-11-22T23:55:30Z')], shows: { [DAY_BEFORE]: {}, [YESTERDAY]: {} } },
        { sent: [beat('2026-11-23T00:04:30Z')], shows: { [DAY_BEFORE]: { engine: 270 }, [YESTERDAY]: { engine: 270 } } },
      ]);
    });

    it('and goes with its user into another zone', async () => {
      const ada = await app.newUser({ zone: 'America/New_York' });
      await send(ada, { sent: block('2026-11-21T23:00-05:00', 2 * HOUR) });
      const inNewYork: Days = { '2026-11-21': { engine: 3600 }, '2026-11-22': { engine: 3600 } };
      await look(ada, inNewYork, TODAY);
      await rollUp(ada);
      await look(ada, inNewYork, TODAY);
      for (const [zone, shows, today] of [
        ['Europe/Berlin', { '2026-11-21': {}, '2026-11-22': { engine: 7200 } }, TODAY],
        ['Pacific/Honolulu', { '2026-11-21': { engine: 7200 }, '2026-11-22': {} }, TODAY],
        ['Pacific/Kiritimati', { '2026-11-21': {}, '2026-11-22': { engine: 7200 } }, '2026-11-25'],
      ] as const) {
        await app.commands.execute(new ChangeTimeSettings(OPERATOR, ada.userId, { zone }));
        await look(ada, shows, today);
        await rollUp(ada);
        await look(ada, shows, today);
      }
    });
  });

  describe('what arrives late is seen at once, in the day and in the week', () => {
    // Two days, each 50 minutes from 9 and a lone heartbeat at 11.
    const before = [DAY_BEFORE, YESTERDAY].flatMap((date) => [
      ...block(`${date}T09:00Z`, 50 * MINUTE, ENGINE, 5 * MINUTE),
      beat(`${date}T11:00Z`),
    ]);
    const shown: Days = { [DAY_BEFORE]: { engine: 3000 }, [YESTERDAY]: { engine: 3000 } };

    it.each<[string, Heartbeat[], Days]>([
      ['after the last block', block('2026-11-23T13:00Z', 1800, WHEEL), { [YESTERDAY]: { engine: 3000, wheel: 1800 } }],
      ['between two blocks', block('2026-11-23T10:10Z', 1200, WHEEL), { [YESTERDAY]: { engine: 3000, wheel: 1200 } }],
      ['between two blocks, right after one', block('2026-11-23T10:00Z', 1200, WHEEL), { [YESTERDAY]: { engine: 3600, wheel: 1200 } }],
      ['before the first block', block('2026-11-23T07:00Z', 1800, WHEEL), { [YESTERDAY]: { engine: 3000, wheel: 1800 } }],
      ['inside a block, from another machine', [beat('2026-11-23T09:12Z', LOOM)], { [YESTERDAY]: { engine: 2820, loom: 180 } }],
      ['on the day before, after its last block', block('2026-11-22T13:00Z', 1800, WHEEL), { [DAY_BEFORE]: { engine: 3000, wheel: 1800 } }],
      ['a day earlier than everything', block('2026-11-21T13:00Z', 1800, WHEEL), { '2026-11-21': { wheel: 1800 } }],
    ])('%s', async (_, sent, changed) => {
      await tell([
        { sent: before, shows: shown },
        { sent, shows: { ...shown, ...changed } },
        {
          sent: block('2026-11-24T06:00Z', 10 * MINUTE),
          shows: { ...shown, ...changed, [TODAY]: { engine: 600 } },
          also: async (get) => {
            const week = [...Object.values({ ...shown, ...changed }).flatMap((day) => Object.values(day)), 600];
            expect((await get('stats/last_7_days')).data.total_seconds_including_other_language).toBe(sum(week));
          },
        },
      ]);
    });

    it('with something of today already there', async () => {
      const today = { [TODAY]: { engine: 600 } };
      await tell([
        { sent: [...before, ...block('2026-11-24T06:00Z', 10 * MINUTE)], shows: { ...shown, ...today } },
        {
          sent: block('2026-11-23T13:00Z', 1800, WHEEL),
          shows: { ...shown, [YESTERDAY]: { engine: 3000, wheel: 1800 }, ...today },
        },
      ]);
    });

    it('one after the other, everywhere', async () => {
      await tell([
        { sent: before, shows: shown },
        { sent: block('2026-11-23T13:00Z', 1800, WHEEL), shows: { ...shown, [YESTERDAY]: { engine: 3000, wheel: 1800 } } },
        { sent: block('2026-11-23T07:00Z', 1800, WHEEL), shows: { ...shown, [YESTERDAY]: { engine: 3000, wheel: 3600 } } },
        { sent: block('2026-11-23T10:10Z', 1200, LOOM), shows: { ...shown, [YESTERDAY]: { engine: 3000, wheel: 3600, loom: 1200 } } },
        { sent: [beat('2026-11-23T09:12Z', LOOM)], shows: { ...shown, [YESTERDAY]: { engine: 2820, wheel: 3600, loom: 1380 } } },
        {
          sent: block('2026-11-22T13:00Z', 1800, WHEEL),
          shows: { [DAY_BEFORE]: { engine: 3000, wheel: 1800 }, [YESTERDAY]: { engine: 2820, wheel: 3600, loom: 1380 } },
        },
      ]);
    });

    it('earlier on the same day, from a second machine that was offline', async () => {
      await tell([
        {
          sent: [...block('2026-11-24T00:10Z', 10 * MINUTE), ...block('2026-11-24T02:00Z', 10 * MINUTE)],
          shows: { [TODAY]: { engine: 1200 } },
        },
        { sent: block('2026-11-24T01:00Z', 30 * MINUTE, LOOM), shows: { [TODAY]: { engine: 1200, loom: 1800 } } },
      ]);
    });

    it('a heartbeat that joins what was apart', async () => {
      await tell([
        { sent: [beat('2026-11-24T10:00Z'), beat('2026-11-24T10:20Z')], shows: { [TODAY]: {} } },
        { sent: [beat('2026-11-24T10:10Z', WHEEL)], shows: { [TODAY]: { engine: 600, wheel: 600 } } },
      ]);
    });

    it('a heartbeat weeks before the first one, and all time begins there', async () => {
      const beginsOn = (date: string) => async (get: Get) => expect((await get('all_time_since_today')).data.range.start_date).toBe(date);
      await tell([
        { sent: before, shows: shown, also: beginsOn(DAY_BEFORE) },
        {
          sent: block('2026-10-31T09:00Z', 10 * MINUTE, WHEEL),
          shows: { '2026-10-31': { wheel: 600 }, ...shown },
          also: beginsOn('2026-10-31'),
        },
      ]);
    });

    it('three offline days, newest first, in many small requests', async () => {
      const [oldest, middle, newest] = ['2026-11-19', '2026-11-20', '2026-11-21'].map((date) =>
        block(`${date}T10:00Z`, HOUR, ENGINE, 5 * MINUTE).toReversed(),
      );
      if (!oldest || !middle || !newest) throw new Error('three days');
      const older = middle.flatMap((h, n) => [h, oldest[n] ?? h]);
      await tell([
        { sent: newest.slice(0, 7), by: 3, shows: { '2026-11-21': { engine: 1800 } } },
        { sent: newest.slice(7), by: 1, shows: { '2026-11-21': { engine: 3600 } } },
        {
          sent: older.slice(0, 14),
          by: 5,
          shows: { '2026-11-19': { engine: 1800 }, '2026-11-20': { engine: 1800 }, '2026-11-21': { engine: 3600 } },
        },
        {
          sent: older.slice(14),
          by: 5,
          shows: { '2026-11-19': { engine: 3600 }, '2026-11-20': { engine: 3600 }, '2026-11-21': { engine: 3600 } },
        },
      ]);
    });

    it.each([
      ['200 days', '2026-05-08'],
      ['two and a half years', '2024-05-08'],
      ['ten years', '2016-11-24'],
    ])('heartbeats that are %s old', async (_, date) => {
      await tell([
        { sent: block(`${date}T10:00Z`, 30 * MINUTE), shows: { [date]: { engine: 1800 } } },
        { sent: block(`${date}T10:32Z`, 30 * MINUTE, WHEEL), shows: { [date]: { engine: 1920, wheel: 1800 } } },
      ]);
    });
  });

  describe('a day on which the clocks change', () => {
    it.each<[zone: string, day: string, around: [string, string], midnight: string, hours: number, odd: [hour: number, seconds: number]]>([
      ['Europe/Berlin', '2026-03-29', ['2026-03-28', '2026-03-30'], '2026-03-28T23:00Z', 23, [2, 0]],
      ['Europe/Berlin', '2026-10-25', ['2026-10-24', '2026-10-26'], '2026-10-24T22:00Z', 25, [2, 7200]],
      ['America/New_York', '2026-03-08', ['2026-03-07', '2026-03-09'], '2026-03-08T05:00Z', 23, [2, 0]],
      ['America/New_York', '2026-11-01', ['2026-10-31', '2026-11-02'], '2026-11-01T04:00Z', 25, [1, 7200]],
      ['Asia/Beirut', '2026-03-29', ['2026-03-28', '2026-03-30'], '2026-03-28T22:00Z', 23, [0, 0]],
      ['America/Havana', '2026-11-01', ['2026-10-31', '2026-11-02'], '2026-11-01T04:00Z', 25, [0, 7200]],
      ['Australia/Lord_Howe', '2026-04-05', ['2026-04-04', '2026-04-06'], '2026-04-04T13:00Z', 24.5, [1, 5400]],
      ['Australia/Lord_Howe', '2026-10-04', ['2026-10-03', '2026-10-05'], '2026-10-03T13:30Z', 23.5, [2, 1800]],
    ])('%s, %s, is as long as it is', async (zone, day, [eve, after], midnight, hours, [oddHour, oddSeconds]) => {
      // A heartbeat every 15 minutes, from 15 minutes before the day to 15 minutes after it; every other one arrives late.
      const line = block(new Date(Date.parse(midnight) - 900_000).toISOString(), hours * HOUR + 1800, ENGINE, 900);
      await tell(
        [
          { sent: line.filter((_, n) => n % 2 === 0), shows: { [eve]: {}, [day]: {}, [after]: {} } },
          {
            sent: line.filter((_, n) => n % 2 === 1),
            by: 20,
            shows: { [eve]: { engine: 900 }, [day]: { engine: hours * HOUR }, [after]: { engine: 900 } },
            also: async (get) => {
              const { hourly_stats } = (await get(`stats/${day}`)).data;
              expect(hourly_stats).toEqual(
                Array.from({ length: 24 }, (_, hour) => ({ hour, total_seconds: hour === oddHour ? oddSeconds : 3600 })),
              );
            },
          },
        ],
        { zone },
      );
    });

    it.each<[string, zone: string, now: string, starts: [string, string, string], bounds: [string, string]]>([
      [
        'half past midnight after 23 hours in Berlin',
        'Europe/Berlin',
        '2026-03-30T00:30+02:00',
        ['2026-03-28T00:05+01:00', '2026-03-29T00:05+01:00', '2026-03-30T00:05+02:00'],
        ['2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
      ],
      [
        'half past midnight after 25 hours in Berlin',
        'Europe/Berlin',
        '2026-10-26T00:30+01:00',
        ['2026-10-24T00:05+02:00', '2026-10-25T00:05+02:00', '2026-10-26T00:05+01:00'],
        ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
      ],
      [
        'the 25th hour in Berlin',
        'Europe/Berlin',
        '2026-10-25T23:30+01:00',
        ['2026-10-23T00:05+02:00', '2026-10-24T00:05+02:00', '2026-10-25T00:05+02:00'],
        ['2026-10-23T22:00:00Z', '2026-10-24T21:59:59Z'],
      ],
      [
        'half past midnight after 25 hours in New York',
        'America/New_York',
        '2026-11-02T00:30-05:00',
        ['2026-10-31T00:05-04:00', '2026-11-01T00:05-04:00', '2026-11-02T00:05-05:00'],
        ['2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z'],
      ],
      [
        'half past midnight after a day without a midnight in Beirut',
        'Asia/Beirut',
        '2026-03-30T00:30+03:00',
        ['2026-03-28T00:05+02:00', '2026-03-29T01:05+03:00', '2026-03-30T00:05+03:00'],
        ['2026-03-28T22:00:00Z', '2026-03-29T20:59:59Z'],
      ],
    ])('yesterday is the day before, at %s', async (_, zone, now, [early, yesterday, today], [start, end]) => {
      const date = (iso: string): string => iso.slice(0, 10);
      await tell(
        [
          {
            sent: [...block(early, 300, ENGINE, 300), ...block(today, 900, ENGINE, 300)],
            shows: { [date(early)]: { engine: 300 }, [date(yesterday)]: {}, [date(today)]: { engine: 900 } },
            also: async (get) => expect((await get('stats/yesterday')).data).toMatchObject({ start, end, projects: [] }),
          },
          {
            sent: block(yesterday, 600, WHEEL, 300),
            shows: { [date(early)]: { engine: 300 }, [date(yesterday)]: { wheel: 600 }, [date(today)]: { engine: 900 } },
            also: async (get) => {
              const { data } = await get('stats/yesterday');
              expect([data.start, data.end, times(data.projects)]).toEqual([start, end, { wheel: 600 }]);
              const summaries = await get('summaries?range=Yesterday');
              expect([summaries.start, summaries.end, summaries.cumulative_total.seconds]).toEqual([start, end, 600]);
              expect(summaries.data.map((d: Body) => d.range.date)).toEqual([date(yesterday)]);
            },
          },
        ],
        { zone, now, today: date(today) },
      );
    });
  });

  it('last_7_days is seven whole days, wherever in the day one asks and however long they are', async () => {
    // One of the days has 25 hours. The first block ends 20 minutes before the first day begins.
    const sent = [
      ...block('2026-10-21T23:30+02:00', 10 * MINUTE),
      ...block('2026-10-22T00:00+02:00', 5 * MINUTE, ENGINE, MINUTE),
      ...block('2026-10-27T10:00+01:00', 20 * MINUTE),
      ...block('2026-10-28T00:00+01:00', 14 * MINUTE, WHEEL),
    ];
    const shows = {
      '2026-10-21': { engine: 600 },
      '2026-10-22': { engine: 300 },
      '2026-10-27': { engine: 1200 },
      '2026-10-28': { wheel: 840 },
    };
    for (const now of ['2026-10-28T00:15+01:00', '2026-10-28T12:00+01:00', '2026-10-28T23:45+01:00']) {
      await tell(
        [
          {
            sent,
            by: 10,
            shows,
            also: async (get) => {
              const { data } = await get('stats/last_7_days');
              expect([data.start, data.end]).toEqual(['2026-10-21T22:00:00Z', '2026-10-28T22:59:59Z']);
              expect(times(data.projects)).toEqual({ engine: 1500, wheel: 840 });
              const before = (await get('stats/last_7_days?is_including_today=false')).data;
              expect([before.start, before.end]).toEqual(['2026-10-20T22:00:00Z', '2026-10-27T22:59:59Z']);
              expect(times(before.projects)).toEqual({ engine: 2100 });
              const week = await get('summaries?range=Last%207%20Days');
              expect(week.data.map((d: Body) => d.grand_total.total_seconds)).toEqual([300, 0, 0, 0, 0, 1200, 840]);
              const fromYesterday = await get('summaries?range=Last%207%20Days%20from%20Yesterday');
              expect(fromYesterday.data.map((d: Body) => d.grand_total.total_seconds)).toEqual([600, 300, 0, 0, 0, 0, 1200]);
            },
          },
        ],
        { zone: 'Europe/Berlin', now, today: '2026-10-28' },
      );
    }
  });

  it('last_7_days under compat/waka is the same seven days, without today', async () => {
    const ada = await app.newUser({ zone: 'America/New_York' });
    await send(ada, { sent: [...block('2026-11-16T23:40-05:00', 600), ...block('2026-11-17T00:10-05:00', 300, ENGINE, 60)] });
    await send(ada, { sent: [...block('2026-11-23T23:30-05:00', 1200), ...block('2026-11-24T06:00-05:00', 600)] });
    const seen = async () => {
      const { start, end, total_seconds_including_other_language: seconds } = await getFromWaka(ada, 'stats/last_7_days');
      return [start, end, seconds];
    };
    const week = ['2026-11-17T05:00:00Z', '2026-11-24T04:59:59Z', 1500];
    expect(await seen()).toEqual(week);
    await rollUp(ada);
    expect(await seen()).toEqual(week);
  });

  describe('a filter comes after joining: it makes no false gaps and no false time', () => {
    it('of a branch of a project', async () => {
      const [a, b] = [
        { ...ENGINE, entity: '/engine/a.go' },
        { ...ENGINE, branch: 'dev', entity: '/engine/b.go' },
      ];
      const asks = (wanted: { dev: Record<string, number>; main: number; a: number; blocks: [string, number][] }) => async (get: Get) => {
        const range = `start=${TODAY}&end=${TODAY}&project=engine`;
        const b_only = await get(`summaries?${range}&branches=dev`);
        expect([times(b_only.data[0].branches), times(b_only.data[0].entities)]).toEqual([
          wanted.dev,
          Object.fromEntries(Object.values(wanted.dev).map((s) => ['/engine/b.go', s])),
        ]);
        const dev = wanted.dev['dev'] ?? 0;
        expect([b_only.cumulative_total.seconds, b_only.data[0].grand_total.total_seconds]).toEqual([dev, dev]);
        expect((await get(`summaries?${range}&branches=main`)).cumulative_total.seconds).toBe(wanted.main);
        expect((await get(`summaries?${range}&branches=main,dev`)).cumulative_total.seconds).toBe(wanted.main + dev);
        const all = (await get(`summaries?${range}`)).data[0];
        expect(times(all.branches)).toEqual({ main: wanted.main, ...wanted.dev });
        expect(times(all.entities)).toEqual({
          '/engine/a.go': wanted.a,
          ...Object.fromEntries(Object.values(wanted.dev).map((s) => ['/engine/b.go', s])),
        });
        const { data } = await get(`durations?date=${TODAY}&project=engine&branches=dev`);
        expect(data.map((d: { entity: string; duration: number }) => [d.entity, d.duration])).toEqual(wanted.blocks);
      };
      await tell([
        {
          sent: [
            beat('2026-11-24T10:00Z', a),
            beat('2026-11-24T10:05Z', { ...WHEEL, branch: 'main' }),
            beat('2026-11-24T10:12Z', a),
            beat('2026-11-24T10:20Z', WHEEL),
            beat('2026-11-24T10:40Z', WHEEL),
          ],
          shows: { [TODAY]: { engine: 780, wheel: 420 } },
          also: asks({ dev: {}, main: 780, a: 780, blocks: [] }),
        },
        {
          sent: [
            beat('2026-11-24T10:10Z', b),
            beat('2026-11-24T10:30Z', b),
            beat('2026-11-24T10:50Z', b),
            beat('2026-11-24T10:55Z', { ...b, entity: '/engine/a.go' }),
          ],
          // 10:00 a 5 min, 10:05 wheel 5, 10:10 b 2, 10:12 a 8, 10:20 wheel 10, 10:30 b 10, 10:40 wheel 10, 10:50 b 5, 10:55 nothing.
          shows: { [TODAY]: { engine: 1800, wheel: 1500 } },
          also: asks({
            dev: { dev: 1020 },
            main: 780,
            a: 780,
            blocks: [
              ['/engine/b.go', 120],
              ['/engine/b.go', 600],
              ['/engine/b.go', 300],
              ['/engine/a.go', 0],
            ],
          }),
        },
      ]);
    });

    it('of a project whose neighbours fill its breaks', async () => {
      await tell([
        { sent: [beat('2026-11-24T08:00Z'), beat('2026-11-24T08:20Z'), beat('2026-11-24T08:40Z')], shows: { [TODAY]: {} } },
        {
          sent: [beat('2026-11-24T08:10Z', WHEEL), beat('2026-11-24T08:30Z', LOOM)],
          shows: { [TODAY]: { engine: 1200, wheel: 600, loom: 600 } },
        },
      ]);
    });
  });

  describe('the sums over projects, languages, editors and machines are the total', () => {
    it('with two editors on two machines at once', async () => {
      await tell([
        { sent: block('2026-11-24T09:00Z', HOUR), shows: { [TODAY]: { engine: 3600 } } },
        // A minute after each of the others.
        { sent: block('2026-11-24T09:01Z', 58 * MINUTE, LOOM), shows: { [TODAY]: { engine: 1800, loom: 1800 } } },
      ]);
    });

    it('when a project has the last heartbeat only', async () => {
      await tell([
        {
          sent: [beat('2026-11-24T09:00Z'), beat('2026-11-24T09:01Z'), beat('2026-11-24T09:05Z', WHEEL)],
          shows: { [TODAY]: { engine: 300 } },
        },
      ]);
    });

    it('without two minutes for every break', async () => {
      await tell([
        { sent: [...block('2026-11-24T09:00Z', 120), ...block('2026-11-24T09:40Z', 120)], shows: { [TODAY]: { engine: 240 } } },
        { sent: block('2026-11-24T10:20Z', 120, WHEEL), shows: { [TODAY]: { engine: 240, wheel: 120 } } },
      ]);
    });

    it('to the fraction of a second', async () => {
      const T = at('2026-11-24T09:00Z');
      await tell([
        {
          sent: [ENGINE, WHEEL, LOOM, ENGINE].map((what, n) => ({ ...what, time: T + n * 10.75 })),
          shows: { [TODAY]: { engine: 10.75, wheel: 10.75, loom: 10.75 } },
        },
        { sent: [{ ...WHEEL, time: T + 32.375 }], shows: { [TODAY]: { engine: 10.875, wheel: 10.75, loom: 10.75 } } },
      ]);
    });
  });

  it('a project, branch and language first used today are in every list at once', async () => {
    const names = (list: { name: string }[]): string[] => list.map((l) => l.name);
    const past = { [DAY_BEFORE]: { engine: 1800 }, [YESTERDAY]: { engine: 1800 } };
    await tell([
      { sent: [DAY_BEFORE, YESTERDAY].flatMap((date) => block(`${date}T09:00Z`, 1800)), shows: past },
      {
        sent: block('2026-11-24T11:00Z', 120, { ...LOOM, branch: 'first' }),
        shows: { ...past, [TODAY]: { loom: 120 } },
        also: async (get) => {
          for (const { data } of [await get('statusbar/today'), await get('stats/today')]) {
            expect([names(data.projects), names(data.languages), names(data.machines), names(data.editors)]).toEqual([
              ['loom'],
              ['Rust'],
              ['laptop'],
              ['Vim'],
            ]);
          }
          const week = (await get('stats/last_7_days')).data;
          expect([names(week.projects), names(week.languages)]).toEqual([
            ['engine', 'loom'],
            ['Go', 'Rust'],
          ]);
          expect((await get('summaries?range=Last%207%20Days&project=loom')).available_branches).toEqual(['first']);
        },
      },
    ]);
  });

  describe('the same file in the same millisecond is two heartbeats', () => {
    it.each<[string, object, object]>([
      ['of two machines', { machine: 'desk' }, { machine: 'laptop' }],
      ['of two AI sessions', { ai_session: 'a', category: 'ai coding' }, { ai_session: 'b', category: 'ai coding' }],
      ['of one AI session that counts on', { ai_session: 'a', ai_output_tokens: 10 }, { ai_session: 'a', ai_output_tokens: 25 }],
      ['of two editors', { user_agent: UA }, { user_agent: LOOM.user_agent }],
      ['of two lines', { lineno: 10 }, { lineno: 200 }],
    ])('%s', async (_, one, other) => {
      const stored = (total: number) => async (get: Get) => expect((await get('heartbeats?per_page=1')).total).toBe(total);
      await tell([
        { sent: [beat('2026-11-24T09:00Z', { ...ENGINE, ...one })], shows: { [TODAY]: {} }, also: stored(1) },
        { sent: [beat('2026-11-24T09:00Z', { ...ENGINE, ...other })], shows: { [TODAY]: {} }, also: stored(2) },
        { sent: [beat('2026-11-24T09:01Z')], shows: { [TODAY]: { engine: 60 } }, also: stored(3) },
      ]);
    });
  });

  it('a placeholder is the project of the heartbeat before it, of the same request too', async () => {
    const last = { ...ENGINE, project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' };
    const resolved = [
      ['engine', 'main', 'Go'],
      ['engine', 'main', 'Go'],
      ['wheel', 'dev', 'Markdown'],
      ['wheel', 'dev', 'Markdown'],
      ['wheel', 'dev', 'Markdown'],
      ['loom', 'main', 'Rust'],
      ['loom', 'main', 'Rust'],
    ];
    await tell([
      { sent: block('2026-11-24T09:00Z', 600, ENGINE, 600), shows: { [TODAY]: { engine: 600 } } },
      {
        sent: [
          beat('2026-11-24T10:05Z', last),
          beat('2026-11-24T10:00Z', WHEEL),
          // What is refused leaves nothing behind.
          { ...LOOM, project: 'refused', branch: 'refused', language: 'refused', entity: null, time: at('2026-11-24T10:07Z') },
          beat('2026-11-24T10:10Z', last),
          beat('2026-11-24T10:15Z', LOOM),
          beat('2026-11-24T10:20Z', last),
        ],
        refused: 1,
        shows: { [TODAY]: { engine: 600, wheel: 900, loom: 300 } },
        also: async (get) => {
          const { data } = await get(`heartbeats?date=${TODAY}`);
          expect(data.map((h: Body) => [h.project, h.branch, h.language])).toEqual(resolved);
        },
      },
    ]);
  });

  it.each([
    ['America/New_York', '2026-11-22T05:00:00Z', '2026-11-23T04:59:59Z', '-05:00'],
    ['Pacific/Honolulu', '2026-11-22T10:00:00Z', '2026-11-23T09:59:59Z', '-10:00'],
    ['Europe/Berlin', '2026-11-21T23:00:00Z', '2026-11-22T22:59:59Z', '+01:00'],
    ['Pacific/Auckland', '2026-11-21T11:00:00Z', '2026-11-22T10:59:59Z', '+13:00'],
  ])('in %s the heartbeats of a date are those of that date, with their fractions', async (zone, start, end, offset) => {
    const ada = await app.newUser({ zone });
    const day = [`2026-11-22T00:00:00${offset}`, `2026-11-22T12:00:00.789${offset}`, `2026-11-22T23:59:59.999${offset}`].map((iso) =>
      beat(iso),
    );
    const around = [beat(`2026-11-21T23:59:59.999${offset}`), beat(`2026-11-23T00:00:00${offset}`)];
    await send(ada, { sent: [...around, ...day.toReversed()] });
    const listed = await getAs(ada)('heartbeats?date=2026-11-22');
    expect(listed.data.map((h: Heartbeat) => h.time)).toEqual(day.map((h) => h.time));
    expect([listed.start, listed.end, listed.timezone]).toEqual([start, end, zone]);
  });

  describe('a request with nothing good in it is acknowledged, so that the client goes on', () => {
    const good = { ...ENGINE, time: at('2026-11-24T09:00Z') };

    it.each<[string, unknown[]]>([
      ['all too old', [1, 2, 3].map((n) => ({ ...ENGINE, time: at('1998-05-05T05:00Z') + n }))],
      ['one too old', [{ ...ENGINE, time: 1 }]],
      ['all too old in milliseconds', [1, 2].map((n) => ({ ...ENGINE, time: at('1998-05-05T05:00Z') * 1000 + n }))],
      ['all far ahead', [{ ...ENGINE, time: at('2026-11-26T09:00Z') }]],
      ['no times', [{ ...ENGINE }, { ...ENGINE, time: null }, { ...ENGINE, time: 0 }, { ...ENGINE, time: -5 }, { ...ENGINE, time: 'abc' }]],
      [
        'no entities',
        [
          { ...good, entity: undefined },
          { ...good, entity: null },
          { ...good, entity: '' },
        ],
      ],
      ['no heartbeats', [null, 7, 'x', true, [], {}]],
      ['nothing', []],
    ])('%s', async (_, items) => {
      const ada = await app.newUser();
      await send(ada, { sent: block('2026-11-24T08:00Z', 600) });
      await rollUp(ada);
      for (const url of [BULK, BULK.replace('/v1', '/v1/compat/waka'), BULK.replace('.bulk', ''), '/api/v1']) {
        const answer = await app.call('POST', url, ada, items);
        expect([url, answer.status]).toEqual([url, 201]);
        expect(answer.body.responses.map(([body, status]: [object, number]) => [Object.keys(body), status])).toEqual(
          items.map(() => [['errors'], 400]),
        );
      }
      expect(await marks(ada)).toBe(0);
      await look(ada, { [TODAY]: { engine: 600 } }, TODAY);
    });

    it('and what is good beside it is stored', async () => {
      const odd = [
        { time: 'abc' },
        { lines: '12' },
        { cursorpos: 3.5 },
        { is_write: 'true' },
        { entity: '/engine/\u0000b.go' },
        { type: 'x'.repeat(300) },
        { user_agent: 'x'.repeat(300) },
        { entity: 'x'.repeat(5000) },
        { project: null, branch: 7, language: {} },
      ].map((more, n) => ({ ...good, time: good.time + n * 60, ...more }));
      const ada = await app.newUser();
      const answer = await app.call('POST', BULK, ada, [...odd, null, beat('2026-11-24T09:09Z')]);
      expect(answer.status).toBe(201);
      expect(answer.body.responses.map(([, status]: [unknown, number]) => status)).toEqual([
        400, 201, 201, 201, 201, 201, 201, 400, 201, 400, 201,
      ]);
      // 09:01 to 09:06 a heartbeat a minute, then 09:08 without a project, and the last at 09:09.
      for (const seen of ['live', 'rolled up']) {
        const { data } = await getAs(ada)('statusbar/today');
        expect([seen, times(data.projects)]).toEqual([seen, { engine: 420, 'Unknown Project': 60 }]);
        await rollUp(ada);
      }
    });
  });
});
