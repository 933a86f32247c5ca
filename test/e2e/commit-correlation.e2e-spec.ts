import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { SweepCommitTimes } from '@app/github';
import { newDeveloper, ownCommit, store } from '../support/commits.js';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const MONDAY = Date.parse('2026-10-05T00:00:00Z') * 1000;
const ROUTE = 'users/current/analytics/commit-correlation';

describe('how coding time and commits go together', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    app.clock.at = (MONDAY + 20 * DAY) / 1000;
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const work = (user: TestUser, at: number, minutes: number, more: Record<string, unknown> = {}) =>
    app.send(
      user,
      Array.from({ length: minutes / 10 + 1 }, (_, n) => ({ time: at / 1e6 + n * 600, project: 'engine', branch: 'main', ...more })),
    );
  const sweep = () => app.commands.execute(new SweepCommitTimes(SERVER));

  it('is that of the worked examples', async () => {
    const ada = await newDeveloper(app, db);
    // docs/analytics.md: the hours and the commits of fourteen days.
    const hours = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8];
    const counts = [0, 0, 1, 1, 3, 2, 4, 3, 5, 4, 6, 5, 8, 6];
    for (const [day, length] of hours.entries()) {
      const at = MONDAY + day * DAY + 8 * HOUR;
      if (length > 0) await work(ada, at, length * 60);
      const commits = Array.from({ length: counts[day] ?? 0 }, (_, n) => ownCommit(ada, `c${day}x${n}`, at + (n + 1) * 10 * MINUTE));
      if (commits.length > 0) await store(app, ada, 1, commits);
    }
    await work(ada, MONDAY + 8 * HOUR, 60, { project: 'site' });
    await sweep();
    const { status, body } = await app.get(`${ROUTE}?range=2026-10-05_to_2026-10-18&project=engine`, ada);
    expect(status).toBe(200);
    const { data } = body;
    expect(data).toMatchObject({ total_seconds: 50 * 3600, commits: 48, commits_per_hour: 0.96, is_shortened: false });
    // The first day has neither time nor commits of the project, so there are too few days.
    expect(data.correlation).toEqual({ n: 13, pearson: null, spearman: null });
    const { body: more } = await app.get(`${ROUTE}?range=2026-10-05_to_2026-10-18`, ada);
    expect(more.data.correlation.n).toBe(14);
    expect(more.data.correlation.pearson).toEqual({ value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) });
    expect(data.daily).toHaveLength(14);
    expect(data.daily[13]).toEqual({ date: '2026-10-18', total_seconds: 8 * 3600, commits: 6 });
    expect(data.hours[8]).toEqual({ total_seconds: 13 * 3600, commits: 43 });
    expect(data.weekdays[1]).toEqual({ total_seconds: 4 * 3600, commits: 3 });
    // Ten minutes before each; the first of a day has what no commit of the day before had, too.
    expect(data.seconds_per_commit).toMatchObject({ median: 600, p25: 600 });
    expect(data.sessions.total).toBe(13);
    expect(data.most_dense).toEqual([{ project: 'engine', total_seconds: 50 * 3600, commits: 48, commits_per_hour: 0.96 }]);
    expect(data.ai).toEqual({ total_seconds: expect.any(Number), ai_seconds: 0, percent: 0 });
  });

  it('knows sessions that end in a commit, first edits, and time with an AI', async () => {
    const ada = await newDeveloper(app, db);
    await work(ada, MONDAY + 9 * HOUR, 60);
    await work(ada, MONDAY + 12 * HOUR, 20, { category: 'ai coding' });
    await store(app, ada, 1, [ownCommit(ada, 'c1', MONDAY + 10 * HOUR + 5 * MINUTE), ownCommit(ada, 'c2', MONDAY + 13 * HOUR)]);
    await sweep();
    const { body } = await app.get(`${ROUTE}?range=2026-10-05`, ada);
    expect(body.data).toMatchObject({
      sessions: { total: 2, ending_in_commit: 1, percent: 50 },
      first_edit_to_commit_seconds: { median: 3750, p25: 3675, p75: 3825 },
      seconds_per_commit: { median: 2400, p25: 1800, p75: 3000 },
      ai: { total_seconds: 4800, ai_seconds: 1200, percent: 25 },
    });
  });

  it('tells of nobody else’s, and of a year at most', async () => {
    const bob = await app.newUser();
    const { body } = await app.get(`${ROUTE}?range=last_30_days`, bob);
    expect(body.data).toMatchObject({ commits: 0, commits_per_hour: null, seconds_per_commit: null, ai: { percent: null } });
    expect((await app.get(`${ROUTE}?range=2024-01-01_to_2026-01-01`, bob)).status).toBe(400);
  });
});
