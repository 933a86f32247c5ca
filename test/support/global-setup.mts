// Jest imports a file with this ending as a module that Node reads by itself; with .ts it would compile it, but not what it imports, to CommonJS.
// One PostgreSQL (and one Redis, where the machine has it) for the whole run; every test file makes databases of its own in it. Another version
// of PostgreSQL is tested by TEST_POSTGRES_URL, a server made for that: the databases stay there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../../scripts/build.ts';
import { startPostgres } from '../../scripts/embedded-postgres.ts';
import { startRedisIfInstalled } from './redis.ts';

declare global {
  /** What the set-up hands to the teardown. */
  var stopServers: (() => Promise<void>) | undefined;
}

export default async function setup({ nonFlagArgs }: { nonFlagArgs: string[] }): Promise<void> {
  // Several tests start the product at once: it is built before, unless single files are asked for.
  if (nonFlagArgs.length === 0) await ensureBuilt();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-test-'));
  const given = process.env['TEST_POSTGRES_URL'];
  const postgres = given ? undefined : await startPostgres({ dataDir, open: true, settings: { fsync: 'off', max_connections: '200' } });
  process.env['TEST_POSTGRES_URL'] = given || postgres?.url;
  const redis = process.env['REDIS_URL'] ? undefined : await startRedisIfInstalled();
  process.env['TEST_REDIS_URL'] = process.env['REDIS_URL'] ?? redis?.url ?? '';
  delete process.env['REDIS_URL'];
  delete process.env['DATABASE_URL'];
  if (!process.env['TEST_REDIS_URL']) process.stdout.write('No redis-server on this machine: the tests of the Redis path are skipped.\n');
  globalThis.stopServers = async () => {
    redis?.process.kill();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
