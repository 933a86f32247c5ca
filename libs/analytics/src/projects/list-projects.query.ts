import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ProjectPage, Projects } from './projects.js';

/** Which projects. */
export interface ProjectsSearch {
  /** A part of the name, in any letter case. */
  q?: string;
  /** Archived ones alone; else those that are not. */
  archived: boolean;
}

/**
 * A user's projects with heartbeats, by their shown names, that of the newest heartbeat first: one page of them. Exact the moment a write
 * returns. Of others: what is public; archived ones and labels never are, and without the amount of time they are in the order of their
 * names, without times.
 */
export class ListProjects extends Query<ProjectPage> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly search: ProjectsSearch,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@QueryHandler(ListProjects)
export class ListProjectsHandler implements IQueryHandler<ListProjects> {
  constructor(private readonly projects: Projects) {}

  async execute({ subject, search: { q, archived }, page: { page, perPage } }: ListProjects): Promise<ProjectPage> {
    return this.projects.read(subject, {
      which: { q: q?.normalize('NFC'), archived: archived && subject.visibility.own },
      page: { limit: perPage, offset: (page - 1) * perPage },
    });
  }
}
