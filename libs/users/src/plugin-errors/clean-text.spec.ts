import { describe, expect, it } from '@jest/globals';
import { cleanText } from './clean-text.js';

const KEY = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';

describe('cleanText', () => {
  it.each([
    `api_key = ${KEY}`,
    `api_key=waka_${KEY}&x=1`,
    `{"api_key":"${KEY}"}`,
    `Authorization: Basic ${Buffer.from(KEY).toString('base64')}`,
    `header Bearer waka_${KEY}`,
    `GET https://x.org/api/v1/users/current?token=${KEY}`,
    `loaded key ${KEY.toUpperCase()} from config`,
  ])('leaves no key in %s', (text) => {
    const clean = cleanText(text);
    expect(clean.toLowerCase()).not.toContain(KEY);
    expect(clean).not.toContain(Buffer.from(KEY).toString('base64'));
    expect(clean).toContain('***');
  });

  it('leaves not even the end of a key', () => {
    expect(cleanText("(api key: '<hidden>5555', x")).not.toContain('5555');
    expect(cleanText(String.raw`'\u003chidden\u003e5555'`)).not.toContain('5555');
  });

  it('leaves neither passwords, addresses nor names of home folders', () => {
    expect(cleanText('password: hunter2, proxy https://bob:hunter2@proxy:1')).not.toContain('hunter2');
    expect(cleanText('mail to ada@example.com')).toBe('mail to ***@***');
    expect(cleanText('open /home/ada/src/a.ts: no such file')).toBe('open /home/***/src/a.ts: no such file');
    expect(cleanText('C:\\Users\\ada\\a.ts')).toBe('C:\\Users\\***\\a.ts');
    expect(cleanText('/Users/ada: denied')).toBe('/Users/***: denied');
  });

  it('leaves the rest as it is, and nothing that cannot be stored', () => {
    const trace = 'panic: runtime error: index out of range [3]\n\tmain.go:42 +0x1d';
    expect(cleanText(trace)).toBe(trace);
    expect(cleanText('a\0b\ud800')).toBe('ab\ufffd');
  });

  it('takes time by length, whatever is sent', () => {
    for (const part of ['token', 'api key', '/home/', 'a-', '0123456789abcdef-', ':', '"', '://a:b']) {
      expect(cleanText(part.repeat(60_000 / part.length)).length).toBeGreaterThan(0);
    }
  });
});
