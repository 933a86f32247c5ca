import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usernameProblem } from './user-rules.js';
import { checkAccountFields, emailOf, usernamesFor } from './account-fields.js';

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
    ['"a\r\nBcc: v@v.com"@example.com', undefined],
    ['"<b@c.de>"@example.com', undefined],
    ['"a"@example.com', undefined],
    ['a b@example.com', undefined],
    ['a\u00a0b@example.com', undefined],
    ['a\u202eb@example.com', undefined],
    ['a\u200bb@example.com', undefined],
    ['a\ud800b@example.com', undefined],
    ['e\u0301@example.com', '\u00e9@example.com'],
  ])('%j is %j', (text, email) => {
    expect(emailOf(text)).toBe(email);
  });
});

describe('a display name', () => {
  const check = (displayName: string) =>
    checkAccountFields({ email: 'ada@example.com', password: 'purple-otter-walks-slowly', displayName });

  it.each([
    'Ada Lovelace',
    '\u{1F469}\u200D\u{1F4BB} Ada',
    '\u{1F469}\u{1F3FD}\u200D\u{1F4BB}',
    '\u2764\uFE0F\u200D\u{1F525}',
    'علی\u200Cرضا',
    'ශ්\u200Dරී',
  ])('may be %j', async (name) => {
    expect(await check(name)).toBe('ada@example.com');
  });

  it.each(['a\u202eb', 'a\u200bb', 'a\u200db', 'a\nb', 'a\u2028b', 'a\ud800'])('is not %j', async (name) => {
    await expect(check(name)).rejects.toMatchObject({ fields: { display_name: [expect.stringContaining('invisible')] } });
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
