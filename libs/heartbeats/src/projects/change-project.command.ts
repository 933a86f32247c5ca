import { type Actor, Audited, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeNames } from '../names/change-names.js';
import { renameValue } from '../names/rename-value.command.js';
import { findProjects, keepProjects, lockProjects } from './own-projects.js';
import { shownProjectsSql } from './project-name.js';

/** What of a project can be changed; left out: it stays. */
export interface ProjectChange {
  /** Another name. Where something is shown by it already, both are one project then. */
  name?: string;
  /** Archived: it is left out of the list. Its time counts. */
  archived?: boolean;
  /** `#rrggbb`. */
  color?: string | null;
  badge?: string | null;
}

/**
 * Changes a project, called by its shown name, one that was sent, or its id, all in one transaction, and returns the name that is shown then.
 * Another name is a rename as `RenameValue` does it: true at once for all of history. The rest holds for all that is shown under the name.
 * Not found: there is no such project. Refused: what is no name, and one rename too many (conflict).
 */
@Audited<ChangeProject>(({ userId, project, change }) => ({ subjectId: userId, details: { project, ...change } }))
export class ChangeProject extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly project: string,
    readonly change: ProjectChange,
  ) {
    super();
  }
}

// Null is a value of most columns: whether one changes is said beside it.
const UPDATE = `
  UPDATE projects
     SET archived = coalesce($3::bool, archived),
         color = CASE WHEN $4::bool THEN $5 ELSE color END,
         badge = CASE WHEN $6::bool THEN $7 ELSE badge END
   WHERE user_id = $1 AND id IN (SELECT id FROM (${shownProjectsSql('$1')}) p WHERE shown_name = $2)`;

@CommandHandler(ChangeProject)
export class ChangeProjectHandler implements ICommandHandler<ChangeProject> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, project, change: { name: to, ...said } }: ChangeProject): Promise<string> {
    if (to === undefined) return transaction(this.em, (em) => say(em, userId, project, said));
    return changeNames(this.em, userId, async (em) => {
      const name = await say(em, userId, project, said);
      return name === to.normalize('NFC') ? name : renameValue(em, userId, 'project', { name, to });
    });
  }
}

/** Writes down what is said of a project. Returns the name that is shown. */
async function say(
  em: EntityManager,
  userId: number,
  project: string,
  { archived, color, badge }: Omit<ProjectChange, 'name'>,
): Promise<string> {
  await lockProjects(em, userId);
  const [name] = await findProjects(em, userId, [project]);
  if (name === undefined) throw unknownProject();
  await keepProjects(em, userId, [name]);
  await sql(em, UPDATE, [userId, name, archived ?? null, color !== undefined, color ?? null, badge !== undefined, badge ?? null]);
  return name;
}

/** The refusal of a project that there is not. */
export function unknownProject(): DomainError {
  return new DomainError('not-found', 'project.unknown', 'There is no such project. GET users/current/projects lists all of them.');
}
