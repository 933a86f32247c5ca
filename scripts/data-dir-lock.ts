// One process at a time may start and stop the embedded database of a data folder: a start, or a command while nothing runs.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from './errors.ts';

type Use = 'start' | 'command';

/** The folder's lock cannot be had, with what to do about it. */
export class Locked extends Error {
  /** The process that holds it, if one does. */
  readonly pid: number | undefined;

  constructor(message: string, pid?: number) {
    super(message);
    this.pid = pid;
  }
}

/**
 * Takes the lock of a data folder as `what` (`start` or `command`); resolves to what lets go of it. A command that holds it is waited for.
 * Throws `Locked` when a start holds it, with `pid`.
 */
export async function lockDataDir(dataDir: string, what: Use): Promise<() => void> {
  const file = path.join(dataDir, 'start.lock');
  const text = `${lockText(process.pid)} ${what}`;
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    try {
      makeFolder(dataDir);
      fs.writeFileSync(file, text, { flag: 'wx' });
      return () => unlock(file, text);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !fs.statSync(dataDir, { throwIfNoEntry: false })?.isDirectory()) {
        throw new Locked(`Chronova cannot write to DATA_DIR ${dataDir}: ${messageOf(error)}. Set DATA_DIR to a folder of yours.`);
      }
    }
    const holder = holderOf(file);
    if (!holder) fs.rmSync(file, { force: true });
    else if (holder.what === 'start' || Date.now() > end) {
      const remedy = `Stop it, or set DATA_DIR and PORT for a second one. If process ${holder.pid} is something else, delete ${file}.`;
      throw new Locked(`Chronova already runs on DATA_DIR ${dataDir} (process ${holder.pid}). ${remedy}`, holder.pid);
    }
  }
}

/** One folder after the other: Node's own recursive way never ends where a file system refuses folders (`/proc`). */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  fs.mkdirSync(folder, { mode: 0o700 });
}

/** Who holds the lock, if that process still is. */
function holderOf(file: string): { pid: number; what: string | undefined } | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const pid = Number.parseInt(text, 10);
  const what = text.split(' ').at(-1);
  return pid && pid !== process.pid && text === `${lockText(pid)} ${what}` ? { pid, what } : undefined;
}

/** A process, told apart from a later one of the same number by when it began, where the system says so. */
function lockText(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return `${pid} gone`;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid} running`;
  }
}

function unlock(file: string, text: string): void {
  try {
    if (fs.readFileSync(file, 'utf8') === text) fs.rmSync(file, { force: true });
  } catch {
    // It is gone already.
  }
}
