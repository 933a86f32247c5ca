import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

// scripts/node.mjs under a Node that is too old. `npm run smoke` runs it under a real one, where the machine has one.

const ROOT = path.resolve(import.meta.dirname, '../..');
const PACKAGED = path.join(ROOT, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
const NODE_18 = ['--import', "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.8' })"];
const folder = mkdtempSync(path.join(tmpdir(), 'chronova-old-node-'));

function runIn(root: string, ...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE_18, path.join(root, 'scripts/node.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  return { status, lines: `${stdout}${stderr}`.trim().split('\n') };
}

describe('an old Node', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const ifPackaged = existsSync(PACKAGED) ? it : it.skip;

  ifPackaged('runs scripts in the one of the packages, whatever npm linked, and ends as they do', () => {
    expect(runIn(ROOT, '-p', 'process.execPath')).toEqual({ status: 0, lines: [PACKAGED] });
    expect(runIn(ROOT, '-e', 'process.exitCode = 7').status).toBe(7);
    expect(runIn(ROOT, '-e', "process.kill(process.pid, 'SIGKILL')").status).toBe(137);
    const inner = "require('node:child_process').execFileSync('node', ['-p', 'process.execPath'], { stdio: 'inherit' })";
    expect(runIn(ROOT, '-e', inner).lines).toEqual([PACKAGED]);
  });

  ifPackaged.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('hands on %s', async (signal) => {
    const script = `process.on('${signal}', () => process.exit(9)); setInterval(() => {}, 1000); process.stdout.write('up')`;
    const child = spawn(process.execPath, [...NODE_18, 'scripts/node.mjs', '-e', script], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    expect(await exit).toBe(9);
  });

  it('says in one line what to do where there are no packages, or none for this system', () => {
    mkdirSync(path.join(folder, 'scripts'));
    copyFileSync(path.join(ROOT, 'scripts/node.mjs'), path.join(folder, 'scripts/node.mjs'));
    const first = { status: 1, lines: ['The packages are not installed yet: run "npm ci" first.'] };
    expect(runIn(folder, 'scripts/start.mjs')).toEqual(first);
    mkdirSync(path.join(folder, 'node_modules'));
    const none = runIn(folder, 'scripts/start.mjs');
    expect(none.status).toBe(1);
    expect(none.lines).toEqual([
      expect.stringMatching(/^Chronova needs Node 24\.9 or newer\. This is v.*, and no Node came .*: install a newer Node\.$/),
    ]);
  });
});
