import { type Actor, Audited, DomainError, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockProjects } from './own-projects.js';
import {
  checkGroupName,
  type GroupChange,
  type GroupKind,
  groupName,
  groupOf,
  MOST_GROUPS,
  type ProjectGroup,
  setProjects,
} from './project-groups.js';

/**
 * Makes a label or a client, with its projects, and returns it. Refused: a name that another of its kind has or one too many (conflict), a
 * project that there is not.
 */
@Audited<AddProjectGroup>(({ userId, kind, group: { name } }) => ({ subjectId: userId, details: { kind, name } }))
export class AddProjectGroup extends Command<ProjectGroup> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly kind: GroupKind,
    readonly group: GroupChange & { name: string },
  ) {
    super();
  }
}

const COUNT = 'SELECT count(*)::int AS groups FROM project_groups WHERE user_id = $1 AND kind = $2';
const INSERT = `
  INSERT INTO project_groups (user_id, kind, name, color, rate, timeout) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`;

@CommandHandler(AddProjectGroup)
export class AddProjectGroupHandler implements ICommandHandler<AddProjectGroup> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, kind, group }: AddProjectGroup): Promise<ProjectGroup> {
    const name = groupName(group.name);
    return transaction(this.em, async (em) => {
      await lockProjects(em, userId);
      const [counted] = await sql<{ groups: number }>(em, COUNT, [userId, kind]);
      if (must(counted, 'count').groups >= MOST_GROUPS) {
        throw new DomainError('conflict', `${kind}.too-many`, `You have ${MOST_GROUPS} ${kind}s, which is the limit. Delete one first.`);
      }
      await checkGroupName(em, userId, kind, name);
      const { color, rate, timeout, projects } = group;
      const [row] = await sql<{ id: string }>(em, INSERT, [userId, kind, name, color ?? null, rate ?? null, timeout ?? null]);
      const { id } = must(row, 'group');
      if (projects) await setProjects(em, userId, { kind, id }, projects);
      return groupOf(em, userId, kind, id);
    });
  }
}
