import { describe, expect, it } from '@jest/globals';
import { passwordProblem } from './password-strength.js';

describe('passwordProblem', () => {
  it.each(['password1234', 'P@ssw0rd', 'p4$$w0rd', '1!|1!|1!|1!|1!|1!|1!|1!|', 'aaaaaaaaaaaaaaaa', 'ada@example.com'])(
    '%s is weak',
    async (text) => {
      expect(await passwordProblem(text, ['ada@example.com'])).toMatch(/^Too easy to guess/);
    },
  );

  it.each(['correct horse battery staple', 'purple-otter-walks-slowly-tonight', '4@8({[<369|1!0$5+7%24@8({[<369|1!0$5+7%24@8({[<36'])(
    '%s is strong',
    async (text) => {
      expect(await passwordProblem(text, ['ada@example.com'])).toBeUndefined();
    },
  );

  it('weighs the first 24 characters, whatever follows', async () => {
    const weak = 'a'.repeat(24);
    expect(await passwordProblem(`${weak}purple-otter-walks-slowly`, [])).toBe(await passwordProblem(weak, []));
  });
});
