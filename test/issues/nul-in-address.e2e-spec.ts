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
