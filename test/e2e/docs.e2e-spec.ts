import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';

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
});
