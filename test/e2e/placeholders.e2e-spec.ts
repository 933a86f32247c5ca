import { PriorityPool } from '@app/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Heartbeat } from '../../libs/heartbeats/src/heartbeat.js';
import { Placeholders } from '../../libs/heartbeats/src/placeholders.js';
import { BARE_HEARTBEAT } from '../support/bare-heartbeat.js';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const LAST = { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' } as const;
type Values = Pick<Heartbeat, 'time' | keyof typeof LAST>;
const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;
const START = 20_000 * DAY_US;

describe('placeholders', () => {
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

  async function stored(user: TestUser): Promise<[string, string, string][]> {
    const { rows } = await db.query<{ project: string; branch: string; language: string }>(
      `SELECT a.sent_project AS project, a.sent_branch AS branch, a.sent_language AS language
         FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id WHERE h.user_id = $1 ORDER BY h.time`,
      [user.userId],
    );
    return rows.map(({ project, branch, language }) => [project, branch, language]);
  }

  it('take a branch and a language of their own project alone, from the batch and from the store alike', async () => {
    const t = 1_767_607_200;
    const shop = { time: t, project: 'shop', branch: 'feat-cart', language: 'Go' };
    const asks = { time: t + 60, project: 'wiki', branch: LAST.branch, language: LAST.language, type: 'url', entity: 'https://wiki' };
    const together = await app.newUser();
    await app.send(together, [asks, shop]);
    expect(await stored(together)).toEqual([
      ['shop', 'feat-cart', 'Go'],
      ['wiki', '', ''],
    ]);
    const apart = await app.newUser();
    await app.send(apart, [shop]);
    await app.send(apart, [asks]);
    expect(await stored(apart)).toEqual(await stored(together));
    // The project is found first, and its branch is in an older heartbeat than the newest one.
    await app.send(apart, [{ time: t + 30, project: 'shop', language: 'Rust' }]);
    await app.send(apart, [{ time: t + 45, ...LAST }]);
    expect((await stored(apart))[2]).toEqual(['shop', 'feat-cart', 'Rust']);
  });

  it('know a project in whatever Unicode form it comes, from the batch and from the store alike', async () => {
    const t = 1_767_607_200;
    const branch = { time: t, project: 'caf\u00e9', branch: 'feat-cart' };
    const asks = { time: t + 60, project: 'cafe\u0301', branch: LAST.branch };
    const [together, apart] = [await app.newUser(), await app.newUser()];
    await app.send(together, [branch, asks]);
    await app.send(apart, [branch]);
    await app.send(apart, [asks]);
    for (const user of [together, apart]) expect((await stored(user))[1]?.[1]).toBe('feat-cart');
  });

  const text = fc.constantFrom('', 'a', 'b');
  const time = fc.oneof(
    fc.integer({ min: 0, max: 6 }).map((n) => START + n),
    fc.integer({ min: 0, max: 60 }).map((hours) => START + hours * HOUR_US),
    fc.constantFrom(START + DAY_US, START + DAY_US + 1),
  );
  const real = fc.record({ time, project: text, branch: text, language: text });
  const sent = fc.record({
    time,
    project: fc.oneof(text, fc.constant(LAST.project)),
    branch: fc.oneof(text, fc.constant(LAST.branch)),
    language: fc.oneof(text, fc.constant(LAST.language)),
  });

  /** The definition, heartbeat by heartbeat. `known`: in order of time, of the same time the stored ones first. */
  function byDefinition(known: readonly Values[], h: Values): Values {
    const last = (field: keyof typeof LAST, among: readonly Values[]): string => {
      const reached = among.filter((k) => k[field] !== '' && k[field] !== LAST[field] && k.time <= h.time && k.time >= h.time - DAY_US);
      return reached.at(-1)?.[field] ?? '';
    };
    const projectOf = (k: Values): string =>
      k.project === LAST.project ? byDefinition(known, { ...k, branch: '', language: '' }).project : k.project;
    const project = h.project === LAST.project ? last('project', known) : h.project;
    if (h.branch !== LAST.branch && h.language !== LAST.language) return { ...h, project };
    const same = known.filter((k) => projectOf(k) === project);
    return {
      ...h,
      project,
      branch: h.branch === LAST.branch ? last('branch', same) : h.branch,
      language: h.language === LAST.language ? last('language', same) : h.language,
    };
  }

  it('are what the definition says, in random worlds', async () => {
    const placeholders = new Placeholders(app.nest.get(PriorityPool));
    await fc.assert(
      fc.asyncProperty(fc.array(real, { maxLength: 8 }), fc.array(sent, { minLength: 1, maxLength: 8 }), async (before, batch) => {
        const user = await app.newUser();
        await app.send(
          user,
          before.map((h, n) => ({ ...h, entity: `/${n}`, time: h.time / 1e6 })),
        );
        const { rows } = await db.query<Values>(
          `SELECT h.time::float8 AS time, a.sent_project AS project, a.sent_branch AS branch, a.sent_language AS language
             FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id WHERE h.user_id = $1 ORDER BY h.time, h.id`,
          [user.userId],
        );
        const known = [...rows, ...batch].toSorted((a, b) => a.time - b.time);
        const resolved = await placeholders.resolve(
          user.userId,
          batch.map((h) => ({ ...BARE_HEARTBEAT, ...h })),
        );
        const values = resolved.map(({ time: at, project, branch, language }) => ({ time: at, project, branch, language }));
        expect(values).toEqual(batch.map((h) => byDefinition(known, h)));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
