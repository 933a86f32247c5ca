import { Calendars, Clock, DomainError } from '@app/core';
import { ReadPool } from '@app/database';
import { projectId } from '@app/heartbeats';
import type { Subject, Visibility } from '@app/users';
import { Injectable } from '@nestjs/common';
import { nameOf } from '../names.js';
import { type ProjectData, type ProjectsQuestion, type ProjectsRow, projectsStatement } from './projects-statement.js';

/** A client that projects are worked on for. */
export interface ProjectClient {
  id: string;
  name: string;
  rate: number | null;
  /** Minutes. */
  timeout: number | null;
}

/** A project by its shown name. Amounts are µs, instants µs since 1970. */
export interface Project {
  id: string;
  name: string;
  archived: boolean;
  /** `#rrggbb`. */
  color: string | null;
  badge: string | null;
  /** Whether others see that there is such a project. */
  isPublic: boolean;
  /** When its name first came. */
  createdAt: number;
  firstHeartbeatAt: number;
  lastHeartbeatAt: number;
  heartbeats: number;
  us: number;
  /** Most time first, as people read them. */
  languages: { name: string; us: number }[];
  /** Most time first, without none. */
  branches: string[];
  labels: string[];
  client: ProjectClient | null;
}

/** A page of projects. */
export interface ProjectPage {
  projects: Project[];
  /** Of all pages. */
  total: number;
}

/** What of each project is read: in a list a short part of long lists of names, of one project as much as any list has. */
const LISTED = { branches: 100, languages: 100, bytes: 20_000 };
const ALONE = { branches: 1000, languages: 1000, bytes: 400_000 };

/** Reads projects as far as they are seen. */
@Injectable()
export class Projects {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
  ) {}

  async read({ userId, visibility }: Subject, { which, page }: Pick<ProjectsQuestion, 'which' | 'page'>): Promise<ProjectPage> {
    // A dimension that is not public is an empty list, and is not read.
    if (!visibility.projects) return { projects: [], total: 0 };
    const detail = { ...('name' in which ? ALONE : LISTED), amounts: visibility.loggedTime, groups: visibility.own };
    if (!visibility.languages) detail.languages = 0;
    return this.calendars.ask(userId, async ({ zone }) => {
      const reading = projectsStatement({ userId, zone, now: this.clock.now(), which, page, detail });
      const [row] = await this.reads.query<ProjectsRow>(reading);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      const projects: ProjectData[] = JSON.parse(row.projects ?? '[]');
      return {
        present: { zone: row.zone },
        result: { projects: projects.map((project) => toProject(project, row)), total: row.total },
      };
    });
  }
}

/** Where times are not seen they are those of the account's beginning, and amounts are none: clients take no null (contract §1.6). */
function toProject(data: ProjectData, { created_at, is_public }: ProjectsRow): Project {
  const began = created_at * 1000;
  const { first_time: first, last_time: last, first_seen: seen } = data;
  return {
    id: projectId(data.name),
    name: data.name,
    archived: data.archived,
    color: data.color,
    badge: data.badge,
    isPublic: is_public,
    createdAt: seen ?? first ?? began,
    firstHeartbeatAt: first ?? began,
    lastHeartbeatAt: last ?? began,
    heartbeats: data.heartbeats ?? 0,
    us: data.us ?? 0,
    languages: languagesOf(data.languages ?? []),
    branches: data.branches ?? [],
    labels: data.labels ?? [],
    client: data.client,
  };
}

/** None and "Other" are one language to people. */
function languagesOf(list: NonNullable<ProjectData['languages']>): Project['languages'] {
  const sums = new Map<string, number>();
  for (const [language, us] of list) {
    const name = nameOf('language', language);
    sums.set(name, (sums.get(name) ?? 0) + (us ?? 0));
  }
  return [...sums].map(([name, us]) => ({ name, us })).toSorted((a, b) => b.us - a.us);
}

/** The refusal of a project that is not there for who asks. */
export function noSuchProject({ own }: Visibility): DomainError {
  return new DomainError(
    'not-found',
    'project.unknown',
    own ? 'There is no such project, or it has no heartbeats. GET users/current/projects lists all of them.' : 'There is no such project.',
  );
}
