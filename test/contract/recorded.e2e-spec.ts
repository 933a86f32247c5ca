import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { schemaOf, validator } from './schemas.js';

/** Every request that was recorded from real clients, sent again: 192 of five clients (contract, case 53). */

interface Recorded {
  client: string;
  label: string;
  method: 'GET' | 'POST';
  path: string;
  query: [string, string][];
  headers: [string, string][];
  body: string;
}

const FOLDER = path.join(import.meta.dirname, 'recorded');
const BARE_KEY = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Without credentials, or with one that is no key: the client's own mistake. */
const REFUSED = new Set(['nokey', 'keyany']);

const recorded = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl'))
  .flatMap((file) =>
    readFileSync(path.join(FOLDER, file), 'utf8')
      .trim()
      .split('\n')
      .map((line, n): [string, Recorded] => [`${file}:${n + 1}`, JSON.parse(line)]),
  );

describe('recorded requests', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    // They were recorded then.
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    ada = await app.newUser();
    // The goals that were asked for then.
    const db = await connect(app.databaseUrl);
    for (const [n, id] of ['00000000-1111-4222-8333-444444444444', '00000000-0000-4000-8000-000000000001'].entries()) {
      const made = await app.call('POST', '/api/v1/users/current/goals', ada, { seconds: 3600 + n });
      await db.query('UPDATE goals SET public_id = $1 WHERE public_id = $2', [id, made.body.id]);
    }
    await db.end();
  });
  afterAll(() => app.close());

  it('are all here', () => {
    expect(recorded).toHaveLength(192);
  });

  it.each(recorded.map(([where, r]): [string, string, Recorded] => [where, r.label, r]))('%s (%s)', async (_, label, request) => {
    const answer = await replay(request);
    if (REFUSED.has(label)) return expect([answer.status, answer.body]).toEqual([401, { error: expect.any(String) }]);

    if (request.method === 'POST') {
      if (request.path.endsWith('/file_experts')) {
        expect(answer.status).toBe(200);
        return expect(validator('file_experts')(answer.body)).toEqual([]);
      }
      const sent: unknown = JSON.parse(request.body);
      expect(answer.status).toBe(201);
      if (request.path.endsWith('/plugins/errors')) return expect(answer.body).toEqual({ message: expect.any(String) });
      if (Array.isArray(sent)) {
        expect(answer.body).toEqual({ responses: sent.map(() => [{ data: { id: expect.any(String) } }, 201]) });
        expect(validator('heartbeats-bulk')(answer.body)).toEqual([]);
      } else {
        expect(answer.body).toEqual({
          data: { id: expect.any(String), entity: expect.any(String), type: expect.any(String), time: expect.any(Number) },
        });
      }
      return undefined;
    }
    expect(answer.status).toBe(200);
    return expect(validator(schemaOf(request.path))(answer.body)).toEqual([]);
  });

  async function replay({ method, path: route, query, headers, body }: Recorded): Promise<{ status: number; body: unknown }> {
    const search = new URLSearchParams(query).toString();
    const bare = ada.key.replace('waka_', '');
    const withKey = headers.map(([name, value]) => [
      name.toLowerCase(),
      name.toLowerCase() === 'authorization' || name.toLowerCase() === 'x-api-key' ? withRealKey(value, bare) : value,
    ]);
    return app.call(method, `${route}${search ? `?${search}` : ''}`, null, body === '' ? undefined : body, Object.fromEntries(withKey));
  }
});

/** The same form of credential, with a key of ours: recorded keys are made up. What was no key stays as it is. */
function withRealKey(value: string, bare: string): string {
  const [scheme = '', secret] = value.split(' ', 2);
  const replaced = (text: string): string => {
    const plain = text.replace(/^waka_/, '').replace(/:$/, '');
    return BARE_KEY.test(plain) ? text.replace(plain, bare) : text;
  };
  if (secret === undefined) return replaced(scheme);
  if (scheme !== 'Basic') return `${scheme} ${replaced(secret)}`;
  return `Basic ${Buffer.from(replaced(Buffer.from(secret, 'base64').toString())).toString('base64')}`;
}
