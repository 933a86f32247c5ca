import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@app/database';
import { startPostgres } from '../../scripts/embedded-postgres.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { freePort } from '../../scripts/free-port.js';

// Case 60 of the contract, and what follows from fact 11: chronova-cli never sends again.

describe('while the database is away', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-away-'));
  let port: number;
  let server: { url: string; stop(): Promise<void> };
  let app: TestApp;
  let ada: TestUser;

  const start = async (): Promise<void> => {
    server = await startPostgres({ dataDir, open: true, port, settings: { fsync: 'off' } });
  };
  beforeAll(async () => {
    port = await freePort();
    await start();
    await migrate(server.url);
    app = await startApp({ databaseUrl: server.url });
    ada = await app.newUser();
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const noon = Date.parse('2026-11-24T12:00:00Z') / 1000;
  const stored = async (): Promise<number> => (await app.get('users/current/heartbeats', ada)).body.total;

  it('a request is held over a restart, and then answered as ever, key look-up included', async () => {
    await app.send(ada, [{ time: noon }]);
    await server.stop();
    // The remembered key expires meanwhile: it must be looked up, and wait.
    await sleep(1_100);
    const waiting = Array.from({ length: 20 }, (_, n) => app.send(ada, [{ time: noon + 1 + n }]));
    await sleep(1_500);
    await start();
    const answers = await Promise.all(waiting);
    expect(answers.map((a) => [a.status, a.body.responses?.[0][1]])).toEqual(answers.map(() => [201, 201]));
    expect(await stored()).toBe(21);
  });

  it('for longer, nothing is acknowledged and everything can be sent again', async () => {
    await server.stop();
    expect(await app.call('GET', '/health/ready')).toMatchObject({ status: 503 });
    expect(await app.call('GET', '/health/live')).toMatchObject({ status: 200 });
    const answers = await Promise.all([app.send(ada, [{ time: noon + 100 }]), app.call('GET', '/api/v1/users/current', ada)]);
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([503, { error: expect.stringContaining('again') }]);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    }
    await start();
    expect((await app.send(ada, [{ time: noon + 100 }])).status).toBe(201);
    expect((await app.send(ada, [{ time: noon + 100 }])).status).toBe(201);
    expect(await stored()).toBe(22);
  });
});
