// Which processes there are: for locks whose holder may have been killed.
import fs from 'node:fs';
import { codeOf } from './errors.ts';

/**
 * When a process began, where the system says so, else `running`: a later process of the same number is another one. Undefined: there is none.
 * One that has ended and that nobody has asked about (a zombie) is none: it stays until its parent does, in some containers for ever.
 */
export function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return undefined;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return 'running';
  }
}
