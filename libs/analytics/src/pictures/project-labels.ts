import { DomainError } from '@app/core';
import { EVERYTHING } from '@app/users';
import { Injectable } from '@nestjs/common';
import { GroupFilters } from '../projects/group-filters.js';

/** Which projects a label stands for, for badges that their owner made a link to. */
@Injectable()
export class ProjectLabels {
  constructor(private readonly groups: GroupFilters) {}

  /** The shown names of the projects with a label, by its name or id; null: there is no such label. Undefined: none is asked for. */
  projectsOf(userId: number, label: string | undefined): Promise<readonly string[] | null | undefined> {
    return this.groups.namesOf(userId, { label }, EVERYTHING).catch(nullIfUnknown);
  }
}

function nullIfUnknown(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'invalid') return null;
  throw error;
}
