import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { connect, createDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/start-worker.js';

describe('a worker', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chronova-alive-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes its file again and again while its work succeeds, and not while it fails', async () => {
    const databaseUrl = await createDatabase();
    const file = path.join(folder, 'alive');
    const worker = await startWorker(databaseUrl, undefined, { WORKER_ALIVE_FILE: file });
    const written = async () => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    const first = await eventually(written, 20);
    const second = await eventually(async () => ((await written()) !== first ? written() : undefined), 20);
    // Every sweep fails from here on.
    const db = await connect(databaseUrl);
    await db.query('ALTER TABLE jobs RENAME TO no_jobs');
    expect(second).toBeGreaterThan(first);
    rmSync(file, { force: true });
    // Longer than the pause between two sweeps.
    await sleep(6_000);
    rmSync(file, { force: true });
    await sleep(6_000);
    expect(await written()).toBeUndefined();
    await db.end();
    await worker.close();
  }, 90_000);
});
