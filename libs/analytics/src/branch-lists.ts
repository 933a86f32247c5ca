import { ReadPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import { valuesOf } from './names.js';
import type { ProjectFilter } from './results.js';

const FIND = 'SELECT DISTINCT branch FROM activities WHERE user_id = $1 AND project = ANY($2::text[]) AND branch = ANY($3::text[])';

/** Reads lists of branches: `main,dev` is two of them, unless the project has a branch of that whole name. */
@Injectable()
export class BranchLists {
  constructor(private readonly reads: ReadPool) {}

  /** The filter with one branch an element: a value that is a branch of the project as it stands, or else what stands between its commas. */
  async split(userId: number, filter: ProjectFilter): Promise<ProjectFilter> {
    const { project, branches } = filter;
    if (project === undefined || !branches?.some(isList)) return filter;
    const rows = await this.reads.query<{ branch: string }>({
      name: 'find-branches',
      text: FIND,
      params: [userId, valuesOf('project', project), branches.filter(isList).map((branch) => branch.normalize('NFC'))],
    });
    const known = new Set(rows.map(({ branch }) => branch));
    return { project, branches: branches.flatMap((value) => (known.has(value.normalize('NFC')) ? [value] : partsOf(value))) };
  }
}

function isList(value: string): boolean {
  return value.includes(',');
}

function partsOf(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
