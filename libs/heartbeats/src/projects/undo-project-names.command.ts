import { type Actor, Audited, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeNames } from '../names/change-names.js';
import { followUndo, type UndoneRename } from '../names/former-names.js';
import { unknownProject } from './change-project.command.js';
import { findProjects } from './own-projects.js';

/**
 * Shows by their own names again, as they were sent and as rules set them, all projects that are shown as this one by renames and merges. What was
 * said of each comes back with it. Returns those names, in their order. Not found: there is no such project, or nothing is shown otherwise in it.
 */
@Audited<UndoProjectNames>(({ userId, project }) => ({ subjectId: userId, details: { project } }))
export class UndoProjectNames extends Command<string[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly project: string,
  ) {
    super();
  }
}

const UNDO = `DELETE FROM renames WHERE user_id = $1 AND dimension = 'project' AND shown_name = $2 RETURNING dimension, name, shown_name AS shown`;

@CommandHandler(UndoProjectNames)
export class UndoProjectNamesHandler implements ICommandHandler<UndoProjectNames> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, project }: UndoProjectNames): Promise<string[]> {
    return changeNames(this.em, userId, async (em) => {
      const [name] = await findProjects(em, userId, [project]);
      if (name === undefined) throw unknownProject();
      const rows = await sql<UndoneRename>(em, UNDO, [userId, name]);
      if (rows.length === 0)
        throw new DomainError('not-found', 'project.not-renamed', `Nothing is shown as ${name} but what is called so.`);
      await followUndo(em, userId, rows);
      return rows.map((row) => row.name).toSorted();
    });
  }
}
