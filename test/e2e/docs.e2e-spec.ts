import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { atPresent } from '../../apps/api/src/compat/heartbeats/heartbeats.examples.js';
import { CHROMIUM, startBrowser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/start-app.js';

const COMMITTED = readFileSync('openapi.json', 'utf8');

describe('the description of the API', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.close());

  it.each([
    ['json', 'application/json; charset=utf-8'],
    ['yaml', 'text/yaml'],
  ])('is written as %s once', async (format, type) => {
    // Both writers ask for the members of what they write.
    const keys = jest.spyOn(Object, 'keys');
    const stringify = jest.spyOn(JSON, 'stringify');
    const written = () =>
      [...keys.mock.calls, ...stringify.mock.calls].filter(([value]) => typeof value === 'object' && value !== null && 'openapi' in value)
        .length;
    const first = await app.call('GET', `/docs/${format}`);
    const before = written();
    const second = await app.call('GET', `/docs/${format}`);
    expect(before).toBeGreaterThan(0);
    expect(written()).toBe(before);
    keys.mockRestore();
    stringify.mockRestore();
    expect(first).toMatchObject({
      status: 200,
      headers: { 'content-type': type, 'content-security-policy': expect.stringContaining("script-src 'self'") },
    });
    expect(second.text).toBe(first.text);
    for (const name of ['content-type', 'content-security-policy']) expect(second.headers[name]).toBe(first.headers[name]);
  });

  it('states the limits of what names, addresses, passwords and ids may be, and an example of every user in an address', async () => {
    const { paths, components } = (await app.call('GET', '/docs/json')).body;
    const { RegisterBody, CreateApiKeyBody } = components.schemas;
    expect(RegisterBody.properties).toMatchObject({
      email: { minLength: 6, maxLength: 254 },
      password: { minLength: 8, maxLength: 256 },
      username: { minLength: 1, maxLength: 39, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,38}$' },
      display_name: { minLength: 1, maxLength: 100 },
    });
    expect(CreateApiKeyBody.properties.name).toMatchObject({ minLength: 1, maxLength: 100 });
    for (const path of ['/api/v1/users/current/api-keys/{id}', '/api/v1/users/current/sessions/{id}', '/api/v1/admin/users/{id}']) {
      const [operation] = Object.values<any>(paths[path]); // oxlint-disable-line typescript/no-explicit-any
      expect([path, operation.parameters]).toMatchObject([path, [{ schema: { type: 'string', format: 'uuid' } }]]);
    }
    const users = Object.entries<any>(paths) // oxlint-disable-line typescript/no-explicit-any
      .flatMap(([path, item]) => Object.values<any>(item).flatMap(({ parameters = [] }) => parameters.map((p: object) => ({ path, ...p })))) // oxlint-disable-line typescript/no-explicit-any
      .filter(({ in: place, name }) => place === 'path' && name === 'user');
    expect(users.length).toBeGreaterThan(0);
    for (const { path, schema, example } of users) expect([path, typeof (schema.example ?? example)]).toEqual([path, 'string']);
  });

  // The types of a class that stands in a file of another ending than .dto.ts are not seen.
  it('says what each field of a body is', () => {
    const bodies = Object.entries<any>(JSON.parse(COMMITTED).components.schemas).filter(([name]) => name.endsWith('Body')); // oxlint-disable-line typescript/no-explicit-any
    const unknown = bodies.flatMap(([name, { properties = {} }]) =>
      Object.entries<any>(properties) // oxlint-disable-line typescript/no-explicit-any
        .filter(
          ([, { type, ...rest }]) => type === 'object' && !('properties' in rest || 'allOf' in rest || 'additionalProperties' in rest),
        )
        .map(([field]) => `${name}.${field}`),
    );
    expect(bodies.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('is of the present, and its examples show something when they are sent in order', async () => {
    const ada = await app.newUser();
    const seen: string[] = [];
    for (const now of ['2026-11-24T12:00:00.700Z', '2026-11-25T12:00:00.700Z']) {
      app.clock.at = Date.parse(now);
      const { body } = await app.call('GET', '/docs/json');
      const sent = body.paths['/api/v1/users/current/heartbeats.bulk'].post.requestBody.content['application/json'].schema.example;
      expect(sent.map(({ time }: { time: number }) => time)).toEqual([app.clock.at / 1000 - 120.2, app.clock.at / 1000 - 60.2]);
      const [[first]] = (await app.call('POST', '/api/v1/users/current/heartbeats.bulk', ada, sent)).body.responses;
      const { body: today } = await app.get('users/current/statusbar/today', ada);
      expect(today.data.grand_total.total_seconds).toBe(60);
      // Comments are read when the product is built, so not here.
      const { date, ids } = JSON.parse(atPresent(COMMITTED, app.clock.at)).components.schemas.DeleteHeartbeatsBody.properties;
      expect([date.example, ids.example]).toEqual([now.slice(0, 10), [first.data.id]]);
      const deleted = await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', ada, { date: date.example, ids: ids.example });
      expect(deleted.status).toBe(200);
      expect((await app.get('users/current/statusbar/today', ada)).body.data.grand_total.total_seconds).toBe(0);
      for (const route of ['yaml', 'swagger-ui-init.js']) {
        const { text } = await app.call('GET', `/docs/${route}`);
        expect(text).toContain(String(sent[0].time));
        expect(text).not.toContain('1767607200.5');
      }
      seen.push(ids.example[0]);
    }
    expect(new Set(seen).size).toBe(2);
    app.clock.at = undefined;
  });

  it('has a page for phones too', async () => {
    expect((await app.call('GET', '/docs')).text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  });

  it('says of every route in one short line what it does, and below it what it needs', () => {
    const body = JSON.parse(COMMITTED);
    const tags = new Set(body.tags.map(({ name }: { name: string }) => name));
    for (const [path, operations] of Object.entries<Record<string, Operation>>(body.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const { summary, description, security } = operation;
        expect([path, method, summary]).toEqual([path, method, expect.stringMatching(/^[A-Z][^`§]{5,79}[^.`§]$/)]);
        expect(description).not.toContain('§');
        expect(operation.tags.every((tag) => tags.has(tag))).toBe(true);
        expect(operation.tags.every((tag) => tag.startsWith('WakaTime mount') === path.startsWith('/api/v1/compat/waka'))).toBe(true);
        const isPublic = operation['x-stranger'] !== undefined;
        expect([path, security]).toEqual([path, operation['x-permission'] ? [...(isPublic ? [{}] : []), { Bearer: [] }] : []]);
        if (operation['x-permission']) expect(description).toContain(`(permission \`${operation['x-permission']}\`)`);
      }
    }
  });

  it('Swagger’s own change of the account changes nothing', async () => {
    const ada = await app.newUser();
    const { body } = await app.call('GET', '/docs/json');
    const [first] = Object.values<{ value: object }>(
      body.paths['/api/v1/users/current'].patch.requestBody.content['application/json'].examples,
    );
    const before = await app.get('users/current', ada);
    expect((await app.call('PATCH', '/api/v1/users/current', ada, first?.value)).body).toEqual(before.body);
  });
});

(CHROMIUM === undefined ? describe.skip : describe)('Swagger UI in a browser', () => {
  it('shows every group, and those of WakaTime’s mount closed', async () => {
    const app = await startApp();
    await app.nest.listen(0, '127.0.0.1');
    const browser = await startBrowser();
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${await app.nest.getUrl()}/docs`);
    await page.locator('[data-tag="Heartbeats"][data-is-open="true"]').waitFor();
    // Swagger UI draws what is in sight alone, so its own state tells.
    await page.waitForFunction(`ui.layoutSelectors.isShown(['operations-tag', 'WakaTime mount: Health'], true) === false`);
    const shown: [string, boolean][] = await page.evaluate(
      `ui.specSelectors.tags().toJS().map(({ name }) => [name, ui.layoutSelectors.isShown(['operations-tag', name], true)])`,
    );
    expect(shown.length).toBeGreaterThan(10);
    for (const [tag, isOpen] of shown) expect([tag, isOpen]).toEqual([tag, !tag.startsWith('WakaTime mount')]);
    expect(await page.locator('.operation-filter-input').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    expect(problems).toEqual([]);
    await browser.close();
    await app.close();
  });
});

interface Operation {
  summary: string;
  description: string;
  tags: string[];
  security?: object[];
  'x-stranger'?: string;
  'x-permission'?: string;
}
