import { type Actor, Audited, auditDetails, Clock, DomainError, must } from '@app/core';
import { lockForge, sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ListedRepository, REPOSITORY_SQL } from './repository-rows.js';

/**
 * Links a user's repository to a project, by the name that is shown or one that was sent, or to none (null). It stays so, whatever heartbeats tell later;
 * another repository of the project loses it. Its commits are read from now on. Not found: there is no such repository or project.
 */
@Audited<LinkRepository>(({ userId }) => ({ subjectId: userId }))
export class LinkRepository extends Command<ListedRepository> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** Its id. */
    readonly repository: string,
    readonly project: string | null,
  ) {
    super();
  }
}

const FIND = 'SELECT id FROM repositories WHERE user_id = $1 AND public_id = $2';
const FIND_PROJECT = `
  SELECT p.sent_name AS name
    FROM projects p
   WHERE p.user_id = $1
     AND (p.sent_name = $2
       OR EXISTS (SELECT FROM activities a WHERE a.user_id = $1 AND a.sent_project = p.sent_name AND a.project = $2))
   ORDER BY p.sent_name = $2 DESC, p.id
   LIMIT 1`;
const FREE = 'UPDATE repositories SET project = NULL, linked_by = NULL WHERE user_id = $1 AND project = $2 AND id <> $3';
const LINK = `
  UPDATE repositories r
     SET project = $3, linked_by = 'hand', sync_due_at = CASE WHEN $3::text IS NULL OR r.deleted_at IS NOT NULL THEN NULL ELSE $4::timestamptz END
   WHERE r.user_id = $1 AND r.id = $2
  RETURNING ${REPOSITORY_SQL}`;

@CommandHandler(LinkRepository)
export class LinkRepositoryHandler implements ICommandHandler<LinkRepository> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ userId, repository, project }: LinkRepository): Promise<ListedRepository> {
    return transaction(this.em, async (em) => {
      await lockForge(em, userId);
      const [found] = isPublicId(repository) ? await sql<{ id: number }>(em, FIND, [userId, repository]) : [];
      if (!found)
        throw new DomainError('not-found', 'github.repository-unknown', 'You have no such repository. Ask for your repositories.');
      const name = project === null ? null : await projectOf(em, userId, project);
      if (name !== null) await sql(em, FREE, [userId, name, found.id]);
      const [row] = await sql<ListedRepository>(em, LINK, [userId, found.id, name, new Date(this.clock.now())]);
      const linked = must(row, 'repository');
      auditDetails({ repository: linked.fullName, project: name });
      return linked;
    });
  }
}

async function projectOf(em: EntityManager, userId: number, shown: string): Promise<string> {
  const [found] = await sql<{ name: string }>(em, FIND_PROJECT, [userId, shown]);
  if (found) return found.name;
  throw new DomainError('not-found', 'project.unknown', 'You have no such project. Use a name that your list of projects shows.');
}
