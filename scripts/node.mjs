// Runs a script under the Node that Chronova needs: the Node that runs this file, or else the one that came with the packages. Every npm
// script begins with it: node scripts/node.mjs [flags of Node] <script> [arguments]
// It does not go by node_modules/.bin/node, which npm 10 removes. It imports only what every old Node has, so that it can always say what to do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));
const SYSTEM = process.platform === 'win32' ? 'win' : process.platform;
const PACKAGED = path.join(PACKAGES, `node-${SYSTEM}-${process.arch}`, 'bin', SYSTEM === 'win' ? 'node.exe' : 'node');

const args = process.argv.slice(2);
const script = path.resolve(args[0] || '');
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 24 || (major === 24 && minor >= 9);

if (!existsSync(PACKAGES)) {
  fail('The packages are not installed yet: run "npm ci" first.');
} else if (!isNewEnough && !existsSync(PACKAGED)) {
  const missing = `no Node came with the packages for ${process.platform} ${process.arch}`;
  fail(`Chronova needs Node 24.9 or newer. This is ${process.version}, and ${missing}: install a newer Node.`);
} else if (isNewEnough && path.dirname(script) === path.dirname(fileURLToPath(import.meta.url))) {
  // One of our own scripts without flags needs no second process.
  process.argv.splice(1, 2, script);
  void import(pathToFileURL(script).href);
} else {
  run(isNewEnough ? process.execPath : PACKAGED);
}

/** Runs it in a process of its own, which gets our signals. Ends with its exit code. */
function run(node) {
  // What it starts in turn finds the same Node.
  process.env.PATH = path.dirname(node) + path.delimiter + process.env.PATH;
  const child = spawn(node, args, { stdio: 'inherit' });
  child.once('error', (error) => fail(`${node} does not start: ${error.message}. Install Node 24.9 or newer.`));
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Windows cannot send signals: there the console tells every process of a Ctrl-C.
    process.on(signal, () => process.platform === 'win32' || child.kill(signal));
  }
  // npm may be killed without a word to us.
  if (process.env.npm_lifecycle_event === 'start') {
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
