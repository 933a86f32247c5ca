import { ApiProperty } from '@nestjs/swagger';
import { Color, Flag, MayBeLeftOut, OneLine, OptionalFlag, OptionalText, Text } from '@app/core';
import { LONGEST_NAME } from '@app/heartbeats';
import { IsOptional } from 'class-validator';
import { PageInfo, PageParams } from '../pagination.dto.js';

export class ProjectsParams extends PageParams {
  /** Only projects with this in their name, in any letter case. `%` and `_` mean themselves. */
  @OptionalText()
  q?: string;

  /** Archived projects alone; left out: the others alone. */
  @OptionalFlag()
  archived?: boolean;
}

const LONGEST_BADGE = 2000;
/** Of any name that a client sent, or an id. */
const LONGEST_ADDRESS = 4096;

/** Send only what is to change. */
export class ChangeProjectBody {
  /**
   * Another name, 1 to 500 characters, for all of history and what comes. Where there is a project of that name, both are one then.
   * @example "Chronova"
   */
  @MayBeLeftOut()
  @OneLine(LONGEST_NAME)
  name?: string;

  /** Whether it is left out of the list. Its time counts all the same. @example false */
  @MayBeLeftOut()
  @Flag()
  archived?: boolean;

  /** `#rrggbb`; null: none. @example "#3572a5" */
  @IsOptional()
  @Color()
  color?: string | null;

  /** A text for your own pages, such as the address of a picture; null: none. Clients with types for WakaTime's badges may want none. @example null */
  @IsOptional()
  @Text(LONGEST_BADGE, 1)
  badge?: string | null;
}

/** Which project it becomes. */
export class MergeProjectBody {
  /** The other project, by its name or its id. @example "Chronova" */
  @Text(LONGEST_ADDRESS, 1)
  into: string;
}

/** What is shown by its own name again. */
export class ProjectNamesUndone {
  /** @example "Undone: what was sent is shown again." */
  message: string;
  /** The names. @example ["chronova"] */
  data: string[];
}

/** A client that projects are worked on for. */
export class ClientOfProject {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "Analytical Engines Ltd" */
  name: string;
  /** What an hour costs. @example 80 */
  @ApiProperty({ type: Number, nullable: true })
  rate: number | null;
  /** Minutes. @example 15 */
  @ApiProperty({ type: Number, nullable: true })
  timeout: number | null;
}

export class LanguageOfProject {
  /** @example "TypeScript" */
  name: string;
  /** @example 4330.5 */
  seconds: number;
}

/** WakaTime's form of a project with chronova-android's fields (contract §1.6, §3.3, §3.5.11). */
export class ProjectItem {
  /** Made from the name: another name is another id, and the old one still finds the project. @example "5c9ab8b5-6d2c-8f0c-9d6f-3a1f1f5a0c11" */
  id: string;
  /** @example "chronova" */
  name: string;
  /** Null: no repository is connected. */
  @ApiProperty({ type: String, nullable: true, example: null })
  repository: string | null;
  /** @example "https://img.example.org/chronova.svg" */
  @ApiProperty({ type: String, nullable: true, example: null })
  badge: string | null;
  /** @example "#3572a5" */
  @ApiProperty({ type: String, nullable: true, example: '#3572a5' })
  color: string | null;
  /** One at most. Only of your own projects. */
  clients: ClientOfProject[];
  /** Only of your own projects. @example ["Work"] */
  labels: string[];
  /** Whether it is left out of the list, unless that is asked for. */
  archived: boolean;
  /** No project has a page of its own. @example false */
  has_public_url: boolean;
  /** `public` where others see the name, else `private`. @example "private" */
  privacy: string;
  /** All time. @example 4330.5 */
  total_seconds: number;
  /** @example "1 hr 12 mins" */
  human_readable_total: string;
  /** @example 137 */
  heartbeat_count: number;
  /** @example "2026-11-22T10:03:20Z" */
  last_heartbeat_at: string;
  /** @example "2 hours ago" */
  human_readable_last_heartbeat_at: string;
  /** @example "2026-10-01T08:00:00Z" */
  first_heartbeat_at: string;
  /** @example "2 months ago" */
  human_readable_first_heartbeat_at: string;
  /** Most time first; in a list at most 100 of them, alone 1,000. @example ["main"] */
  branches: string[];
  /** Most time first; in a list at most 100 of them, alone 1,000. */
  languages: LanguageOfProject[];
  /** Where this project is asked for, by its id. @example "/api/v1/users/current/projects/5c9ab8b5-6d2c-8f0c-9d6f-3a1f1f5a0c11" */
  url: string;
  /** @example "chronova" */
  urlencoded_name: string;
  /** When its name first came. @example "2026-10-01T08:00:00Z" */
  created_at: string;
}

export class ProjectsAnswer extends PageInfo {
  data: ProjectItem[];
  /** Null: this is the last one. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  next_page: number | null;
  /** Null: this is the first one. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  prev_page: number | null;
}

export class ProjectAnswer {
  data: ProjectItem;
}
