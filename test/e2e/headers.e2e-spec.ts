import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const USUAL = [
  "Content-Security-Policy: default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy: same-origin',
  'Cross-Origin-Resource-Policy: same-origin',
  'Origin-Agent-Cluster: ?1',
  'Referrer-Policy: no-referrer',
  'X-Content-Type-Options: nosniff',
  'X-DNS-Prefetch-Control: off',
  'X-Download-Options: noopen',
  'X-Frame-Options: DENY',
  'X-Permitted-Cross-Domain-Policies: none',
  'X-XSS-Protection: 0',
  'x-request-id: …',
  'vary: Origin',
];
/** An answer of the API: after what every answer says. */
const USUAL_OF_API = USUAL.flatMap((header) => (header.startsWith('x-request-id') ? ['Cache-Control: no-store', header] : [header]));
const TO_OTHER_SITES = [
  'access-control-allow-origin: *',
  'access-control-expose-headers: X-Request-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset',
];
const DOCS =
  "Content-Security-Policy: default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;connect-src 'self'";
const JSON_TYPE = 'content-type: application/json; charset=utf-8';
const END = ['content-length: …', 'Date: …', 'Connection: close'];
const HTTPS = 'Strict-Transport-Security: max-age=31536000';

describe('the headers of an answer, byte for byte', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    ada = await app.newUser();
    await app.nest.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  it.each<[string, string, string[]]>([
    ['a route of no kind', 'GET /health/live', [...USUAL, JSON_TYPE, ...END]],
    ['the page of the documentation', 'GET /docs/', [DOCS, ...USUAL.slice(1), 'content-type: text/html', ...END]],
    [
      'a picture',
      'GET /photo/x',
      [
        ...USUAL.map((h) => (h.startsWith('Cross-Origin-Resource') ? 'cross-origin-resource-policy: cross-origin' : h)),
        'cache-control: public, max-age=86400',
        'content-type: image/svg+xml',
        ...END,
      ],
    ],
    ['a route with a key', 'GET /api/v1/users/current', [...USUAL_OF_API, ...TO_OTHER_SITES, JSON_TYPE, ...END]],
    ['heartbeats', 'POST /api/v1/users/current/heartbeats.bulk', [...USUAL_OF_API, ...TO_OTHER_SITES, JSON_TYPE, ...END]],
    ['404', 'GET /nothing', [...USUAL, JSON_TYPE, ...END]],
  ])('%s', async (_, request, expected) => {
    expect(await headers(app, ada, request, '[]')).toEqual(expected);
  });

  it('413', async () => {
    const answer = await headers(app, ada, 'POST /api/auth/login', 'x'.repeat(70_000));
    expect(answer).toEqual([...USUAL_OF_API, 'connection: close', JSON_TYPE, ...END.slice(0, 2)]);
  });

  it('behind TLS, every kind of route', async () => {
    const secure = await startApp({ databaseUrl: app.databaseUrl, env: { PUBLIC_URL: 'https://chronova.example' } });
    await secure.nest.listen(0, '127.0.0.1');
    for (const path of ['/health/live', '/docs/', '/photo/x', '/nothing']) {
      const answer = await headers(secure, ada, `GET ${path}`, '');
      expect([path, answer.indexOf(HTTPS)]).toEqual([path, 5]);
    }
    await secure.close();
  });
});

/** What stands on the wire, line by line; values that are never the same twice as `…`. */
async function headers(app: TestApp, user: TestUser, request: string, body: string): Promise<string[]> {
  const { port } = new URL(await app.nest.getUrl());
  const bytes = `${request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${user.key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
  const [head = ''] = answer.split('\r\n\r\n');
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => line.replace(/^(x-request-id|content-length|Date): .*/, '$1: …'));
}
