import type { Actor } from '@app/core';
import { projectAddress } from '@app/heartbeats';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noSuchProject, type Project, Projects } from './projects.js';

/**
 * One project of a user, with all its branches and languages. `project` is the name that is shown, one that was sent, or the id. Not found: a
 * name that no heartbeat has.
 */
export class GetProject extends Query<Project> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly project: string,
  ) {
    super();
  }
}

@QueryHandler(GetProject)
export class GetProjectHandler implements IQueryHandler<GetProject> {
  constructor(private readonly projects: Projects) {}

  async execute({ subject, project }: GetProject): Promise<Project> {
    const {
      projects: [found],
    } = await this.projects.read(subject, { which: projectAddress(project), page: { limit: 1, offset: 0 } });
    if (!found) throw noSuchProject(subject.visibility);
    return found;
  }
}
