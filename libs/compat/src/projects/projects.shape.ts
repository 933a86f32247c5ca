import type { Project, ProjectPage, ProjectsSearch } from '@app/analytics';
import { mapInTurns } from '@app/core';
import { type Page, toPageInfo } from '../pagination.dto.js';
import { agoOf, isoOf, minutesTextOf, secondsOf } from '../texts.js';
import type { ProjectChange } from '@app/heartbeats';
import type { ChangeProjectBody, ProjectNamesUndone, ProjectAnswer, ProjectItem, ProjectsAnswer, ProjectsParams } from './projects.dto.js';

/** Which projects a request asks for. */
export function projectsSearch({ q, archived }: ProjectsParams): ProjectsSearch {
  return { q, archived: archived ?? false };
}

/** What a body changes of a project. */
export function projectChange({ name, archived, color, badge }: ChangeProjectBody): ProjectChange {
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(archived !== undefined && { archived }),
    ...(color !== undefined && { color: color?.toLowerCase() ?? null }),
    ...(badge !== undefined && { badge }),
  };
}

/** What was undone. */
export function toNamesUndone(names: string[]): ProjectNamesUndone {
  return { message: 'Undone: what was sent is shown again.', data: names };
}

/** A page of projects. The last page says that it is, an empty list too: clients ask until then (contract §1.6). `now` in ms since 1970. */
export async function toProjects({ projects, total }: ProjectPage, page: Page, now: number): Promise<ProjectsAnswer> {
  const info = toPageInfo(total, page);
  return {
    data: await mapInTurns(projects, (project) => toItem(project, now)),
    ...info,
    next_page: page.page < info.total_pages ? page.page + 1 : null,
    prev_page: page.page > 1 ? page.page - 1 : null,
  };
}

/** One project. `now` in ms since 1970. */
export function toProject(project: Project, now: number): ProjectAnswer {
  return { data: toItem(project, now) };
}

function toItem(project: Project, now: number): ProjectItem {
  return {
    id: project.id,
    name: project.name,
    repository: null,
    badge: project.badge,
    color: project.color,
    clients: project.client ? [project.client] : [],
    labels: project.labels,
    archived: project.archived,
    has_public_url: false,
    privacy: project.isPublic ? 'public' : 'private',
    total_seconds: secondsOf(project.us),
    human_readable_total: minutesTextOf(project.us),
    heartbeat_count: project.heartbeats,
    last_heartbeat_at: isoOf(project.lastHeartbeatAt),
    human_readable_last_heartbeat_at: agoOf(project.lastHeartbeatAt, now * 1000),
    first_heartbeat_at: isoOf(project.firstHeartbeatAt),
    human_readable_first_heartbeat_at: agoOf(project.firstHeartbeatAt, now * 1000),
    branches: project.branches,
    languages: project.languages.map(({ name, us }) => ({ name, seconds: secondsOf(us) })),
    url: `/api/v1/users/current/projects/${project.id}`,
    urlencoded_name: encodeURIComponent(project.name.toWellFormed()),
    created_at: isoOf(project.createdAt),
  };
}
