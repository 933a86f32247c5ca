import type { NamedTime } from './answers.js';
import { nameOf } from './breakdown.js';
import type { TimeFilter } from './time-reader.js';

/** The stored values that a name people see stands for: itself and, where it is the name of none, none. */
export function valuesOf(dimension: Parameters<typeof nameOf>[0], name: string): string[] {
  return nameOf(dimension, '') === name ? [name, ''] : [name];
}

/** The filter that a request's names stand for. Branches count only with a project, as a branch belongs to one. */
export function filterOf({ project, branches }: { project?: string; branches?: readonly string[] }): TimeFilter {
  if (project === undefined) return {};
  return {
    projects: valuesOf('project', project),
    ...(branches && branches.length > 0 && { branches: branches.flatMap((b) => valuesOf('branch', b)) }),
  };
}

/** Most time first, then by name. */
export function byName(times: readonly NamedTime[]): NamedTime[] {
  return times.filter((t) => t.us > 0).toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}
