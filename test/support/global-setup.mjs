// One PostgreSQL (and one Redis, where the machine has it) for the whole run; every test file makes databases of its own in it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';

export default async function setup() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-test-'));
  const postgres = await startPostgres({ dataDir, settings: { fsync: 'off', max_connections: '200' } });
  process.env.TEST_POSTGRES_URL = postgres.url;
  const redis = process.env.REDIS_URL ? undefined : await startRedis(dataDir);
  process.env.TEST_REDIS_URL = process.env.REDIS_URL ?? redis?.url ?? '';
  delete process.env.REDIS_URL;
  delete process.env.DATABASE_URL;
  if (!process.env.TEST_REDIS_URL) process.stdout.write('No redis-server on this machine: the tests of the Redis path are skipped.\n');
  globalThis.stopServers = async () => {
    redis?.child.kill();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

async function startRedis(dir) {
  const port = await new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', dir], { stdio: 'ignore' });
  const started = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
  });
  return started ? { child, url: `redis://127.0.0.1:${port}` } : undefined;
}
