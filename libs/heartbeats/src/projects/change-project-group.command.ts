import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockProjects } from './own-projects.js';
import {
  checkGroupName,
  findGroup,
  type GroupChange,
  type GroupKind,
  groupName,
  groupOf,
  type ProjectGroup,
  setProjects,
} from './project-groups.js';

/**
 * Changes a label or a client, called by its id or name, and returns it. `projects` are all that it has then. Not found: there is none. Refused:
 * a name that another of its kind has (conflict), a project that there is not.
 */
@Audited<ChangeProjectGroup>(({ userId, kind, group, change }) => ({
  subjectId: userId,
  details: { kind, group, ...change, projects: change.projects?.length },
}))
export class ChangeProjectGroup extends Command<ProjectGroup> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly kind: GroupKind,
    readonly group: string,
    readonly change: GroupChange,
  ) {
    super();
  }
}

// Null is a value of most columns: whether one changes is said beside it.
const UPDATE = `
  UPDATE project_groups
     SET name = coalesce($3, name),
         color = CASE WHEN $4::bool THEN $5 ELSE color END,
         rate = CASE WHEN $6::bool THEN $7::float8 ELSE rate END,
         timeout = CASE WHEN $8::bool THEN $9::smallint ELSE timeout END
   WHERE user_id = $1 AND id = $2`;

@CommandHandler(ChangeProjectGroup)
export class ChangeProjectGroupHandler implements ICommandHandler<ChangeProjectGroup> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, kind, group, change }: ChangeProjectGroup): Promise<ProjectGroup> {
    const { color, rate, timeout, projects } = change;
    const name = change.name === undefined ? null : groupName(change.name);
    return transaction(this.em, async (em) => {
      await lockProjects(em, userId);
      const id = await findGroup(em, userId, kind, group);
      if (name !== null) await checkGroupName(em, userId, kind, name, id);
      const settings = [color, rate, timeout].flatMap((value) => [value !== undefined, value ?? null]);
      await sql(em, UPDATE, [userId, id, name, ...settings]);
      if (projects) await setProjects(em, userId, { kind, id }, projects);
      return groupOf(em, userId, kind, id);
    });
  }
}
