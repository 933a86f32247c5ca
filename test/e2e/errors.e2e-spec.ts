import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}
type Operations = Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>;
const document: { paths: Record<string, Operations>; components: { schemas: Record<string, Schema> } } = JSON.parse(
  readFileSync('openapi.json', 'utf8'),
);
/** Every route that takes a form: method, path, its fields. */
const forms = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { requestBody }]): [string, string, string[]][] => {
    const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
    const fields = name === undefined ? [] : Object.keys(document.components.schemas[name]?.properties ?? {});
    const url = path.replace('{id}', '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19').replace('{org}', 'acme');
    return fields.length > 0 ? [[method.toUpperCase(), url, fields]] : [];
  }),
);

/** How class-validator words what is wrong. */
const OTHERS_WORDS =
  /must be an? (string|boolean|array|UUID|integer|number(?! from)|object)|must not be|shorter than|longer than|should not|each value|one of the following/;

const ME = '/api/v1/users/current';
const NO_EMAIL = 'This is not an e-mail address. Write it as name@example.com, without quotes, spaces or invisible characters.';
const NO_FIELD = 'nope is no field of this request. Its fields are email, password, username, display_name, timezone, invite.';

describe('refusals', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp({ env: { REGISTRATION: 'open', PUBLIC_URL: 'https://example.com/time' } });
    ada = await app.newUser();
    // Of whom no form is refused for another reason.
    const db = await connect(app.databaseUrl);
    await db.query('UPDATE users SET is_admin = true');
    await db.end();
    await app.call('POST', '/api/v1/organizations', ada, { name: 'Acme', slug: 'acme' });
  });
  afterAll(() => app.close());

  const inject = (method: string, url: string, headers: Record<string, string> = {}, payload?: string) =>
    app.nest.inject({ method: method as 'GET', url, headers: { ...headers }, ...(payload !== undefined && { payload }) });
  const refused = async (method: string, url: string, body?: unknown) => {
    const answer = await app.call(method as 'GET', url, ada, body);
    return { status: answer.status, body: answer.body };
  };

  describe('of credentials', () => {
    it.each([
      ['none', {}, /^An API key is needed, and none was sent\. Send it as/],
      ['an empty scheme', { authorization: 'Bearer' }, /none was sent/],
      [
        'a key of nobody',
        { authorization: 'Bearer 00000000-0000-4000-8000-000000000000' },
        /^This API key is not valid here: it is mistyped, revoked/,
      ],
      ['garbage', { 'x-api-key': 'secret' }, /^What was sent is no API key/],
      ['a session that is over', { cookie: '__Secure-chronova_session=over' }, /^The session has ended/],
    ])('%s is 401 and says so', async (_, headers, text) => {
      for (const [method, url, payload] of [
        ['GET', ME],
        ['POST', `${ME}/heartbeats.bulk`, '[]'],
      ] as const) {
        const answer = await inject(method, url, headers, payload);
        expect([answer.statusCode, answer.json()]).toEqual([401, { error: expect.stringMatching(text) }]);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    });
  });

  describe('of questions', () => {
    it.each([
      [
        'durations?date=bad&timeout=x&timezone=Mars&slice_by=foo&writes_only=maybe',
        ['date', 'slice_by', 'timeout', 'timezone', 'writes_only'],
      ],
      ['durations?slice_by=foo', ['date', 'slice_by']],
      ['summaries?start=bad&end=worse&timezone=Mars', ['end', 'start', 'timezone']],
      ['summaries?start=bad', ['end', 'start']],
      ['summaries?range=bad&timeout=0', ['range', 'timeout']],
      // Start and end win: then a range is not looked at.
      ['summaries?start=bad&end=today&range=bad', ['start']],
      ['stats/last_7_days?timezone=Mars&timeout=0', ['timeout', 'timezone']],
      ['heartbeats?date=bad&start=bad&end=bad&page=0', ['date', 'end', 'page', 'start']],
      ['external_durations?timezone=Mars', ['date', 'timezone']],
    ])('name every wrong parameter at once: %s', async (question, names) => {
      const { status, body } = await refused('GET', `${ME}/${question}`);
      expect([status, Object.keys(body.errors).toSorted()]).toEqual([400, names]);
    });
  });

  it.each([
    ['stats/whenever?timeout=0', ['range', 'timeout']],
    ['stats/whenever?timezone=Mars', ['range', 'timezone']],
    ['insights/days/2026-02-30?timeout=0&writes_only=perhaps', ['range', 'timeout', 'writes_only']],
    ['analytics/hours?range=whenever&timeout=0', ['range', 'timeout']],
    ['stats/whenever', ['range']],
    ['stats/today?timeout=0', ['timeout']],
  ])('of %s name a wrong range beside wrong parameters', async (path, fields) => {
    const { status, body } = await app.get(`users/current/${path}`, ada);
    expect([status, Object.keys(body.errors).toSorted()]).toEqual([400, fields]);
    for (const field of fields) expect(body.error).toContain(field);
  });

  describe('of forms', () => {
    it('name every wrong field at once, with one sentence each', async () => {
      expect(await refused('POST', '/api/auth/register', { email: 'x', username: 7, nope: 1 })).toEqual({
        status: 400,
        body: {
          error: `${NO_FIELD} email: ${NO_EMAIL} password is missing. username must be a text.`,
          errors: {
            nope: [NO_FIELD],
            email: [NO_EMAIL],
            password: ['password is missing.'],
            username: ['username must be a text.'],
          },
        },
      });
      const signUp = { email: 'x', username: '?', password: 'hello', timezone: 'Mars' };
      expect(Object.keys((await refused('POST', '/api/auth/register', signUp)).body.errors)).toEqual([
        'email',
        'username',
        'timezone',
        'password',
      ]);
      const form = {
        weekday_start: 'monday',
        timezone: 'Mars',
        timeout: 0,
        is_profile_private: 'no',
        username: 'current',
        display_name: ' ',
      };
      expect((await refused('PATCH', ME, form)).body.errors).toEqual({
        weekday_start: ['weekday_start must be a whole number from 0 to 6.'],
        timezone: ['"Mars" is not an IANA time zone. Use a name such as Europe/Berlin or UTC.'],
        timeout: ['timeout must be a whole number from 1 to 240.'],
        is_profile_private: ['is_profile_private must be true or false.'],
        username: ['"current" means the account that asks; choose another.'],
        display_name: ['display_name must be 1 to 100 characters on one line, none of them invisible.'],
      });
      expect((await refused('POST', `${ME}/api-keys`, { scopes: ['all'], expires_at: 7 })).body).toEqual({
        error:
          'name is missing. scopes must be a list of one or more of full, read, read_stats, write_heartbeats. expires_at must be a text.',
        errors: {
          name: ['name is missing.'],
          scopes: ['scopes must be a list of one or more of full, read, read_stats, write_heartbeats.'],
          expires_at: ['expires_at must be a text.'],
        },
      });
    });

    it.each([
      ['register', { email: 5, password: 'hello', username: '?', timezone: 'Mars' }, ['email', 'password', 'username', 'timezone']],
      ['claim', { token: 'dead', email: 'x', password: 'hello', username: '?' }, ['token', 'email', 'username', 'password']],
      ['claim', { token: '', email: 'x', password: 'hello', username: '?' }, ['token', 'email', 'password', 'username']],
      ['password/reset', { token: 'dead', password: 'hello' }, ['token', 'password']],
      ['password/reset', { token: 7, password: 'hello' }, ['token', 'password']],
      ['password/change', { current_password: 'wrong', new_password: 'hello' }, ['current_password', 'new_password']],
      ['email/change', { email: 'x' }, ['email', 'password']],
    ])('name every wrong field of %s %j', async (route, form, fields) => {
      const { status, body } = await refused('POST', `/api/auth/${route}`, form);
      expect([status, Object.keys(body.errors).toSorted()]).toEqual([400, fields.toSorted()]);
    });

    it('name every wrong field of a key', async () => {
      const form = { name: '', scopes: ['x'], expires_at: 'yesterday' };
      expect(Object.keys((await refused('POST', `${ME}/api-keys`, form)).body.errors)).toEqual(['name', 'scopes', 'expires_at']);
    });

    it.each(forms)('%s %s words what is wrong by itself', async (method, url, fields) => {
      for (const value of [{}, [], 'x'.repeat(1_000), 1.5, null, true]) {
        const body = Object.fromEntries([...fields, 'nope'].map((field) => [field, value]));
        const answer = await refused(method, url, body);
        expect([400, 403, 404]).toContain(answer.status);
        if (answer.status !== 400) continue;
        expect(answer.body.error).not.toMatch(OTHERS_WORDS);
        expect(answer.body.error).not.toMatch(/undefined|\.\.|\$/);
        for (const [field, texts] of Object.entries<string[]>(answer.body.errors ?? {})) {
          expect([field, texts.length, texts[0]]).toEqual([field, 1, expect.stringMatching(/^[^\n]+\.$/)]);
        }
      }
    });

    it.each(forms)('%s %s is refused without a body', async (method, url) => {
      for (const body of [undefined, '', '[]', '"text"', 'null', '7']) {
        const answer = await refused(method, url, body);
        expect([answer.status, answer.body]).toEqual([
          400,
          {
            error: expect.stringMatching(
              /^The body (is missing\. Send|must be) a JSON object; its fields are |^The body is not JSON|^The body must be an external duration/,
            ),
          },
        ]);
      }
    });
  });

  describe('of addresses', () => {
    it.each([
      ['PUT', ME, 'GET, HEAD, PATCH'],
      ['TRACE', ME, 'GET, HEAD, PATCH'],
      ['QUERY', ME, 'GET, HEAD, PATCH'],
      ['PROPFIND', ME, 'GET, HEAD, PATCH'],
      ['GET', `${ME}/heartbeats.bulk`, 'DELETE, POST'],
      ['GET', '/api/v1/users/ada/heartbeats.bulk', 'DELETE, POST'],
      ['PUT', '/api/v1/compat/waka/users/current/heartbeats/', 'GET, HEAD, POST'],
      ['DELETE', '/api/v1', 'GET, HEAD, POST'],
      ['GET', '/api/auth/login', 'POST'],
      ['OPTIONS', '/api/auth/login', 'POST'],
      ['POST', '/account/login', 'GET, HEAD'],
      ['POST', '/docs/json?a=b', 'GET, HEAD'],
    ])('%s %s is 405 and says which methods there are', async (method, url, allow) => {
      const answer = await inject(method, url, {}, method === 'GET' ? undefined : '{"not JSON');
      expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow]);
      const [path] = url.split('?');
      expect(answer.json()).toEqual({ error: `${method} is not possible here: ${path} takes ${allow}.` });
    });

    it('answers preflights as ever', async () => {
      const answer = await inject('OPTIONS', ME, { origin: 'https://example.org', 'access-control-request-method': 'GET' });
      expect([answer.statusCode, answer.headers['access-control-allow-origin'], answer.headers['allow']]).toEqual([204, '*', undefined]);
    });

    it.each(['GET', 'POST', 'TRACE', 'QUERY', 'PUT'])('%s of what there is not is 404, whatever is in its body', async (method) => {
      const answer = await inject(method, '/api/v1/nope', {}, method === 'GET' ? undefined : `{"not JSON${'x'.repeat(100_000)}`);
      expect([answer.statusCode, answer.json()]).toEqual([
        404,
        { error: `There is no ${method} /api/v1/nope here. See /time/docs for what there is.` },
      ]);
    });

    it.each([
      '/users/current/heartbeats.bulk',
      '/users/current/statusbar/today',
      '/heartbeats',
      '/api/heartbeat',
      '/api/heartbeats',
      '/api/users/ada/heartbeats.bulk',
      '/api/compat/wakatime/v1/users/current/summaries',
      '/v1/users/current/stats/last_7_days',
      '/api/v1/heartbeats.bulk',
      '/api/v1/users/current/users/current/heartbeats.bulk',
    ])('%s is 404 and says what api_url must be', async (url) => {
      const answer = await inject('POST', url, {}, '[]');
      expect([answer.statusCode, answer.json().error]).toEqual([
        404,
        `There is no POST ${url} here. If it is a client that asks, its api_url must end in /time/api/v1.`,
      ]);
    });

    it.each(['/users', '/api/v1/users/current/goals', '/api/users/ada/nope', '/'])('%s says nothing of api_url', async (url) => {
      expect((await inject('POST', url)).json().error).not.toContain('api_url');
    });
  });
});

describe('limits', () => {
  let app: TestApp;
  let ada: TestUser;
  beforeEach(() => {
    app.clock.at = (app.clock.at ?? Date.now()) + 3_600_000;
  });
  beforeAll(async () => {
    app = await startApp({ limited: true });
    ada = await app.newUser();
  });
  afterAll(() => app.close());

  const NAMES = ['x-ratelimit-limit', 'x-ratelimit-remaining'];

  it.each([
    [404, 'GET', '/api/v1/nope', undefined],
    [404, 'POST', '/nope', '{}'],
    [405, 'PUT', '/api/v1/users/current', '{}'],
    [400, 'PATCH', '/api/v1/users/current', '{"not JSON'],
    [413, 'PATCH', '/api/v1/users/current', `"${'x'.repeat(70_000)}"`],
    [401, 'POST', '/api/v1/users/current/heartbeats.bulk', '[]'],
    [401, 'GET', '/api/v1/users/current', undefined],
    [400, 'GET', '/%zz', undefined],
    [400, 'GET', '/api/v1/users/%ff', undefined],
    [414, 'GET', `/api/v1/users/${'x'.repeat(2_001)}`, undefined],
  ])('%s %s %.40s counts for its address and says what is left', async (status, method, url, body) => {
    const user = status === 401 ? null : ada;
    const first = await app.call(method as 'GET', url, user, body);
    expect([first.status, NAMES.map((name) => first.headers[name])]).toEqual([status, ['60', '59']]);
    for (let n = 0; n < 59; n++) await app.call(method as 'GET', url, user, body);
    const last = await app.call(method as 'GET', url, user, body);
    expect(Number(first.headers['x-ratelimit-reset']) * 1000).toBeGreaterThan(app.clock.at ?? 0);
    expect([last.status, last.body]).toEqual([
      429,
      { error: 'Too many requests: 60 requests within 1 minute are the limit here. Ask again in 60 seconds.' },
    ]);
    expect([last.headers['retry-after'], last.headers['x-ratelimit-remaining'], last.headers['allow']]).toEqual(['60', '0', undefined]);
    // Requests by key are another budget.
    expect((await app.call('GET', '/api/v1/users/current', ada)).status).toBe(200);
  });

  it.each(['/docs', '/docs/json', '/docs/swagger-ui.css'])('%s counts as a page does', async (url) => {
    const { status, headers } = await app.call('GET', url);
    expect([status, NAMES.map((name) => headers[name])]).toEqual([200, ['600', '599']]);
  });
});
