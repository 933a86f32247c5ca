import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MOUNTS = ['/api/v1', '/api/v1/compat/waka'];
const GOALS = '/users/current/goals';
/** A Friday: the last complete week began on 16 November. */
const NOW = Date.parse('2026-11-27T12:00:00Z');
const DAY = 86_400;

describe('suggestions of goals', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOW;
    ada = await app.newUser();
    // The ten days of the example, two in each of five weeks.
    for (const [n, minutes] of [20, 30, 40, 50, 60, 60, 70, 80, 90, 100].entries()) await work(ada, 5 + 7 * (n >> 1) + (n % 2), minutes);
  });
  afterAll(() => app.close());

  /** Work of so many minutes on a day, so many days ago. */
  const work = (user: TestUser, daysAgo: number, minutes: number, of: object = { project: 'engine', language: 'Go' }) => {
    const start = Date.parse('2026-11-27T08:00:00Z') / 1000 - daysAgo * DAY;
    return app.send(
      user,
      Array.from({ length: minutes / 10 + 1 }, (_, n) => ({ time: start + n * 600, ...of })),
    );
  };
  const suggested = async (user = ada, mount = MOUNTS[0]) => {
    const { status, body } = await app.call('GET', `${mount}${GOALS}/suggestions`, user);
    expect(status).toBe(200);
    return body.data;
  };

  it('are those of the example, at both mounts, rolled up or not, and the same again', async () => {
    const data = await suggested();
    const numbers = 'on 10 days in 5 of the last 8 weeks, half of these days for 1 hr or more. 60 % of them had 1 hr or more.';
    const common = {
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      type: 'coding_time',
      seconds: 3600,
      delta: 'day',
      confidence: 0.42,
    };
    expect(data).toEqual([
      { ...common, title: 'Code 1 hr a day', reasoning: `You coded ${numbers}` },
      { ...common, title: 'Code 1 hr a day in Go', reasoning: `You used Go ${numbers}`, language: 'Go' },
      { ...common, title: 'Code 1 hr a day on engine', reasoning: `You worked on engine ${numbers}`, project: 'engine' },
    ]);
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    for (const mount of MOUNTS) expect(await suggested(ada, mount)).toEqual(data);
    expect(new Set(data.map(({ id }: { id: string }) => id)).size).toBe(3);
  });

  it('are none of this week and of more than eight weeks ago, nor of nine days', async () => {
    const bob = await app.newUser();
    expect(await suggested(bob)).toEqual([]);
    for (let n = 0; n < 9; n++) await work(bob, 5 + n, 60);
    await work(bob, 0, 60);
    await work(bob, 4, 60);
    await work(bob, 4 + 57, 60);
    expect(await suggested(bob)).toEqual([]);
    await work(bob, 4 + 56, 60);
    expect((await suggested(bob)).length).toBe(3);
  });

  it('are none of what has no name, and none that asks for what a goal asks for', async () => {
    const eve = await app.newUser();
    for (let n = 0; n < 12; n++) await work(eve, 5 + n, 60, { entity: '/p/thing' });
    expect((await suggested(eve)).map(({ title }: { title: string }) => title)).toEqual(['Code 1 hr a day']);
    await app.call('POST', `/api/v1${GOALS}`, eve, { seconds: 600, delta: 'week' });
    expect((await suggested(eve)).length).toBe(1);
    await app.call('POST', `/api/v1${GOALS}`, eve, { seconds: 600, delta: 'day' });
    expect(await suggested(eve)).toEqual([]);
  });

  it('are taken as they are by the route that makes goals, and are gone then', async () => {
    const all = await suggested();
    for (const { title, type, seconds, delta, language, project } of all) {
      const { status, body } = await app.call('POST', `/api/v1${GOALS}`, ada, { title, type, seconds, delta, language, project });
      expect([status, body.title, body.seconds]).toEqual([201, title, seconds]);
    }
    expect(await suggested()).toEqual([]);
  });
});
