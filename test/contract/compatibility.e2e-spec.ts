import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

/** docs/compatibility.md says of every WakaTime route what becomes of it here. Its tables and the routes of the running app must agree. */

interface Row {
  method: string;
  /** Below the base address, as in the description of the API: `/users/{user}/stats`; the base address itself is `''`. */
  path: string;
  callers: string;
  here: string;
}

const NATIVE = '/api/v1';
const WAKA = '/api/v1/compat/waka';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const [, ofWakaTime = '', added = '', ofChronova = ''] = readFileSync('docs/compatibility.md', 'utf8').split('\n## ');
const rows = { wakatime: [...rowsOf(ofWakaTime), ...rowsOf(added)], chronova: rowsOf(ofChronova) };

describe('the table of compatibility', () => {
  let app: TestApp;
  let ada: TestUser;
  /** `GET /api/v1/users/current`; parameters have no names. */
  let served: Set<string>;

  beforeAll(async () => {
    app = await startApp();
    ada = await app.newUser();
    const { body } = await app.call('GET', '/docs/json');
    served = new Set(
      Object.entries<object>(body.paths).flatMap(([path, item]) => Object.keys(item).map((method) => keyOf(method.toUpperCase(), path))),
    );
  });
  afterAll(() => app.close());

  it('is read whole, and says of each route one of four things', () => {
    expect(rows.wakatime.length).toBeGreaterThan(50);
    expect(rows.chronova.length).toBeGreaterThan(5);
    for (const { method, path, callers, here } of [...rows.wakatime, ...rows.chronova]) {
      expect([method, path, callers, here]).toEqual([
        expect.stringMatching(new RegExp(`^(${METHODS.join('|')})$`)),
        expect.any(String),
        expect.stringMatching(/./),
        expect.stringMatching(/^(yes($|[:,] )|part: .|later: .|no: .)/),
      ]);
    }
    for (const table of [rows.wakatime, rows.chronova]) {
      const keys = table.map(({ method, path }) => keyOf(method, path));
      expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
    }
  });

  it('names as served what is served, at both base addresses', () => {
    const missing = rows.wakatime.filter(isServed).flatMap(({ method, path }) => [keyOf(method, native(path)), keyOf(method, WAKA + path)]);
    expect(missing.filter((key) => !served.has(key))).toEqual([]);
    const own = rows.chronova.filter(isServed).map(({ method, path }) => keyOf(method, native(path)));
    expect(own.filter((key) => !served.has(key))).toEqual([]);
  });

  it('names as not served what is not', () => {
    const wrong = [...rows.wakatime, ...rows.chronova]
      .filter((row) => !isServed(row))
      .map(({ method, path }) => keyOf(method, native(path)));
    expect(wrong.filter((key) => served.has(key))).toEqual([]);
  });

  it('has every route of WakaTime’s mount', () => {
    const known = new Set(rows.wakatime.filter(isServed).map(({ method, path }) => keyOf(method, WAKA + path)));
    expect([...served].filter((key) => key.includes(` ${WAKA}`) && !known.has(key))).toEqual([]);
  });

  it('says 404 in JSON of what is not served', async () => {
    const unserved = rows.wakatime
      .filter((row) => !isServed(row))
      .map(({ method, path }) => ({ method, path: path.replaceAll(/\{\w+\}/g, 'x') }));
    for (const mount of [NATIVE, WAKA]) {
      for (const { method, path } of unserved) {
        const { status, body } = await app.call(method as 'GET', mount + path, ada);
        expect([method, path, status, body]).toEqual([method, path, expect.any(Number), { error: expect.any(String) }]);
        expect([404, 405]).toContain(status);
      }
    }
  });
});

function isServed({ here }: Row): boolean {
  return /^(yes|part)/.test(here);
}

/** Under the native mount, unless it stands elsewhere. */
function native(path: string): string {
  return path.startsWith('/api/') ? path : NATIVE + path;
}

function keyOf(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}

function rowsOf(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, route = '', callers = '', here = ''] = line.split('|').map((cell) => cell.trim());
      const [method = '', path = ''] = route.replaceAll('`', '').split(' ');
      return { method, path: path === '/' ? '' : path.startsWith('/') ? path : `/${path}`, callers, here };
    });
}
