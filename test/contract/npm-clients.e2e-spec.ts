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
