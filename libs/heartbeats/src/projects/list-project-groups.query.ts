import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type GroupKind, type GroupRow, groupsSql, type ProjectGroup, toGroup } from './project-groups.js';

/** A user's labels, or clients, by name, with the shown names of their projects. There are at most 100 of a kind. */
export class ListProjectGroups extends Query<ProjectGroup[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly kind: GroupKind,
  ) {
    super();
  }
}

const LIST = groupsSql('true');

@QueryHandler(ListProjectGroups)
export class ListProjectGroupsHandler implements IQueryHandler<ListProjectGroups> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId, kind }: ListProjectGroups): Promise<ProjectGroup[]> {
    const rows = await this.reads.query<GroupRow>({ name: 'list-project-groups', text: LIST, params: [userId, kind] });
    return rows.map(toGroup);
  }
}
