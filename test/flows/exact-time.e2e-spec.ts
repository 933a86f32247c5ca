import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AskedRules,
  type CountedDay,
  type DateRange,
  GetAllTime,
  GetDurations,
  GetStats,
  GetSummaries,
  ListExternalDurations,
  ListHeartbeats,
  type NumberedDay,
  RollUpUser,
  type SessionTotals,
  SweepRollUps,
  type TimeFilter,
  type TimeParts,
  type TimeRead,
  TimeReader,
} from '@app/analytics';
import { addDays, dayBounds, localDate, OPERATOR, SERVER } from '@app/core';
import { DAY_US, sql } from '@app/database';
import { ReplaceRules } from '@app/heartbeats';
import { ChangeTimeSettings, EVERYTHING } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { rollUpDay } from '../../libs/analytics/src/roll-ups/roll-up.js';
import { agentOf, type Counted, countersBy, sessionsOf } from '../support/ai-oracle.js';
import { connect, type Connection } from '../support/database.js';
import { activityOf, type Beat, type External, type Gap, type OracleRules, sumBy, timeOf, total } from '../support/oracle.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/**
 * The law: for any heartbeats and external durations, in any order and batches, resent, changed, deleted, with settings changed, activities
 * dropped, and roll-ups run at any moment by several workers, and transactions held open before their commit, every answer equals the
 * definition.
 */

const HOUR = 3_600_000_000;
const QUARTER = 900_000_000;
/** Moments where days are not what they seem: [zone, an instant near the change of clocks]. */
const PLACES = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['Asia/Kathmandu', '2026-05-05T18:15:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['America/New_York', '2026-07-01T04:00:00Z'],
  ['UTC', '2026-11-23T00:00:00Z'],
] as const;

interface Draft {
  /** µs from the place's instant. */
  offset: number;
  project: string;
  language: string;
  entity: string;
  editor: keyof typeof SHOWN_EDITORS;
  isWrite: boolean;
  dependencies: string[];
  ai?: Counted;
}

/** Time that another program kept; several drafts have the same id. */
interface ExternalDraft {
  externalId: string;
  /** µs from the place's instant. */
  offset: number;
  length: number;
  project: string;
  language: string;
  entity: string;
  provider: string;
}

/** What is shown for what user agents say. */
const SHOWN_EDITORS = { vscode: 'VS Code', emacs: 'Emacs' } as const;

type Step =
  | { kind: 'send'; pick: number[]; connections: number; held: boolean }
  | { kind: 'roll-up' }
  /** Of one UTC day alone, counted from that of the world's instant. */
  | { kind: 'roll-up-day'; day: number }
  | { kind: 'sweep' }
  | { kind: 'delete'; pick: number[]; held: boolean }
  | { kind: 'send-external'; pick: number[]; held: boolean }
  | { kind: 'delete-external'; pick: number[]; held: boolean }
  /** From then on what is of these projects is dropped, and nothing else. */
  | { kind: 'drop'; projects: string[]; held: boolean }
  | { kind: 'settings'; timeout?: number; writesOnly?: boolean; countsExternal?: boolean; zone?: string; held: boolean }
  | { kind: 'look' };

const gap = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1_000_000, max: 600_000_000 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 1, 60_000_000, 60_000_001, 900_000_000, 900_000_001, 899_999_999, 240 * 60_000_000, 240 * 60_000_000 + 1),
  },
  { weight: 2, arbitrary: fc.integer({ min: 600_000_000, max: 20 * HOUR }) },
);
const counter = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1000, 2_000_000_000));
const ai = fc.record<Counted>({
  agent: fc.boolean(),
  session: fc.constantFrom('', 'one', 'two', 'x'.repeat(4000)),
  counters: fc.record(
    {
      line_additions: counter,
      line_deletions: counter,
      ai_line_changes: fc.integer({ min: -3, max: 50 }),
      human_line_changes: fc.integer({ min: -9, max: 9 }),
      ai_input_tokens: counter,
      ai_output_tokens: counter,
      ai_cached_input_tokens: counter,
      ai_prompt_length: counter,
    },
    { requiredKeys: [] },
  ),
});
const draftList = fc
  .tuple(
    fc.integer({ min: -30, max: 6 }),
    fc.array(
      fc.record({
        gap,
        project: fc.constantFrom('', 'engine', 'wheel', 'my proj/x'),
        language: fc.constantFrom('', 'TypeScript', 'Go'),
        entity: fc.constantFrom('/a', '/b', 'example.site'),
        editor: fc.constantFrom<Draft['editor'][]>('vscode', 'emacs'),
        isWrite: fc.boolean(),
        dependencies: fc.constantFrom<string[][]>([], [], ['x'], ['x', 'y']),
        ai: fc.oneof(fc.constant(undefined), ai),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  )
  .map(([hours, list]) => {
    let offset = hours * HOUR;
    return list.map(({ gap: step, ...rest }): Draft => ({ ...rest, offset: (offset += step) }));
  });
// Up to a day before the heartbeats begin, and never more than a day ahead of the clock.
const externalList = fc.array(
  fc.record<ExternalDraft>({
    // In the order of bytes, which is neither that of the alphabet nor that of UTF-16.
    externalId: fc.constantFrom('a', 'B', 'b', 'é', '\u{fffd}', '\u{1f600}'),
    offset: fc.oneof(fc.integer({ min: -50 * HOUR, max: 3 * HOUR }), fc.constantFrom(-24 * HOUR, -HOUR, 0, 1)),
    length: fc.oneof(fc.integer({ min: 1, max: 3 * HOUR }), fc.integer({ min: HOUR, max: 20 * HOUR }), fc.constantFrom(1, 900_000_000)),
    project: fc.constantFrom('', 'engine', 'meetings'),
    language: fc.constantFrom('', 'Go'),
    entity: fc.constantFrom('/a', 'Planning'),
    provider: fc.constantFrom('', 'Emacs', 'Calendar'),
  }),
  { maxLength: 12 },
);
const picks = fc.array(fc.nat(60), { minLength: 1, maxLength: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('send' as const), pick: picks, connections: fc.constantFrom(1, 2, 8), held: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('roll-up' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), pick: picks, held: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant('settings' as const),
        timeout: fc.constantFrom(1, 15, 60, 240),
        writesOnly: fc.boolean(),
        countsExternal: fc.boolean(),
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'),
        held: fc.boolean(),
      },
      { requiredKeys: ['kind', 'held'] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send-external' as const), pick: picks, held: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete-external' as const), pick: picks, held: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('drop' as const),
      projects: fc.subarray(['', 'engine', 'wheel', 'meetings']),
      held: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
);

/** A world that random ones meet too seldom: the heartbeats around an instant, and what happens. */
interface PinnedWorld {
  about: string;
  zone: string;
  instant: string;
  drafts: Draft[];
  externals?: ExternalDraft[];
  steps: Step[];
}

const MINUTE = 60_000_000;
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);
const beat = (offset: number, values: Partial<Draft> = {}): Draft => ({
  offset,
  project: 'engine',
  language: 'Go',
  entity: '/b',
  editor: 'vscode',
  isWrite: true,
  dependencies: [],
  ...values,
});
const external = (externalId: string, offset: number, length: number, values: Partial<ExternalDraft> = {}): ExternalDraft => ({
  externalId,
  offset,
  length,
  project: 'meetings',
  language: '',
  entity: 'Planning',
  provider: 'Calendar',
  ...values,
});
const COUNT: Step = { kind: 'settings', countsExternal: true, held: false };
const sendExternal = (...pick: number[]): Step => ({ kind: 'send-external', pick, held: false });
const send = (...pick: number[]): Step => ({ kind: 'send', pick, connections: 1, held: false });

const MIDNIGHTS: PinnedWorld[] = [
  ['UTC', '2026-11-23T00:00:00Z'],
  // Local midnight, and midnight of UTC, which lies within a local day.
  ['Europe/Berlin', '2026-11-22T23:00:00Z'],
  ['Europe/Berlin', '2026-11-23T00:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
].map(([zone = '', instant = '']) => ({
  about: `dependencies over midnight, ${zone} at ${instant}`,
  zone,
  instant,
  drafts: [beat(-5 * MINUTE, { dependencies: ['x'] }), beat(5 * MINUTE)],
  steps: [send(0, 1), { kind: 'look' }, { kind: 'roll-up' }],
}));

const PINNED: PinnedWorld[] = [
  ...MIDNIGHTS,
  {
    about: 'dependencies over midnight, where only the later day is rolled up',
    zone: 'UTC',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(-5 * MINUTE, { dependencies: ['x'] }), beat(5 * MINUTE)],
    steps: [send(0, 1), { kind: 'roll-up-day', day: 0 }],
  },
  {
    about: 'a shorter timeout, and nothing else, after all was rolled up',
    zone: 'Europe/Berlin',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0), beat(10 * MINUTE)],
    steps: [send(0, 1), { kind: 'roll-up' }, { kind: 'settings', timeout: 1, held: false }],
  },
  {
    about: 'saves alone, and nothing else, after all was rolled up',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0), beat(5 * MINUTE, { isWrite: false }), beat(10 * MINUTE), beat(11 * MINUTE, { isWrite: false })],
    steps: [send(0, 1, 2, 3), { kind: 'roll-up' }, { kind: 'settings', writesOnly: true, held: false }],
  },
  {
    about: 'another zone, and nothing else, after all was rolled up',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0), beat(10 * MINUTE)],
    steps: [send(0, 1), { kind: 'roll-up' }, { kind: 'settings', zone: 'Pacific/Apia', held: false }],
  },
  {
    // One hour of the gap is on the day that was rolled up before the second heartbeat came, which is two and a half hours away from it.
    about: 'a gap of 210 minutes over midnight, whose end arrives later',
    zone: 'UTC',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(-60 * MINUTE), beat(150 * MINUTE)],
    steps: [{ kind: 'settings', timeout: 240, held: false }, send(0), { kind: 'roll-up' }, send(1)],
  },
  {
    about: 'a heartbeat that commits after the roll-up of its day, which was dirty before, has begun',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0), beat(5 * MINUTE)],
    steps: [send(0), { kind: 'send', pick: [1], connections: 1, held: true }],
  },
  {
    about: 'external durations over midnight that overlap each other and a gap, before and after they count',
    zone: 'Europe/Berlin',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(-5 * MINUTE), beat(5 * MINUTE)],
    externals: [
      external('b', -3 * HOUR, 5 * HOUR),
      external('B', -HOUR, HOUR + MINUTE, { project: 'engine' }),
      external('a', HOUR, 2 * HOUR),
    ],
    steps: [send(0, 1), sendExternal(0, 1, 2), { kind: 'roll-up' }, { kind: 'look' }, COUNT],
  },
  {
    about: 'an external duration that moves to another day after all was rolled up',
    zone: 'UTC',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(0)],
    externals: [external('a', -30 * HOUR, HOUR), external('a', HOUR, HOUR)],
    steps: [COUNT, send(0), sendExternal(0), { kind: 'roll-up' }, sendExternal(1)],
  },
  {
    about: 'an external duration of a whole day that late heartbeats cut, before the first heartbeat there is',
    zone: 'America/New_York',
    instant: '2026-07-01T04:00:00Z',
    drafts: [beat(-2 * HOUR), beat(-2 * HOUR + 10 * MINUTE)],
    externals: [external('a', -24 * HOUR, 24 * HOUR)],
    steps: [COUNT, sendExternal(0), { kind: 'roll-up' }, { kind: 'look' }, send(0, 1)],
  },
  {
    about: 'an external duration that commits after the roll-up of its day, which was dirty before, has begun',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0), beat(5 * MINUTE)],
    externals: [external('a', 0, HOUR)],
    steps: [COUNT, send(0, 1), { kind: 'send-external', pick: [0], held: true }],
  },
  {
    about: 'external durations that are deleted after all was rolled up, one of which had the time of another',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0)],
    externals: [external('a', 0, HOUR), external('b', 0, HOUR, { project: 'engine' })],
    steps: [COUNT, send(0), sendExternal(0, 1), { kind: 'roll-up' }, { kind: 'delete-external', pick: [0], held: false }],
  },
  {
    // Without it the heartbeats beside it are one gap, and where it was first there is less.
    about: 'a dropped activity amid others, and at once back, after all was rolled up',
    zone: 'UTC',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(-5 * MINUTE), beat(-MINUTE, { project: 'wheel', dependencies: ['x'] }), beat(5 * MINUTE)],
    steps: [
      send(0, 1, 2),
      { kind: 'roll-up' },
      { kind: 'drop', projects: ['wheel'], held: false },
      { kind: 'look' },
      { kind: 'roll-up' },
      { kind: 'look' },
      { kind: 'drop', projects: [], held: true },
    ],
  },
  {
    // No roll-up has the heartbeat of the first day yet, but the second day has a part of its gap.
    about: 'a dropped activity on a dirty day, whose gap reaches into a day that was rolled up',
    zone: 'UTC',
    instant: '2026-11-23T00:00:00Z',
    drafts: [beat(-2 * MINUTE, { project: 'wheel' }), beat(2 * MINUTE), beat(5 * MINUTE)],
    steps: [send(0, 1, 2), { kind: 'roll-up-day', day: 0 }, { kind: 'drop', projects: ['wheel'], held: false }],
  },
  {
    // The last heartbeat of each day has no time, and counts all the same.
    about: 'what an agent counted over local midnight, some of it dropped, read live and rolled up',
    zone: 'Europe/Berlin',
    instant: '2026-11-22T23:00:00Z',
    drafts: [
      beat(-5 * MINUTE, {
        ai: { agent: true, session: 'one', counters: { ai_input_tokens: 100, ai_prompt_length: 8, ai_line_changes: 5 } },
      }),
      beat(5 * MINUTE, { ai: { agent: true, session: 'one', counters: { ai_input_tokens: 30, ai_line_changes: -2 } } }),
      beat(2 * HOUR, { project: 'wheel', ai: { agent: true, session: 'two', counters: { ai_input_tokens: 7, ai_prompt_length: 4 } } }),
      beat(20 * HOUR, { ai: { agent: false, session: '', counters: { human_line_changes: 3, ai_prompt_length: 2 } } }),
    ],
    steps: [
      send(0, 1, 2, 3),
      { kind: 'look' },
      { kind: 'drop', projects: ['wheel'], held: false },
      { kind: 'look' },
      { kind: 'roll-up' },
      { kind: 'look' },
      { kind: 'drop', projects: [], held: false },
    ],
  },
  {
    about: 'a dropped external duration, which gives its time to another',
    zone: 'UTC',
    instant: '2026-11-23T09:00:00Z',
    drafts: [beat(0)],
    externals: [external('a', 0, HOUR), external('b', 0, HOUR, { project: 'engine' })],
    steps: [COUNT, sendExternal(0, 1), { kind: 'roll-up' }, { kind: 'drop', projects: ['meetings'], held: false }],
  },
];

describe('time', () => {
  let app: TestApp;
  let holder: Connection;

  beforeAll(async () => {
    app = await startApp();
    holder = await connect(app.databaseUrl);
    // Commits of heartbeats and deletions wait while the test holds lock 99: that is how a transaction is held open before its commit.
    await holder.query(`
      CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(99); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER INSERT OR DELETE ON heartbeats DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test();
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER INSERT OR UPDATE OR DELETE ON external_durations DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test();
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON activities DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test();
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test();`);
  });
  afterAll(async () => {
    await holder.end();
    await app.close();
  });

  async function holds({ zone, instant, drafts, externals = [], steps }: Omit<PinnedWorld, 'about'>): Promise<void> {
    const world = new World(app, holder, await app.newUser({ zone }), zone, Date.parse(instant) * 1000, drafts, externals);
    for (const s of steps) await world.take(s);
    await world.look();
    await world.take({ kind: 'roll-up' });
    await world.take({ kind: 'sweep' });
    await world.look();
    await world.lookAtRollUps();
  }

  it.each(PINNED)('equals the definition: $about', async (world) => {
    await expect(holds(world)).resolves.toBeUndefined();
  });

  // The local day of Berlin has an hour of one UTC day and the rest of the next: each worker folds it from both.
  it.each(['by day', 'by user'])('equals the definition: two workers on neighbouring dirty days, the second %s', async (second) => {
    const zone = 'Europe/Berlin';
    const base = Date.parse('2026-11-23T00:00:00Z') * 1000;
    const user = await app.newUser({ zone });
    const drafts = [beat(-40 * MINUTE), beat(-30 * MINUTE), beat(600 * MINUTE, { project: 'wheel' }), beat(610 * MINUTE)];
    const world = new World(app, holder, user, zone, base, drafts);
    await world.take(send(0, 1, 2, 3));
    const em = app.nest.get(EntityManager);
    const day = base / DAY_US;
    await holder.query(`
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER INSERT ON daily_hours DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test()`);
    try {
      await holder.query('SELECT pg_advisory_lock(99)');
      const first = rollUpDay(em, user.userId, day - 1);
      await world.settledOrWaiting([first]);
      const other = second === 'by day' ? rollUpDay(em, user.userId, day) : app.commands.execute(new RollUpUser(SERVER, user.userId));
      await world.settledOrWaiting([first, other]);
      await holder.query('SELECT pg_advisory_unlock(99)');
      await Promise.all([first, other]);
    } finally {
      await holder.query('SELECT pg_advisory_unlock_all(); DROP TRIGGER wait_for_test ON daily_hours');
    }
    await world.take({ kind: 'roll-up' });
    await world.look();
    await expect(world.lookAtRollUps()).resolves.toBeUndefined();
  });

  // The one that comes second must see where the first has put it, or the day that it is taken from again stays as it was.
  it('equals the definition: two changes of one external duration at once, each to another day, after all was rolled up', async () => {
    const base = Date.parse('2026-11-23T09:00:00Z') * 1000;
    const user = await app.newUser();
    const DAY = 24 * HOUR;
    const externals = [external('a', 0, HOUR), external('a', -DAY, HOUR), external('a', -2 * DAY, HOUR)];
    const world = new World(app, holder, user, 'UTC', base, [beat(0)], externals);
    for (const s of [COUNT, sendExternal(0), { kind: 'roll-up' } as const]) await world.take(s);
    await holder.query('SELECT pg_advisory_lock(99)');
    const first = world.take(sendExternal(1));
    await world.settledOrWaiting([first]);
    const second = world.take(sendExternal(2));
    await world.settledOrWaiting([first, second]);
    // The second gets as far as the day that it moves to; what the first has changed is rolled up meanwhile, as soon as it can be.
    await holder.query('BEGIN');
    await holder.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2)', [user.userId, Math.floor((base - 2 * DAY) / DAY_US)]);
    await holder.query('SELECT pg_advisory_unlock(99)');
    await first;
    const rolling = app.commands.execute(new RollUpUser(SERVER, user.userId));
    await world.settledOrWaiting([second, rolling]);
    await holder.query('COMMIT');
    await Promise.all([second, rolling]);
    await world.look();
    await world.take({ kind: 'roll-up' });
    await world.look();
    await expect(world.lookAtRollUps()).resolves.toBeUndefined();
  });

  it('equals the definition, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PLACES),
        draftList,
        externalList,
        fc.array(step, { minLength: 3, maxLength: 16 }),
        ([zone, instant], drafts, externals, steps) => holds({ zone, instant, drafts, externals, steps }),
      ),
      { numRuns: RUNS, endOnFailure: process.env['SHRINK'] === undefined },
    );
  }, 600_000);

  it('equals the definition for several users at once, on the days of one zone, each by its own rules', async () => {
    const member = fc.record({
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
      timeout: fc.constantFrom(1, 15, 60, 240),
      writesOnly: fc.boolean(),
      countsExternal: fc.boolean(),
      drafts: draftList,
      externals: externalList,
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    });
    const filter = fc.record<TimeFilter>(
      {
        project: fc.constantFrom(['engine'], ['engine', 'wheel', ''], ['nothing']),
        language: fc.constantFrom(['Go'], ['Go', '']),
        editor: fc.constantFrom(['Emacs'], ['VS Code', 'Emacs']),
        branch: fc.constantFrom([''], ['main']),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PLACES),
        fc.array(member, { minLength: 2, maxLength: 4 }),
        filter,
        async ([zone, instant], members, wanted) => {
          const worlds: World[] = [];
          for (const { zone: own, timeout, writesOnly, countsExternal, drafts, externals, steps } of members) {
            const world = new World(app, holder, await app.newUser({ zone: own }), own, Date.parse(instant) * 1000, drafts, externals);
            worlds.push(world);
            await world.take({ kind: 'settings', timeout, writesOnly, countsExternal, held: false });
            for (const s of steps.filter(({ kind }) => kind !== 'look')) await world.take(s);
          }
          const first = addDays(localDate(zone, Date.parse(instant)), -2);
          const range: DateRange = { first, last: addDays(first, 4) };
          const parts: TimeParts = { times: 'days', hours: true, dependencies: true, entities: true, crossed: ['project', 'language'] };
          const userIds = [...worlds.map((w) => w.userId), 2_000_000_000];
          const team = await app.nest.get(TimeReader).readMany(userIds, { zone }, range, wanted, parts);
          expect([...team.keys()].toSorted((a, b) => a - b)).toEqual(worlds.map((w) => w.userId).toSorted((a, b) => a - b));
          for (const world of worlds) world.checkRead(team.get(world.userId), zone, wanted);
          // Local days, or days that begin five quarters of an hour late, or so late that most of them lies in the next date.
          const local = dayBounds(zone, range.first, range.last);
          const cutBy = (quarters: number): typeof local =>
            local.map((day) => ({ ...day, from: day.from + quarters * QUARTER, to: day.to + quarters * QUARTER }));
          for (const world of worlds) {
            for (const [days, areLocal] of [[local, true] as const, [cutBy(5), false] as const, [cutBy(53), false] as const]) {
              const read = await app.nest.get(TimeReader).readDays({ userId: world.userId, zone }, { days, areLocal }, wanted, parts);
              world.checkRead(read, zone, wanted);
            }
          }
        },
      ),
      { numRuns: Math.ceil(RUNS / 4), endOnFailure: process.env['SHRINK'] === undefined },
    );
  }, 600_000);
});

/** One user, what it has sent, and what the definition makes of that. */
class World {
  private readonly stored = new Map<string, Beat>();
  private readonly externals = new Map<string, External & { id: string }>();
  private readonly rules: OracleRules & { dropped: Set<string> } = {
    timeoutMinutes: 15,
    writesOnly: false,
    countsExternal: false,
    dropped: new Set(),
  };

  constructor(
    private readonly app: TestApp,
    private readonly holder: Connection,
    private readonly user: TestUser,
    private zone: string,
    private readonly base: number,
    private readonly drafts: readonly Draft[],
    private readonly externalDrafts: readonly ExternalDraft[] = [],
  ) {
    app.clock.at = Math.floor((base + Math.max(...drafts.map((d) => d.offset), 0)) / 1000) + 3_600_000;
  }

  get userId(): number {
    return this.user.userId;
  }

  private counted(rules: OracleRules): Gap[] {
    return timeOf(this.stored.values(), this.externals.values(), rules);
  }

  /** Heartbeats that are not dropped. */
  private get kept(): number {
    return [...this.stored.values()].filter((b) => !this.rules.dropped.has(activityOf(b, 'file'))).length;
  }

  /** What a reader found, against the definition. */
  checkRead(read: TimeRead | undefined, zone: string, wanted: TimeFilter): void {
    if (!read) throw new Error('Nothing was read');
    const passes = (value: string, values: readonly string[] | undefined): boolean => values === undefined || values.includes(value);
    const gaps = this.counted(this.rules).filter(
      ({ beat: b }) =>
        passes(b.project, wanted.project) &&
        passes(b.language, wanted.language) &&
        passes(b.editor, wanted.editor) &&
        passes('', wanted.branch),
    );
    expect(read).toMatchObject({ zone, timeout: this.rules.timeoutMinutes, writesOnly: this.rules.writesOnly });
    for (const { day, from, to } of read.days) {
      const lists = read.dayLists.get(day);
      expect(byName(lists?.language ?? [])).toEqual(sumBy(gaps, from, to, (b) => [b.language || 'Other']));
      expect(byName(lists?.editor ?? [])).toEqual(sumBy(gaps, from, to, (b) => [b.editor || 'Unknown']));
      expect(byName(lists?.dependency ?? [])).toEqual(sumBy(gaps, from, to, (b) => b.dependencies));
      expect(byName(lists?.entity ?? [])).toEqual(sumBy(gaps, from, to, (b) => [b.entity]));
      const crossed = read.crossed.filter((row) => row.day === day);
      expect(byName(crossed.map(({ names, us }) => ({ name: JSON.stringify(names), us })))).toEqual(
        sumBy(gaps, from, to, ({ project, language }) => [JSON.stringify({ project, language })]),
      );
    }
    expect(read.hours).toEqual(hoursOf(gaps, zone, read.days[0]?.from ?? 0, read.days.at(-1)?.to ?? 0));
  }

  async take(s: Step): Promise<void> {
    switch (s.kind) {
      case 'send':
        await this.held(s.held, () => this.send(s.pick, s.connections));
        return this.readDropped();
      case 'delete':
        return this.held(s.held, () => this.remove(s.pick));
      case 'settings':
        return this.held(s.held, () => this.change(s));
      case 'send-external':
        await this.held(s.held, () => this.sendExternals(s.pick));
        return this.readDropped();
      case 'delete-external':
        return this.held(s.held, () => this.removeExternals(s.pick));
      case 'drop':
        await this.held(s.held, () => this.drop(s.projects));
        return this.readDropped();
      case 'roll-up':
        await Promise.all([
          this.app.commands.execute(new RollUpUser(SERVER, this.user.userId)),
          this.app.commands.execute(new RollUpUser(SERVER, this.user.userId)),
        ]);
        return;
      case 'roll-up-day':
        await rollUpDay(this.app.nest.get(EntityManager), this.user.userId, Math.floor(this.base / DAY_US) + s.day);
        return;
      case 'sweep':
        await this.holder.query(`UPDATE dirty_days SET marked_at = now() - interval '1 minute' WHERE user_id = $1`, [this.user.userId]);
        await this.app.commands.execute(new SweepRollUps(SERVER));
        return;
      case 'look':
        return this.look();
    }
  }

  /** Runs a write while its commit is held up and two workers roll up; then lets it commit. */
  private async held(hold: boolean, write: () => Promise<void>): Promise<void> {
    if (!hold) return write();
    await this.holder.query('SELECT pg_advisory_lock(99)');
    const writing = write();
    await this.settledOrWaiting([writing]);
    const rolling = [1, 2].map(() => this.app.commands.execute(new RollUpUser(SERVER, this.user.userId)));
    await this.settledOrWaiting([writing, ...rolling]);
    await this.holder.query('SELECT pg_advisory_unlock(99)');
    await Promise.all([writing, ...rolling]);
  }

  /** Resolves once each of these is done or waits for a lock. */
  async settledOrWaiting(works: readonly Promise<unknown>[]): Promise<void> {
    let open = works.length;
    const count = (): void => void open--;
    for (const work of works) work.then(count, count);
    for (;;) {
      const { rows } = await this.holder.query<{ waiting: number }>(
        `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks
          WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
      );
      if ((rows[0]?.waiting ?? 0) >= open) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  private async send(pick: readonly number[], connections: number): Promise<void> {
    const chosen = pick.map((n) => this.drafts[n % this.drafts.length]).filter((d) => d !== undefined);
    const batches = Array.from({ length: connections }, (_, n) => (n % 2 === 0 ? chosen : chosen.toReversed()));
    const answers = await Promise.all(
      batches.map((b) =>
        this.app.send(
          this.user,
          b.map((d) => this.toItem(d)),
        ),
      ),
    );
    for (const [n, answer] of answers.entries()) {
      expect(answer.status).toBe(201);
      for (const [i, draft] of (batches[n] ?? []).entries()) {
        const [body, status] = answer.body.responses[i];
        expect(status).toBe(201);
        const { id } = body.data;
        this.stored.set(id, { ...draft, editor: SHOWN_EDITORS[draft.editor], id, time: this.timeOf(draft) });
      }
    }
  }

  private timeOf(d: Draft): number {
    return Math.round(Number(((this.base + d.offset) / 1e6).toFixed(6)) * 1e6);
  }

  private toItem(d: Draft): Record<string, unknown> {
    return {
      entity: d.entity,
      time: Number(((this.base + d.offset) / 1e6).toFixed(6)),
      project: d.project,
      language: d.language,
      is_write: d.isWrite,
      dependencies: d.dependencies,
      user_agent: `wakatime/v1.90.0 (linux-6.1-x86_64) go1.22 ${d.ai?.agent ? 'opus/5 claude-code/2.1.0 ' : ''}${d.editor}/1.0 ${d.editor}-wakatime/1.0`,
      ...(d.ai && { ...d.ai.counters, ai_session: d.ai.session }),
    };
  }

  private async remove(pick: readonly number[]): Promise<void> {
    const all = [...this.stored.values()];
    const chosen = all.length === 0 ? [] : pick.map((n) => all[n % all.length]).filter((b) => b !== undefined);
    for (const date of new Set(chosen.map((b) => localDate(this.zone, b.time / 1000)))) {
      const ids = [...new Set(chosen.filter((b) => localDate(this.zone, b.time / 1000) === date).map((b) => b.id))];
      const answer = await this.app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', this.user, { date, ids });
      expect(answer.status).toBe(200);
      for (const id of ids) this.stored.delete(id);
    }
  }

  private async sendExternals(pick: readonly number[]): Promise<void> {
    const chosen = pick.map((n) => this.externalDrafts[n % this.externalDrafts.length]).filter((d) => d !== undefined);
    const answer = await this.app.call(
      'POST',
      '/api/v1/users/current/external_durations.bulk',
      this.user,
      chosen.map(({ externalId, offset, length, ...same }) => ({
        external_id: externalId,
        start_time: Number(((this.base + offset) / 1e6).toFixed(6)),
        end_time: Number(((this.base + offset + length) / 1e6).toFixed(6)),
        ...same,
      })),
    );
    expect(answer.status).toBe(201);
    for (const [n, { externalId, offset, length, provider, ...same }] of chosen.entries()) {
      const [{ data }, status] = answer.body.responses[n];
      expect(status).toBe(201);
      const [from, to] = [this.base + offset, this.base + offset + length];
      this.externals.set(externalId, { ...same, id: data.id, externalId, from, to, editor: provider });
    }
  }

  private async removeExternals(pick: readonly number[]): Promise<void> {
    const all = [...this.externals.values()];
    const chosen = all.length === 0 ? [] : pick.map((n) => all[n % all.length]).filter((e) => e !== undefined);
    for (const { id, externalId, from } of new Set(chosen)) {
      const body = { date: localDate(this.zone, from / 1000), ids: [id] };
      const answer = await this.app.call('DELETE', '/api/v1/users/current/external_durations.bulk', this.user, body);
      expect(answer.status).toBe(200);
      this.externals.delete(externalId);
    }
  }

  private async drop(projects: readonly string[]): Promise<void> {
    const rules = projects.map((value) => ({ field: 'project', operation: 'equals', value, sets: null }) as const);
    await this.app.commands.execute(new ReplaceRules(OPERATOR, this.userId, rules));
  }

  private async readDropped(): Promise<void> {
    const rows = await sql<{ project: string; language: string; editor: string; type: string }>(
      this.app.nest.get(EntityManager).fork(),
      'SELECT project, language, editor, type FROM activities WHERE user_id = $1 AND dropped',
      [this.userId],
    );
    this.rules.dropped.clear();
    for (const row of rows) this.rules.dropped.add(activityOf(row, row.type));
  }

  private async change({ timeout, writesOnly, countsExternal, zone }: Extract<Step, { kind: 'settings' }>): Promise<void> {
    await this.app.commands.execute(new ChangeTimeSettings(OPERATOR, this.user.userId, { timeout, writesOnly, countsExternal, zone }));
    this.rules.countsExternal = countsExternal ?? this.rules.countsExternal;
    this.rules.timeoutMinutes = timeout ?? this.rules.timeoutMinutes;
    this.rules.writesOnly = writesOnly ?? this.rules.writesOnly;
    this.zone = zone ?? this.zone;
  }

  /** Every endpoint against the definition, in the user's own rules and in others. */
  async look(): Promise<void> {
    await this.lookWith(this.zone, this.rules, {});
    const other = this.zone === 'Australia/Lord_Howe' ? 'America/New_York' : 'Australia/Lord_Howe';
    await this.lookWith(other, this.rules, { zone: other });
    await this.lookWith(this.zone, { ...this.rules, timeoutMinutes: 7, writesOnly: true }, { timeout: 7, writesOnly: true });
  }

  private async lookWith(
    zone: string,
    rules: OracleRules,
    asked: { zone?: string; timeout?: number; writesOnly?: boolean },
  ): Promise<void> {
    const { queries } = this.app;
    const self = { userId: this.user.userId, visibility: EVERYTHING };
    const gaps = this.counted(rules);
    const withExternals = this.counted({ ...rules, countsExternal: true });
    const today = localDate(zone, this.app.clock.now());
    const first = addDays(localDate(zone, this.base / 1000), -3);
    const days = dayBounds(zone, first, today);
    const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
    const lists = days.length <= 31;

    const summaries = await queries.execute(new GetSummaries(OPERATOR, self, { ...asked, start: first, end: today }));
    expect(summaries.days.map((d) => [d.date, sumOf(d.lists.language)])).toEqual(
      days.map((d) => [d.date, total(sumBy(gaps, d.from, d.to, one))]),
    );
    for (const [n, day] of days.entries()) {
      const answered = summaries.days[n];
      expect(byName(answered?.lists.project ?? [])).toEqual(sumBy(gaps, day.from, day.to, (b) => [b.project || 'Unknown Project']));
      expect(byName(answered?.lists.language ?? [])).toEqual(sumBy(gaps, day.from, day.to, (b) => [b.language || 'Other']));
      if (lists) expect(byName(answered?.lists.dependency ?? [])).toEqual(sumBy(gaps, day.from, day.to, (b) => b.dependencies));
    }

    const inProject = await queries.execute(new GetSummaries(OPERATOR, self, { ...asked, start: first, end: today, project: 'engine' }));
    const engine = gaps.filter((g) => g.beat.project === 'engine');
    expect(inProject.days.map((d) => sumOf(d.lists.language))).toEqual(days.map((d) => total(sumBy(engine, d.from, d.to, one))));
    if (lists)
      expect(inProject.days.map((d) => byName(d.lists.entity))).toEqual(days.map((d) => sumBy(engine, d.from, d.to, (b) => [b.entity])));

    for (const project of [undefined, 'Unknown Project']) {
      const stats = await queries.execute(
        new GetStats(OPERATOR, self, { ...asked, range: `${first}_to_${today}`, includeToday: true, project }),
      );
      const counted = project === undefined ? gaps : gaps.filter((g) => g.beat.project === '');
      expect(stats.days.map((d) => d.us)).toEqual(days.map((d) => total(sumBy(counted, d.from, d.to, one))));
      expect(byName(stats.lists.language)).toEqual(sumBy(counted, from, to, (b) => [b.language || 'Other']));
      expect(stats.hours.reduce((a, b) => a + b, 0)).toBe(total(sumBy(counted, from, to, one)));
      expect(stats.hours).toEqual(hoursOf(counted, zone, from, to));
    }

    const allTime = await queries.execute(new GetAllTime(OPERATOR, self, asked));
    expect(allTime.us).toBe(total(sumBy(gaps, 0, to, one)));

    for (const day of days.slice(2, 6)) {
      const durations = await queries.execute(new GetDurations(OPERATOR, self, { ...asked, date: day.date, sliceBy: 'language' }));
      expect(durations.blocks.reduce((sum, b) => sum + b.us, 0)).toBe(total(sumBy(withExternals, day.from, day.to, one)));
      const ofOthers = durations.blocks.filter((b) => b.externalId !== null);
      expect(ofOthers.reduce((sum, b) => sum + b.us, 0)).toBe(
        total(sumBy(withExternals, day.from, day.to, one)) -
          total(sumBy(this.counted({ ...rules, countsExternal: false }), day.from, day.to, one)),
      );
      const listed = await queries.execute(new ListExternalDurations(OPERATOR, self, { zone: asked.zone, date: day.date }));
      expect(Object.fromEntries(listed.durations.map((d) => [d.externalId, [d.startTime, d.endTime]]))).toEqual(
        Object.fromEntries(
          [...this.externals.values()].filter((e) => e.from < day.to && e.to > day.from).map((e) => [e.externalId, [e.from, e.to]]),
        ),
      );
      const alone = await queries.execute(new GetSummaries(OPERATOR, self, { ...asked, start: day.date, end: day.date }));
      expect(alone.days.map((d) => byName(d.lists.dependency))).toEqual([sumBy(gaps, day.from, day.to, (b) => b.dependencies)]);
    }

    await this.lookAtCounters(asked, { first, last: today }, days);

    if (asked.zone === undefined) {
      const list = await queries.execute(new ListHeartbeats(OPERATOR, self, {}, {}));
      expect(list.total).toBe(this.kept);
      const statusBar = await this.app.get('users/current/statusbar/today', this.user);
      if (asked.timeout === undefined) {
        const day = days.at(-1);
        expect(statusBar.body.data.grand_total.total_seconds).toBeCloseTo(total(sumBy(gaps, day?.from ?? 0, day?.to ?? 0, one)) / 1e6, 5);
      }
    }
  }

  /** Lines, tokens, prompts and sessions, by day and over the range, of all and of a project: whatever the timeout, of all heartbeats. */
  private async lookAtCounters(rules: AskedRules, range: DateRange, days: readonly NumberedDay[]): Promise<void> {
    const times = this.app.nest.get(TimeReader);
    const beats = [...this.stored.values()].filter((b) => !this.rules.dropped.has(activityOf(b, 'file')));
    const keyOf = (b: Beat): string => `${b.project} by ${agentOf(b)}`;

    const byDay = await times.read(
      { userId: this.userId, ...rules },
      () => range,
      {},
      {
        times: 'days',
        counters: ['project', 'aiAgent'],
        sessions: ['aiAgent'],
      },
    );
    for (const { day, from, to } of days) {
      const counted = byDay.counters.filter((row) => row.day === day);
      expect(Object.fromEntries(counted.map(({ names, counters }) => [`${names?.project} by ${names?.aiAgent}`, counters]))).toEqual(
        countersBy(beats, from, to, keyOf),
      );
      const ofDay = byDay.sessions.filter((row) => row.day === day);
      this.checkSessions(ofDay, beats, from, to);
    }

    const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
    const ofProject = await times.read(
      { userId: this.userId, ...rules },
      () => range,
      { project: ['engine'] },
      {
        times: 'range',
        counters: ['project', 'aiAgent'],
        sessions: ['aiAgent'],
      },
    );
    const engine = beats.filter((b) => b.project === 'engine');
    const sum = (counted: readonly CountedDay[]): number => counted.reduce((n, { counters }) => n + (counters.aiInputTokens ?? 0), 0);
    expect(sum(ofProject.counters)).toBe(
      engine.reduce((n, b) => n + (b.time >= from && b.time < to ? (b.ai?.counters['ai_input_tokens'] ?? 0) : 0), 0),
    );
    this.checkSessions(ofProject.sessions, engine, from, to);
  }

  private checkSessions(found: readonly SessionTotals[], beats: readonly Beat[], from: number, to: number): void {
    const of = (name: string | null): unknown => {
      const row = found.find((one) => (name === null ? one.dimension === null : one.dimension === 'aiAgent' && one.name === name));
      if (!row) return undefined;
      const { day: _day, dimension: _dimension, name: _name, ...totals } = row;
      return totals;
    };
    expect(of(null)).toEqual(sessionsOf(beats, from, to));
    for (const agent of ['', 'Claude Code'])
      expect(of(agent)).toEqual(
        sessionsOf(
          beats.filter((b) => agentOf(b) === agent),
          from,
          to,
        ),
      );
  }

  /** With nothing marked, the tables themselves hold the definition. */
  async lookAtRollUps(): Promise<void> {
    const { rows: marks } = await this.holder.query('SELECT day FROM dirty_days WHERE user_id = $1', [this.user.userId]);
    expect(marks).toEqual([]);
    const everything = total(sumBy(this.counted(this.rules), 0, Number.MAX_SAFE_INTEGER, one));
    const { rows } = await this.holder.query(
      `SELECT (SELECT coalesce(sum(us), 0)::float8 FROM rollups WHERE user_id = $1) AS quarters,
              (SELECT coalesce(sum(us), 0)::float8 FROM daily_rollups WHERE user_id = $1) AS days,
              (SELECT coalesce(sum(h), 0)::float8 FROM daily_hours, unnest(hours) h WHERE user_id = $1) AS hours,
              (SELECT coalesce(sum(heartbeats), 0)::int FROM rollups WHERE user_id = $1) AS heartbeats`,
      [this.user.userId],
    );
    expect(rows).toEqual([{ quarters: everything, days: everything, hours: everything, heartbeats: this.kept }]);
  }
}

const one = (): string[] => ['all'];
const sumOf = (times: readonly { us: number }[]): number => times.reduce((sum, t) => sum + t.us, 0);
const byName = (list: readonly { name: string; us: number }[]): Record<string, number> =>
  Object.fromEntries(list.map((l) => [l.name, l.us]));

/** By the local clock's hour at the beginning of each quarter of an hour, asked of Intl. */
function hoursOf(gaps: readonly Gap[], zone: string, from: number, to: number): number[] {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  const hours = Array.from({ length: 24 }, () => 0);
  for (const g of gaps) {
    for (let q = Math.floor(Math.max(g.from, from) / 900e6) * 900e6; q < Math.min(g.to, to); q += 900e6) {
      const us = Math.min(g.to, to, q + 900e6) - Math.max(g.from, from, q);
      if (us > 0) hours[Number(hour.format(q / 1000))]! += us;
    }
  }
  return hours;
}
