import { type Actor, Audited, badParameter } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeNames } from '../names/change-names.js';
import { renameValue } from '../names/rename-value.command.js';
import { unknownProject } from './change-project.command.js';
import { findProjects } from './own-projects.js';

/**
 * Shows a project as another one that there is, in all of history and in what comes, and returns the name that is shown then. Both may be called
 * by a shown name, one that was sent, or an id. Undone by `UndoProjectNames`. Not found: there is no such project. Refused: another that there
 * is not, or the project itself.
 */
@Audited<MergeProjects>(({ userId, project, into }) => ({ subjectId: userId, details: { project, into } }))
export class MergeProjects extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly project: string,
    readonly into: string,
  ) {
    super();
  }
}

@CommandHandler(MergeProjects)
export class MergeProjectsHandler implements ICommandHandler<MergeProjects> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, project, into }: MergeProjects): Promise<string> {
    return changeNames(this.em, userId, async (em) => {
      const [name, to] = await findProjects(em, userId, [project, into]);
      if (name === undefined) throw unknownProject();
      if (to === undefined) throw badParameter('into', `There is no project ${JSON.stringify(into)}. To give a new name, change \`name\`.`);
      if (to === name) throw badParameter('into', 'It is the same project; name another one.');
      return renameValue(em, userId, 'project', { name, to });
    });
  }
}
