import type { BadgeLink, BadgeLinkShows } from '@app/analytics';
import { isoSeconds, OptionalText, Text } from '@app/core';

/** As long as a project's name may be. */
const LONGEST_NAME = 4096;
const LONGEST_LABEL = 100;

/** What the badge shows: all time of everything, or less. */
export class CreateBadgeBody {
  /** Which days: a named range, a year or days. Left out: all time. @example "last_30_days" */
  @OptionalText()
  @Text(100)
  range?: string;

  /** Only time of this project, as it is shown. @example "chronova" */
  @OptionalText()
  @Text(LONGEST_NAME)
  project?: string;

  /** Only time in this language, as it is shown. @example "TypeScript" */
  @OptionalText()
  @Text(LONGEST_NAME)
  language?: string;

  /** Only projects with this label, by its name or id. */
  @OptionalText()
  @Text(LONGEST_NAME)
  project_label?: string;

  /** The text on the left. Left out: the project, the language or "coding time". @example "time on this" */
  @OptionalText()
  @Text(LONGEST_LABEL)
  label?: string;
}

/** A badge with a link of its own. */
export class BadgeData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "last_30_days" */
  range: string;
  /** Null: any. @example "chronova" */
  project: string | null;
  /** Null: any. @example "TypeScript" */
  language: string | null;
  /** A label of projects. Null: any. @example "Work" */
  project_label: string | null;
  /** Null: what the badge is of. @example "time on this" */
  label: string | null;
  /** The picture. It also takes `label`, `color` and `style`. @example "https://time.example.com/api/v1/users/5d0e2c1b-8a4f-4c57-9b1e-0f6a7d3c2e10/badges/0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19/badge.svg" */
  svg_url: string;
  /** The same for shields.io. @example "https://time.example.com/api/v1/users/5d0e2c1b-8a4f-4c57-9b1e-0f6a7d3c2e10/badges/0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19/badge.json" */
  json_url: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
}

export class BadgeAnswer {
  data: BadgeData;
}

/** All of them: 100 at most. */
export class BadgeListAnswer {
  data: BadgeData[];
}

export class BadgeDeleted {
  /** @example "Deleted. Its link shows nothing any more; caches may keep the last picture for five minutes." */
  message: string;
}

export function toShows({ range = 'all_time', project, language, project_label: projectLabel, label }: CreateBadgeBody): BadgeLinkShows {
  return { range, project, language, projectLabel, label };
}

/** `address`: of the owner's data, `https://…/api/v1/users/<public id>`. */
export function toBadgeData({ id, range, project, language, projectLabel, label, createdAt }: BadgeLink, address: string): BadgeData {
  const link = `${address}/badges/${id}`;
  return {
    id,
    range,
    project: project ?? null,
    language: language ?? null,
    project_label: projectLabel ?? null,
    label: label ?? null,
    svg_url: `${link}/badge.svg`,
    json_url: `${link}/badge.json`,
    created_at: isoSeconds(createdAt),
  };
}
