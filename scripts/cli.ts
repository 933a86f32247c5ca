// `npm run cli -- <command>`: runs a command on the database that `npm start` uses; the embedded one is started for it if it is not running.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt, entryOf } from './build.ts';
import './dot-env.ts';
import { recallAddress } from './address.ts';
import { Locked, lockDataDir } from './data-dir-lock.ts';
import { findPostgres, type Postgres, startPostgres } from './embedded-postgres.ts';
import { messageOf } from './errors.ts';

const dataDir = path.resolve(process.env.DATA_DIR || '.data');
recallAddress(dataDir);
let child: ChildProcess | undefined;
let asked: NodeJS.Signals | undefined;
// What was started for the command is stopped when it has ended. Ctrl-C is for the command, which hears it too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    asked = signal;
    if (signal !== 'SIGINT') child?.kill(signal);
  });
}
// A terminal that was closed takes no more text.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const isAboutTheProgram = ['--version', '-V'].includes(process.argv[2] ?? '');
const ENDED_BY_SIGNAL = 130;
let code = 1;
let own: Postgres | undefined;
let unlock = (): void => {};
try {
  await ensureBuilt();
  const url = process.env.DATABASE_URL || (isAboutTheProgram ? '' : await embeddedUrl());
  code = await new Promise<number>((resolve, reject) => {
    if (asked) return resolve(ENDED_BY_SIGNAL);
    child = spawn(process.execPath, ['--enable-source-maps', entryOf('cli'), ...process.argv.slice(2)], {
      env: { ...process.env, DATABASE_URL: url, EMBEDDED_DATABASE: process.env.DATABASE_URL ? '' : '1' },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? ENDED_BY_SIGNAL));
  });
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
} finally {
  await own?.stop();
  unlock();
}
process.exit(code);

/** The database of a running Chronova, which is waited for while it starts; else one of our own for as long as the command takes. */
async function embeddedUrl(): Promise<string> {
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    try {
      unlock = await lockDataDir(dataDir, 'command');
      own = await startPostgres({ dataDir });
      return own.url;
    } catch (error) {
      // A start holds it, which may be coming up or about to end.
      if (!(error instanceof Locked) || !error.pid || Date.now() > end || asked) throw error;
      const running = await findPostgres(dataDir);
      if (running) return running.url;
    }
  }
}
