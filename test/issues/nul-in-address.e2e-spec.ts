import { expect, it } from '@jest/globals';
import { startApp } from '../support/start-app.js';

// PostgreSQL has no text with NUL in it: such a question was a 500.
it('a NUL in a question is refused by the parameter’s name', async () => {
  const app = await startApp();
  const ada = await app.newUser();
  for (const [name, question] of [
    ['project', 'stats/today?project=%00'],
    ['branches', 'summaries?range=today&project=a&branches=a,b%00'],
    ['language', 'heartbeats?language=%00'],
    ['slice_by', 'durations?date=today&slice_by=%00'],
  ] as const) {
    const { status, body } = await app.get(`users/current/${question}`, ada);
    expect([question, status, body]).toEqual([question, 400, { error: expect.any(String), errors: { [name]: [expect.any(String)] } }]);
  }
  await app.close();
});

it('a NUL in a part of the address, or a text that cannot be kept in a body, is refused', async () => {
  const app = await startApp();
  const ada = await app.newUser();
  for (const url of ['projects/%00', 'labels/a%00b', 'heartbeats%00', 'stats/%00']) {
    const { status, body } = await app.get(`users/current/${url}`, ada);
    expect([url, status < 500, body]).toEqual([url, true, { error: expect.any(String) }]);
  }
  for (const [field, body] of [
    ['name', { dimension: 'project', name: 'a\0', shown_name: 'x' }],
    ['shown_name', { dimension: 'project', name: 'a', shown_name: 'x\ud800' }],
  ] as const) {
    const answer = await app.call('POST', '/api/v1/users/current/renames', ada, body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  }
  await app.close();
});
