import { OPERATOR } from '@app/core';
import { SetPassword } from '@app/users';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';

const FIRST = 'violet-engine-harbour-tuesday';
const SECOND = 'copper-lantern-orbit-wednesday';
const THIRD = 'silver-meadow-anchor-thursday';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ env: { REGISTRATION: 'open' } });
});
afterAll(() => app.close());

it('bodies take snake_case, and the camel case of the first version as before', async () => {
  const ada = await app.newUser();
  await app.commands.execute(new SetPassword(OPERATOR, ada.userId, FIRST));
  const change = (body: object) => app.call('POST', '/api/auth/password/change', ada, body);
  expect((await change({ currentPassword: FIRST, newPassword: SECOND })).status).toBe(200);
  expect((await change({ current_password: SECOND, new_password: THIRD })).status).toBe(200);
  // Neither spelling: named by the one that is to be sent.
  expect(Object.keys((await change({})).body.errors)).toEqual(['current_password', 'new_password']);
  for (const [n, name] of ['display_name', 'displayName'].entries()) {
    const email = `grace-${n}@example.com`;
    expect((await app.call('POST', '/api/auth/register', null, { email, password: FIRST, [name]: 'Grace' })).status).toBe(201);
    const { body } = await app.call('POST', '/api/auth/login', null, { email, password: FIRST });
    const me = await app.call('GET', `/api/v1/users/current?api_key=${body.apiKey}`);
    expect(me.body.data.display_name).toBe('Grace');
  }
});
