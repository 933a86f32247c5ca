import net from 'node:net';
import tls from 'node:tls';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, OPERATOR } from '@app/core';
import { CreateApiKey } from '@app/users';
import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../../apps/api/src/http/auth.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const KB = 1024;

@Public()
@Controller('test')
class Broken {
  @Get('page')
  @Header('content-security-policy', "default-src 'self'")
  page(): string {
    return '<p>';
  }

  @Get('broken')
  fail(): never {
    throw Object.assign(new Error('no row at /x?api_key=845a922e-9e65-4775-bd68-bb3196d2e06a'), {
      detail: 'Key (email)=(ada@example.com)',
    });
  }
}

describe('hardening', () => {
  let app: TestApp;
  let ada: TestUser;
  let port: number;
  const lines: string[] = [];

  beforeAll(async () => {
    const out = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    app = await startApp({ controllers: [Broken], log: createLogger('debug', 'api', out) });
    ada = await app.newUser();
    await app.nest.listen(0, '127.0.0.1');
    port = Number(new URL(await app.nest.getUrl()).port);
  });
  afterAll(() => app.close());

  /** What a server answers to bytes that need not be HTTP: status, headers and body, when it has closed the connection. */
  const raw = (bytes: string, read: (body: string) => unknown = JSON.parse): Promise<{ status: number; head: string; body: unknown }> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = text.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), head, body: read(body) });
      });
    });
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

  describe('what is no proper request is refused in JSON like everything else', () => {
    it.each([
      ['a malformed address', get('/%zz?api_key=845a922e'), 400],
      ['a malformed address of a route', get('/api/v1/users/%ff/stats'), 400],
      ['an address with a part that is too long', get(`/photo/${'x'.repeat(2_001)}`), 414],
      ['an address that is too long', get(`/${'x'.repeat(20 * KB)}`), 431],
      ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'x'.repeat(20 * KB)}\r\n\r\n`, 431],
      ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['no HTTP', 'hello\r\n\r\n', 400],
      ['two lengths', 'POST /api/v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}', 400],
    ])('%s', async (_, bytes, status) => {
      const answer = await raw(bytes);
      expect([answer.status, answer.body]).toEqual([status, { error: expect.any(String) }]);
      expect(answer.head).toMatch(/x-request-id: [0-9a-f-]{36}/i);
      expect(answer.head).toMatch(/content-type: application\/json/i);
      expect(JSON.stringify(answer.body)).not.toContain('845a922e');
    });

    it('TLS on the port of HTTP, which the log explains once', async () => {
      const speakTls = (): Promise<void> =>
        new Promise((resolve) => tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }).once('error', () => resolve()));
      await speakTls();
      await speakTls();
      expect(lines.filter((line) => line.includes('speaks TLS'))).toEqual([expect.stringContaining('"level":40')]);
    });

    it('a method that no route has', async () => {
      const answer = await raw('PROPFIND /api/v1/users/current HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect([answer.status, answer.body]).toEqual([405, { error: expect.any(String) }]);
    });
  });

  describe('bodies', () => {
    const fill = (length: number) => 'x'.repeat(length);

    it.each([
      ['POST', '/api/v1/users/current/heartbeats.bulk'],
      ['POST', '/api/v1/users/current/heartbeats'],
      ['POST', '/api/v1/compat/waka/users/current/heartbeats.bulk'],
      ['POST', '/api/v1'],
      ['POST', '/api/v1/compat/waka/'],
    ] as const)('of heartbeats hold 5 MB: %s %s', async (method, url) => {
      const beat = { entity: '/p/a.ts', type: 'file', time: 1_795_000_000, extra: fill(4.9 * KB * KB) };
      expect((await app.call(method, url, ada, [beat])).status).toBe(201);
      const answer = await app.call(method, url, ada, [{ ...beat, extra: fill(5.1 * KB * KB) }]);
      expect([answer.status, answer.body]).toEqual([413, { error: expect.stringContaining('5 MB') }]);
    });

    it('that are large are read only for who has a good key', async () => {
      const beat = { entity: '/p/a.ts', type: 'file', time: 1_795_000_000, extra: fill(KB * KB) };
      const bad = { authorization: 'Bearer 00000000-0000-4000-8000-000000000000' };
      for (const url of ['/api/v1/users/current/heartbeats.bulk', '/api/v1/users/current/heartbeats', '/api/v1']) {
        for (const headers of [{}, bad]) {
          // Not JSON: who reads it would say 400.
          const answer = await app.call('POST', url, null, `${JSON.stringify(beat)}…`, headers);
          expect([answer.status, answer.body]).toEqual([401, { error: expect.any(String) }]);
        }
        expect((await app.call('POST', `${url}?api_key=${ada.key}`, null, beat)).status).toBe(201);
      }
    });

    it('that are large are read only for who may do what is asked', async () => {
      const { key } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'card', { scopes: ['read_stats'] }));
      const reader = { ...ada, key };
      for (const url of ['/api/v1/users/current/heartbeats.bulk', '/api/v1/users/current/heartbeats', '/api/v1']) {
        // Not JSON: who reads it would say 400.
        const answer = await app.call('POST', url, reader, fill(KB * KB));
        expect([answer.status, answer.body]).toEqual([403, { error: expect.stringContaining('write_heartbeats') }]);
      }
    });

    it('that are large are read a few at a time, and none is lost', async () => {
      const user = await app.newUser();
      const beats = (n: number): object[] => [{ entity: `/${n}.ts`, type: 'file', time: 1_795_000_000 + n, extra: fill(100 * KB) }];
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, n) => app.call('POST', '/api/v1/users/current/heartbeats.bulk', user, beats(n))),
      );
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    });

    it('that nest deeply or hold very many values are refused before they are parsed', async () => {
      const url = '/api/v1/users/current/heartbeats.bulk';
      const deep = await app.call('POST', url, ada, '['.repeat(100 * KB));
      expect([deep.status, deep.body]).toEqual([400, { error: expect.stringContaining('16 levels') }]);
      const many = await app.call('POST', url, ada, `[${'{},'.repeat(300_000)}{}]`);
      expect([many.status, many.body]).toEqual([413, { error: expect.stringContaining('250,000 values') }]);
    });

    it('hold 64 kB elsewhere', async () => {
      for (const url of ['/api/auth/login', '/api/v1/users/current/api-keys']) {
        const answer = await app.call('POST', url, ada, { extra: fill(65 * KB) });
        expect([answer.status, answer.body]).toEqual([413, { error: expect.stringContaining('64 kB') }]);
      }
      const ids = Array.from({ length: 1_000 }, () => '845a922e-9e65-8775-bd68-bb3196d2e06a');
      expect((await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', ada, { date: '2026-11-22', ids })).status).toBe(200);
    });
  });

  describe('every answer', () => {
    it.each([
      ['GET', '/health/live'],
      ['GET', '/nothing'],
      ['GET', '/api/v1/users/current'],
      ['POST', '/api/v1/users/current/heartbeats.bulk'],
      ['GET', '/photo/x'],
      ['GET', '/test/broken'],
    ] as const)('has an id and says how it may be used: %s %s', async (method, url) => {
      const { headers } = await app.call(method, url);
      expect(headers).toMatchObject({
        'x-request-id': expect.stringMatching(ID),
        'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      expect(headers['x-powered-by'] ?? headers['strict-transport-security']).toBeUndefined();
    });

    it('a page may have a policy of its own', async () => {
      expect((await raw(get('/test/page'), String)).head.match(/content-security-policy: .*/gi)).toEqual([
        "content-security-policy: default-src 'self'",
      ]);
    });

    it('pictures may be shown on other pages, answers may not be', async () => {
      expect((await app.call('GET', '/photo/x')).headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect((await app.call('GET', '/nothing')).headers['cross-origin-resource-policy']).toBe('same-origin');
    });
  });

  it('Swagger UI gets all that its page asks for, and no more', async () => {
    const page = await app.call('GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;connect-src 'self'",
    );
    expect([...page.text.matchAll(/<script(?![^>]*src=)[^>]*>/g)]).toEqual([]);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, href = '']) => new URL(href, `http://x/docs`).pathname);
    expect(parts).toEqual(expect.arrayContaining([expect.stringContaining('swagger-ui-init.js'), expect.stringContaining('.css')]));
    for (const part of parts) expect([part, (await app.call('GET', part)).status]).toEqual([part, 200]);
  });

  it('what nobody expected says its request and nothing else; the log has the rest without secrets', async () => {
    const answer = await app.call('GET', '/test/broken?api_key=845a922e-9e65-4775-bd68-bb3196d2e06a');
    const id = String(answer.headers['x-request-id']);
    expect([answer.status, answer.body]).toEqual([500, { error: `Something went wrong here; it is logged under request ${id}.` }]);
    const logged = lines.filter((line) => line.includes(id));
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 50, err: expect.objectContaining({ message: expect.stringContaining('no row') }) }),
      expect.objectContaining({ msg: 'request', route: '/test/broken', status: 500 }),
    ]);
  });

  it('no line of the log holds a key, in whatever form it came', async () => {
    const bare = ada.key.slice('waka_'.length);
    const me = '/api/v1/users/current';
    await app.get('users/current', ada);
    for (const name of ['api_key', 'token', 'access_token']) await app.call('GET', `${me}?${name}=${ada.key}`);
    await app.call('GET', `/nothing?api_key=${bare}`);
    await raw(get(`/%zz?api_key=${bare}`));
    await app.send(ada, [{ time: 1_795_000_000, entity: '/home/ada/secret.ts' }]);
    const log = lines.join('');
    expect(log).toContain('"route":"/api/v1/users/current"');
    for (const secret of [bare, 'ada@example.com', '/home/ada']) expect(log).not.toContain(secret);
  });
});

// By itself: the log of the app above is Nest's only while no other app starts.
describe('Strict-Transport-Security', () => {
  it('binds the host to TLS only where that is how people reach it', async () => {
    const behindTls = await startApp({ env: { PUBLIC_URL: 'https://time.example.com' } });
    expect((await behindTls.call('GET', '/health/live')).headers['strict-transport-security']).toBe('max-age=31536000');
    await behindTls.close();
  });
});
