// One process at a time may start and stop the embedded database of a data folder: a start, or a command while nothing runs.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from './errors.ts';
import { startOf } from './running.ts';

/** How long a command that holds the lock is waited for, and a start, which may be about to end: it was killed or stopped a moment ago. */
const COMMAND_MS = 60_000;
const START_MS = 3_000;

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
 * Takes the lock of a data folder as `what` (`start` or `command`); resolves to what lets go of it. A command that holds it is waited for; so
 * is a start, for a moment, by another start. Throws `Locked` when a start holds it, with `pid`.
 */
export async function lockDataDir(dataDir: string, what: Use): Promise<() => void> {
  const file = path.join(dataDir, 'start.lock');
  const text = `${lockText(process.pid)} ${what}`;
  for (const began = Date.now(); ; await sleep(100)) {
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
    const patience = holder?.what === 'command' ? COMMAND_MS : what === 'start' ? START_MS : 0;
    if (!holder) fs.rmSync(file, { force: true });
    else if (Date.now() - began >= patience) {
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

function lockText(pid: number): string {
  return `${pid} ${startOf(pid) ?? 'gone'}`;
}

function unlock(file: string, text: string): void {
  try {
    if (fs.readFileSync(file, 'utf8') === text) fs.rmSync(file, { force: true });
  } catch {
    // It is gone already.
  }
}
