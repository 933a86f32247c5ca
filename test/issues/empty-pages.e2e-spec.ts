import { OPERATOR } from '@app/core';
import { EnsureOwner } from '@app/users';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

let app: TestApp;
let owner: TestUser;

beforeAll(async () => {
  app = await startApp();
  owner = { userId: 0, publicId: '', key: (await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'))) ?? '' };
});
afterAll(() => app.close());

// Some lists said 0 pages and others 1; clients that loop from 1 to total_pages never asked for the first.
it.each(['users/current/heartbeats', 'admin/users?search=nobody', 'users/current/api-keys?page=7'])(
  '%s says its page and at least one page in all, also when it is empty',
  async (list) => {
    const { status, body } = await app.get(list, owner);
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: [], page: list.includes('page=7') ? 7 : 1, total_pages: 1 });
  },
);

it.each(['users/current/heartbeats', 'admin/users', 'users/current/api-keys'])('%s words a wrong page alike', async (list) => {
  const { status, body } = await app.get(`${list}?page=0&per_page=101`, owner);
  expect([status, body.errors]).toEqual([
    400,
    { page: ['page must be a whole number from 1 to 1000000.'], per_page: ['per_page must be a whole number from 1 to 100.'] },
  ]);
});
