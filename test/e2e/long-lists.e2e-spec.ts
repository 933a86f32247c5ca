import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { type Beat, type Gap, sumBy, timeOf, total } from '../support/oracle.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000_000;
const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z') * 1000;
const RULES = { timeoutMinutes: 15, writesOnly: false, countsExternal: false, dropped: new Set<string>() };
const LANGUAGES = ['Go', 'C', '', 'Other'];

interface Item {
  name: string;
  total_seconds: number;
  percent: number;
}

/** What a heartbeat of these tests is about, as shown. */
interface Sent {
  /** µs since midnight of the day. */
  at: number;
  day?: number;
  project?: string;
  branch?: string;
  language?: string;
  editor?: string;
  machine?: string;
  entity?: string;
  dependencies?: string[];
}

const us = (seconds: number): number => Math.round(seconds * 1e6);
const sum = (items: readonly Item[]): number => items.reduce((all, item) => all + us(item.total_seconds), 0);
/** Most time first, then by name in the order of bytes. */
const ranked = (sums: Record<string, number>): [string, number][] =>
  Object.entries(sums).toSorted((a, b) => b[1] - a[1] || Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])));
const pairs = (items: readonly Item[]): [string, number][] => items.map((item) => [item.name, us(item.total_seconds)]);

describe('lists without an end', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    app.clock.at = NOON;
    ada = await app.newUser();
  });

  /** As ingest stores it, but much at once. */
  async function store(sent: readonly Sent[]): Promise<void> {
    const text = JSON.stringify(
      sent.map((s) => ({
        project: '',
        branch: '',
        language: '',
        editor: '',
        machine: '',
        entity: '/a',
        ...s,
        at: MIDNIGHT + s.at + (s.day ?? 0) * DAY,
      })),
    );
    const rows = `jsonb_to_recordset($2::jsonb) AS s (at bigint, project text, branch text, language text, editor text, machine text, entity text, dependencies text[])`;
    const key = `sha256(convert_to(s.project || '|' || s.branch || '|' || s.language || '|' || s.editor || '|' || s.machine, 'UTF8'))`;
    await db.query(
      `INSERT INTO activities (user_id, id, digest, sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system,
         sent_machine, sent_ai_model, project, branch, language, category, type, editor, operating_system, machine, ai_model)
       SELECT $1, row_number() OVER (), ${key}, project, branch, language, '', 'file', editor, '', machine, '',
              project, branch, language, '', 'file', editor, '', machine, ''
         FROM (SELECT DISTINCT project, branch, language, editor, machine FROM ${rows}) s`,
      [ada.userId, text],
    );
    await db.query(
      `INSERT INTO entities (user_id, id, digest, name)
       SELECT $1, row_number() OVER (), sha256(convert_to(s.entity, 'UTF8')), entity FROM (SELECT DISTINCT entity FROM ${rows}) s`,
      [ada.userId, text],
    );
    await db.query(
      `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write, dependencies)
       SELECT $1, s.at, gen_random_uuid(), a.id, e.id, 1, true, s.dependencies
         FROM ${rows}
         JOIN activities a ON a.user_id = $1 AND a.digest = ${key}
         JOIN entities e ON e.user_id = $1 AND e.digest = sha256(convert_to(s.entity, 'UTF8'))`,
      [ada.userId, text],
    );
    await db.query(
      `INSERT INTO dirty_days (user_id, day) SELECT $1, d FROM (SELECT DISTINCT time / ${DAY} AS d FROM heartbeats WHERE user_id = $1) x`,
      [ada.userId],
    );
  }

  const rollUp = (): Promise<unknown> => app.commands.execute(new RollUpUser(SERVER, ada.userId));
  const get = async (path: string): Promise<Answer['body']> => (await app.get(`users/current/${path}`, ada)).body;
  const look = async (path: string): Promise<Answer['body']> => (await app.call('GET', `/api/v1/users/${ada.publicId}/${path}`)).body;
  const publish = (): Promise<unknown> =>
    app.call('PATCH', '/api/v1/users/current', ada, {
      is_profile_private: false,
      ...Object.fromEntries(
        ['logged_time', 'languages_used', 'projects', 'editors_used', 'os_used', 'categories_used', 'machines'].map((flag) => [
          `${flag}_public`,
          true,
        ]),
      ),
    });
  const beatOf = (s: Sent, n: number): Beat => ({
    id: String(n).padStart(9, '0'),
    time: MIDNIGHT + s.at + (s.day ?? 0) * DAY,
    project: s.project ?? '',
    language: s.language ?? '',
    entity: s.entity ?? '/a',
    editor: s.editor ?? '',
    isWrite: true,
    dependencies: s.dependencies ?? [],
  });

  describe('of 3,000 names', () => {
    // 1 to 17 seconds each: many have the same time, and names decide.
    const sent: Sent[] = [];
    for (let n = 0, at = 0; n < 3000; n++, at += 1_000_000 * (1 + ((n * 7) % 17))) {
      const name = `${n % 2 ? 'é' : 'z'}-${n}`;
      sent.push({
        at,
        project: n === 5 ? '' : name,
        branch: name,
        language: LANGUAGES[n % 4] ?? '',
        editor: n % 3 ? 'Vim' : 'Emacs',
        machine: name,
        entity: `/${name}`,
        dependencies: [`lib-${n}`, 'pg'],
      });
    }
    const gaps = timeOf(sent.map(beatOf), [], RULES);
    const by = (names: (beat: Gap['beat']) => string[]): Record<string, number> => sumBy(gaps, MIDNIGHT, MIDNIGHT + DAY, names);
    const all = total(by(() => ['all']));
    const projects = ranked(by((b) => [b.project || 'Unknown Project'])).filter(([name]) => name !== 'Unknown Project');
    const dependencies = ranked(by((b) => b.dependencies));
    const languages = by((b) => [b.language || 'Other']);

    /** The lists of one answer, of as many names as are allowed. */
    const holds = (data: Answer['body'], most: number): void => {
      expect(
        pairs(data.projects.slice(0, -1))
          .filter(([name]) => name !== 'Unknown Project')
          .slice(0, most - 1),
      ).toEqual(projects.slice(0, most - 1));
      expect(pairs(data.dependencies.slice(0, -1))).toEqual(dependencies.slice(0, most));
      expect(data.projects.at(-1).name).toBe('All other projects');
      expect(data.machines.at(-1)).toMatchObject({ name: 'All other machines', machine_name_id: expect.any(String) });
      expect(data.dependencies.at(-1).name).toBe('All other dependencies');
      // Time without a name is never folded.
      expect(data.projects.map((p: Item) => p.name)).toContain('Unknown Project');
      for (const list of ['projects', 'machines', 'editors', 'languages', 'categories', 'operating_systems']) {
        expect([list, sum(data[list])]).toEqual([list, all]);
        expect(data[list].length).toBeLessThanOrEqual(most + 2);
      }
      expect(sum(data.dependencies)).toBe(2 * all);
      expect(Object.fromEntries(pairs(data.languages))).toEqual(languages);
      expect(Object.fromEntries(pairs(data.editors))).toEqual(by((b) => [b.editor]));
    };

    it.each(['live', 'rolled up'])('are a thousand for oneself and a hundred for others, and all sums hold, %s', async (how) => {
      await store(sent);
      await publish();
      if (how === 'rolled up') await rollUp();
      const known = all - (languages['Other'] ?? 0);
      for (const [ask, most] of [
        [get, 1000],
        [look, 100],
      ] as const) {
        const stats = (await ask('stats/last_7_days?timeout=15')).data;
        holds(stats, most);
        expect(us(stats.total_seconds)).toBe(known);
        expect(us(stats.total_seconds_including_other_language)).toBe(all);
        const summaries = await ask('summaries?range=today');
        holds(summaries.data[0], most);
        expect(us(summaries.cumulative_total.seconds)).toBe(all);
        expect(us(summaries.data[0].grand_total.total_seconds)).toBe(all);
        expect(Math.abs(us(summaries.daily_average.seconds) - known)).toBeLessThanOrEqual(1);
      }
      const bar = (await get('statusbar/today')).data;
      holds(bar, 1000);
      expect(us(bar.grand_total.total_seconds)).toBe(all);
      expect(us((await get('all_time_since_today')).data.total_seconds)).toBe(all);
    });

    it.each(['live', 'rolled up'])('of branches and entities of one project, too, %s', async (how) => {
      await store(sent.map((s) => ({ ...s, project: 'engine' })));
      if (how === 'rolled up') await rollUp();
      const answer = await get('summaries?range=today&project=engine');
      const [day] = answer.data;
      expect([day.branches.length, day.entities.length, day.projects.length]).toEqual([1001, 1001, 1]);
      expect([sum(day.branches), sum(day.entities)]).toEqual([all, all]);
      const entities = ranked(by((b) => [b.entity]));
      expect(pairs(day.entities.slice(0, -1))).toEqual(entities.slice(0, 1000));
      expect([day.branches.at(-1).name, day.entities.at(-1).name]).toEqual(['All other branches', 'All other entities']);
      expect(answer.available_branches).toEqual(
        entities
          .slice(0, 1000)
          .map(([name]) => name.slice(1))
          .toSorted(),
      );
      const one = await get(`summaries?range=today&project=engine&branches=${encodeURIComponent(answer.available_branches[0])}`);
      expect([one.data[0].branches.length, one.available_branches]).toEqual([1, answer.available_branches]);
    });
  });

  it('of very long names have as many as an answer has room for, and all sums hold', async () => {
    const sent = Array.from({ length: 1500 }, (_, n): Sent => ({
      at: n * 10_000_000,
      project: `${n}-${'x'.repeat(4000)}`,
      machine: `${n}-${'y'.repeat(4000)}`,
      language: LANGUAGES[n % 4] ?? '',
    }));
    await store(sent);
    const { text, body } = await app.get('users/current/summaries?range=today', ada);
    expect(text.length).toBeLessThan(4_200_000);
    const [day] = body.data;
    expect(day.projects.length).toBeGreaterThan(400);
    for (const list of [day.projects, day.machines, day.languages]) expect(sum(list)).toBe(14_990_000_000);
    expect(pairs(day.languages)).toEqual([
      ['Other', 7_490_000_000],
      ['C', 3_750_000_000],
      ['Go', 3_750_000_000],
    ]);
  });

  it('of many days are shorter, so that the answer stays small, and every day has its sum', async () => {
    const sent = Array.from({ length: 60 * 420 }, (_, n): Sent => ({
      day: -Math.floor(n / 420),
      at: (n % 420) * 60_000_000 + ((n % 420) % 3) * 1_000_000,
      project: `project-${n % 420}`,
      editor: n % 2 ? 'Vim' : 'Emacs',
    }));
    await store(sent);
    await rollUp();
    const { text, body } = await app.get('users/current/summaries?start=2026-09-26&end=2026-11-24', ada);
    expect(body.data).toHaveLength(60);
    expect(text.length).toBeLessThan(5_000_000);
    const gaps = timeOf(sent.map(beatOf), [], RULES);
    for (const [n, day] of body.data.entries()) {
      const from = MIDNIGHT - (59 - n) * DAY;
      const projects = ranked(sumBy(gaps, from, from + DAY, (b) => [b.project]));
      expect(sum(day.projects)).toBe(projects.reduce((all, [, time]) => all + time, 0));
      expect(day.projects.length).toBeGreaterThan(250);
      expect(pairs(day.projects.slice(0, -1))).toEqual(projects.slice(0, day.projects.length - 1));
      expect(pairs(day.editors)).toEqual(ranked(sumBy(gaps, from, from + DAY, (b) => [b.editor])));
    }
  });

  it('of dependencies: a heartbeat counts for a hundred of them at most', async () => {
    const many = Array.from({ length: 150 }, (_, n) => `lib-${String(n).padStart(3, '0')}`);
    await app.send(ada, [{ time: NOON / 1000 - 600, dependencies: many }, { time: NOON / 1000 - 300 }]);
    for (const how of ['live', 'rolled up']) {
      if (how === 'rolled up') await rollUp();
      const { data } = await get('statusbar/today');
      expect(data.dependencies.map((d: Item) => d.name)).toEqual(many.slice(0, 100));
    }
    expect((await get('heartbeats?date=today')).data[0].dependencies).toEqual(many.slice(0, 100));
    expect((await get('durations?date=today&slice_by=dependencies')).data[0].dependencies).toEqual(many.slice(0, 100));
    const { rows } = await db.query('SELECT cardinality(dependencies) AS stored FROM heartbeats WHERE user_id = $1 ORDER BY time', [
      ada.userId,
    ]);
    expect(rows[0].stored).toBe(150);
  });

  describe('of a day with 6,001 heartbeats', () => {
    // Another file every time, for 1 to 7 seconds, in two projects.
    const sent: Sent[] = [];
    for (let n = 0, at = 0; n < 6001; n++, at += 1_000_000 * (1 + (n % 7))) {
      sent.push({ at, entity: `/file-${n}`, project: n % 2 ? 'engine' : 'wheel', branch: `b-${n}`, dependencies: ['pg'] });
    }
    const gaps = timeOf(sent.map(beatOf), [], RULES);
    const all = total(sumBy(gaps, MIDNIGHT, MIDNIGHT + DAY, () => ['all']));

    it('durations are the longest five thousand blocks and one an hour for the others', async () => {
      await store(sent);
      const { data } = await get('durations?date=today');
      const rest = data.filter((d: { entity: string }) => d.entity === 'All other entities');
      expect([data.length - rest.length, rest.length]).toEqual([5000, 7]);
      expect(data.reduce((time: number, d: { duration: number }) => time + us(d.duration), 0)).toBe(all);
      expect(data.map((d: { time: number }) => d.time)).toEqual(
        data.map((d: { time: number }) => d.time).toSorted((a: number, b: number) => a - b),
      );
      expect(rest.map((d: { project: string }) => d.project)).toEqual(rest.map(() => 'All other projects'));
      const longest = gaps.filter((gap) => gap.to - gap.from >= 3_000_000).map((gap) => gap.beat.entity);
      expect(longest.filter((entity) => !data.some((d: { entity: string }) => d.entity === entity))).toEqual([]);
    });

    it('durations of one project keep its name, and its branches are as many as a list has names', async () => {
      await store(sent.map((s) => ({ ...s, project: 'engine' })));
      const { data, available_branches } = await get('durations?date=today&project=engine');
      expect(new Set(data.map((d: { project: string }) => d.project))).toEqual(new Set(['engine']));
      expect(available_branches).toHaveLength(1000);
      const few = await get('durations?date=today&project=engine&branches=b-7,b-8');
      expect(few.data).toHaveLength(2);
      expect(few.available_branches).toHaveLength(1000);
    });

    it('are five thousand in one answer, which says how many there are; the others are on pages', async () => {
      await store(sent);
      await rollUp();
      const day = await get('heartbeats?date=today');
      expect([day.data.length, day.heartbeats.length]).toEqual([5000, 5000]);
      expect(day).toMatchObject({ total: 6001, page: 1, per_page: 5000, total_pages: 2 });
      expect(day.data.map((h: { entity: string }) => h.entity)).toEqual(sent.slice(0, 5000).map((s) => s.entity));
      const rest: string[] = [];
      for (let page = 1; page <= 11; page++) {
        const { data } = await get(`heartbeats?date=today&page=${page}`);
        rest.push(...data.map((h: { entity: string }) => h.entity));
      }
      expect(rest.slice(0, 1001).toReversed()).toEqual(sent.slice(5000).map((s) => s.entity));
    });
  });
});
