import { type Actor, Audited } from '@app/core';
import { lockGroups, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findGroup, type GroupKind } from './project-groups.js';

/** Deletes a label or a client, called by its id or name. Its projects stay. Not found: there is none. */
@Audited<DeleteProjectGroup>(({ userId, kind, group }) => ({ subjectId: userId, details: { kind, group } }))
export class DeleteProjectGroup extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly kind: GroupKind,
    readonly group: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteProjectGroup)
export class DeleteProjectGroupHandler implements ICommandHandler<DeleteProjectGroup> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, kind, group }: DeleteProjectGroup): Promise<void> {
    await transaction(this.em, async (em) => {
      await lockGroups(em, userId);
      const id = await findGroup(em, userId, kind, group);
      await sql(em, 'DELETE FROM grouped_projects WHERE user_id = $1 AND group_id = $2', [userId, id]);
      await sql(em, 'DELETE FROM project_groups WHERE user_id = $1 AND id = $2', [userId, id]);
    });
  }
}
