import { describe, expect, it } from '@jest/globals';
import { isFromElsewhere } from './cors.js';

describe('isFromElsewhere', () => {
  const host = 'time.example.com';

  it.each<[string, Record<string, string>, string | undefined, boolean]>([
    ['no origin', {}, undefined, false],
    ['our own', { origin: 'https://time.example.com' }, undefined, false],
    [
      'our own behind a proxy, by the browser’s word',
      { origin: 'https://other.example.com', 'sec-fetch-site': 'same-origin' },
      undefined,
      false,
    ],
    ['our own behind a proxy, by PUBLIC_URL', { origin: 'https://other.example.com' }, 'https://other.example.com/time', false],
    ['our own over plain http, where PUBLIC_URL is https', { origin: 'http://time.example.com' }, 'https://time.example.com', true],
    ['our own host, where PUBLIC_URL is another', { origin: 'https://time.example.com' }, 'https://other.example.com', true],
    ['our own host by another name, over plain http', { origin: 'http://time.example.com' }, 'http://localhost:3000', false],
    ['another site, where PUBLIC_URL is plain http', { origin: 'http://evil.example.net' }, 'http://localhost:3000', true],
    ['another site', { origin: 'https://evil.example.net' }, 'https://time.example.com', true],
    ['another host of the site', { origin: 'https://www.example.com', 'sec-fetch-site': 'same-site' }, undefined, true],
    ['another port', { origin: 'https://time.example.com:8443' }, undefined, true],
    ['a sandboxed frame', { origin: 'null' }, undefined, true],
    ['an extension', { origin: 'chrome-extension://abcdefgh' }, undefined, true],
  ])('%s', (_, headers, publicUrl, elsewhere) => {
    expect(isFromElsewhere({ headers, host }, publicUrl)).toBe(elsewhere);
  });
});
