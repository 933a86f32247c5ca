import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';
import { validator } from './schemas.js';

// Both packages are CommonJS without usable types.
const require = createRequire(import.meta.url);
const { WakaTimeClient, RANGE } = require('wakatime-client');
const { WakaTimeApi } = require('@nick22985/wakatime-api');

/** Independent client libraries against the running server, their answers checked by the schemas written from the contract. */
describe('npm clients', () => {
  let app: TestApp;
  let url: string;
  let key: string;
  /** Of somebody else, who made everything public. */
  let other: string;
  const today = new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    app = await startApp();
    const ada = await app.newUser();
    key = ada.key.replace('waka_', '');
    const now = Date.now() / 1000;
    await app.send(
      ada,
      Array.from({ length: 30 }, (_, n) => ({
        time: now - n * 70,
        project: n % 2 ? 'engine' : '',
        language: n % 3 ? 'Go' : '',
        branch: 'main',
        dependencies: ['pg'],
      })),
    );
    const bob = await app.newUser();
    await app.send(bob, [{ time: now - 60, language: 'Go', project: 'wheel' }, { time: now }]);
    const flags = ['logged_time', 'languages_used', 'editors_used', 'os_used', 'categories_used', 'projects', 'machines'];
    const open = { is_profile_private: false, ...Object.fromEntries(flags.map((f) => [`${f}_public`, true])) };
    other = (await app.call('PATCH', '/api/v1/users/current', bob, open)).body.data.username;
    await app.nest.listen(0, '127.0.0.1');
    const { port } = app.nest.getHttpServer().address() as AddressInfo;
    url = `http://127.0.0.1:${port}/api/v1/`;
  });
  afterAll(() => app.close());

  it.each([
    ['getMe', [], 'users-current'],
    ['getMyStats', [{ range: RANGE.LAST_7_DAYS }], 'stats'],
    ['getMyStats', [{ range: RANGE.LAST_YEAR, projectName: 'engine', timeout: 15, useWritesOnly: false }], 'stats'],
    ['getMySummary', [{ dateRange: { startDate: today, endDate: today } }], 'summaries'],
    ['getMySummary', [{ dateRange: { startDate: today, endDate: today }, projectName: 'engine', branchNames: ['main'] }], 'summaries'],
    ['getMyDurations', [{ date: today }], 'durations'],
    ['getMyHeartbeats', [today], 'heartbeats-list'],
  ])('wakatime-client %s', async (method, args, schema) => {
    const client = new WakaTimeClient(key, url);
    expect(validator(schema)(await client[method](...args))).toEqual([]);
  });

  it('reads what others made public', async () => {
    const one = new WakaTimeClient(key, url);
    const two = new WakaTimeApi(key, url);
    const dateRange = { startDate: today, endDate: today };
    for (const [schema, answer] of [
      ['users-current', await one.getUser(other)],
      ['stats', await one.getUserStats({ userId: other, range: RANGE.LAST_7_DAYS })],
      ['summaries', await one.getUserSummary({ userId: other, dateRange })],
      ['users-current', await two.getUser(other)],
      ['stats', await two.getStats(other, 'last_7_days')],
      ['summaries', await two.getUserSummaries(other, today, today)],
      ['all_time_since_today', await two.getUserAllTimeSinceToday(other)],
    ] as const) {
      expect([schema, validator(schema)(answer)]).toEqual([schema, []]);
    }
  });

  it.each([
    ['getMe', [], 'users-current'],
    ['getMyStats', ['last_7_days'], 'stats'],
    ['getMySummaries', [today, today], 'summaries'],
    ['getMyDurations', [today], 'durations'],
    ['getMyHeartbeats', [today], 'heartbeats-list'],
    ['getMyAllTimeSinceToday', [], 'all_time_since_today'],
  ])('@nick22985/wakatime-api %s', async (method, args, schema) => {
    const client = new WakaTimeApi(key, url);
    expect(validator(schema)(await client[method](...args))).toEqual([]);
  });
});
