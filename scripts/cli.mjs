// `npm run cli -- <command>`: runs a command on the database that `npm start` uses; the embedded one is started for it if it is not running.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, entryOf } from './build.mjs';
import { findPostgres, startPostgres } from './embedded-postgres.mjs';
import './dot-env.mjs';

const dataDir = path.resolve(process.env.DATA_DIR || '.data');
let code = 1;
let own;
try {
  await ensureBuilt();
  let url = process.env.DATABASE_URL || (await findPostgres({ dataDir }))?.url;
  if (!url) {
    own = await startPostgres({ dataDir });
    url = own.url;
  }
  code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', entryOf('cli'), ...process.argv.slice(2)], {
      env: { ...process.env, DATABASE_URL: url, EMBEDDED_DATABASE: process.env.DATABASE_URL ? '' : '1' },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
} finally {
  await own?.stop();
}
process.exit(code);
