import { DomainError } from '@app/core';

/** What a badge of a link shows. */
export interface BadgeLinkShows {
  /** A name of `STATS_RANGES`. */
  range: string;
  /** As they are shown. Left out: any. */
  project?: string;
  language?: string;
  /** A label of projects, by its name or id. */
  projectLabel?: string;
  /** The text on the left. Left out: what the badge is of. */
  label?: string;
}

/** A link to one badge. */
export interface BadgeLink extends BadgeLinkShows {
  id: string;
  /** ms since 1970. */
  createdAt: number;
}

/** A row as it is read. */
export interface BadgeLinkRow {
  id: string;
  range: string;
  project: string | null;
  language: string | null;
  project_label: string | null;
  label: string | null;
  created_at: number;
}

/** The columns of a `BadgeLinkRow`. */
export const BADGE_LINK_COLUMNS =
  'id, range, project, language, project_label, label, extract(epoch FROM created_at)::float8 * 1000 AS created_at';

export function toBadgeLink({ id, created_at: createdAt, ...row }: BadgeLinkRow): BadgeLink {
  return { id, createdAt, ...showsOf(row) };
}

/** What a row says that the badge shows. */
export function showsOf({
  range,
  project,
  language,
  project_label: projectLabel,
  label,
}: Omit<BadgeLinkRow, 'id' | 'created_at'>): BadgeLinkShows {
  return {
    range,
    ...(project !== null && { project }),
    ...(language !== null && { language }),
    ...(projectLabel !== null && { projectLabel }),
    ...(label !== null && { label }),
  };
}

/** The refusal of a link that there is not, or that is somebody else's. */
export function unknownBadgeLink(): DomainError {
  return new DomainError('not-found', 'badge.unknown', 'There is no such badge. See GET /api/v1/users/current/badges.');
}
