import { valuesOf } from './names.js';
import type { ProjectFilter } from './results.js';
import type { TimeFilter } from './time/time-question.js';

/** The filter that a request's names stand for. Branches count only with a project, as a branch belongs to one. */
export function filterOf({ project, branches, projects }: ProjectFilter): TimeFilter {
  if (project === undefined) return projects ? { project: projects } : {};
  const names = valuesOf('project', project);
  return {
    project: projects ? names.filter((name) => projects.includes(name)) : names,
    ...(branches && branches.length > 0 && { branch: branches.flatMap((name) => valuesOf('branch', name)) }),
  };
}
