import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usernameProblem } from './user-rules.js';
import { emailOf, usernamesFor } from './account-fields.js';

describe('emailOf', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['a+b@sub.example.org', 'a+b@sub.example.org'],
    ['ada', undefined],
    ['ada@localhost', undefined],
    ['ada@example.com\r\nbcc: b@example.com', undefined],
    ['a,b@example.com', undefined],
    ['Ada <ada@example.com>', undefined],
    ['', undefined],
  ])('%j is %j', (text, email) => {
    expect(emailOf(text)).toBe(email);
  });
});

describe('usernamesFor', () => {
  it.each([
    ['ada@example.com', 'ada'],
    ['o’hara+x@example.com', 'o-hara-x'],
    ['__x@example.com', 'x'],
    ['123@example.com', 'coder'],
    ['current@example.com', 'coder'],
  ])('%s may be %s', (email, first) => {
    expect(usernamesFor(email, '0a1b2c3d')[0]).toBe(first);
  });

  it('are all allowed, and differ', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const names = usernamesFor(email, '0a1b2c3d');
        expect(names.map(usernameProblem)).toEqual(names.map(() => undefined));
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});
