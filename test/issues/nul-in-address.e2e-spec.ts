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

it('a NUL in a part of the address, or in a body, is no 500', async () => {
  const app = await startApp();
  const ada = await app.newUser();
  for (const url of ['projects/%00', 'labels/a%00b', 'heartbeats%00', 'stats/%00']) {
    const { status, body } = await app.get(`users/current/${url}`, ada);
    expect([url, status >= 400 && status < 500, body.error]).toEqual([url, true, expect.any(String)]);
  }
  const [field, operation] = ['project', 'equals'];
  for (const [url, body] of [
    ['renames', { dimension: 'project', name: 'a\0', shown_name: 'x' }],
    ['projects/a/merge', { into: 'a\0' }],
    ['rules', { field, operation, value: 'a\0', set: { project: 'x' } }],
    ['labels', { name: 'a\0' }],
  ] as const) {
    const answer = await app.call('POST', `/api/v1/users/current/${url}`, ada, body);
    expect([url, answer.status >= 400 && answer.status < 500, answer.body.error]).toEqual([url, true, expect.any(String)]);
  }
  const half = await app.call('POST', '/api/v1/users/current/rules', ada, { field, operation, value: 'a\ud800', set: { project: 'x' } });
  expect(half.status).toBeLessThan(500);
  await app.close();
});
