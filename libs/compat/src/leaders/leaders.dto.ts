import { OptionalFlag, OptionalInteger, OptionalText } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';
import { City } from '../people/users.dto.js';
import { Item } from '../time/items.dto.js';

/** The highest page that can be asked for. */
const LAST_PAGE = 1_000_000;

/** Which leaders of a private leaderboard. */
export class BoardParams {
  /** Ranked by the time in this language alone. */
  @OptionalText()
  language?: string;

  /** Only from this country: two letters of ISO 3166-1. */
  @OptionalText()
  country_code?: string;

  /** From 1, of 100 leaders each. Left out: the page that you are on, else the first. @example 1 */
  @OptionalInteger(1, LAST_PAGE)
  page?: number;
}

/** Which leaders of the instance. */
export class LeadersParams extends BoardParams {
  /**
   * last_7_days, last_30_days or last_90_days, today included. Left out: last_7_days, and `range` of the answer is then an object, as WakaTime's
   * clients want it; given, it is a text, as Chronova's app wants it.
   */
  @ApiProperty({ required: false, enum: ['last_7_days', 'last_30_days', 'last_90_days'], example: 'last_7_days' })
  @OptionalText()
  range?: string;

  /** Only who looks for work, or only who does not. */
  @OptionalFlag()
  is_hireable?: boolean;
}

/** Somebody's time over the range. */
export class RunningTotal {
  /** In the language that was asked for, or in all. @example 84013.1 */
  total_seconds: number;
  /** @example "23 hrs 20 mins" */
  human_readable_total: string;
  /** Whole seconds a day, over the days that have time. @example 16803 */
  daily_average: number;
  /** @example "4 hrs 40 mins" */
  human_readable_daily_average: string;
  /** The ten with the most time; empty where they are not public. */
  languages: Item[];
  /** @example "last_7_days" */
  range: string;
  /** @example "2026-01-29T10:03:20Z" */
  modified_at: string;
}

/** Somebody on a leaderboard. */
export class LeaderUser {
  /** @example "5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
  full_name: string;
  email: string | null;
  public_email: string | null;
  is_email_public: boolean;
  website: string | null;
  human_readable_website: string | null;
  location: string | null;
  is_hireable: boolean;
  @ApiProperty({ type: City, nullable: true })
  city: City | null;
  photo: string;
  avatar_url: string;
  photo_public: boolean;
  is_photo_public: boolean;
}

export class Leader {
  /** From 1. @example 1 */
  rank: number;
  running_total: RunningTotal;
  user: LeaderUser;
}

/** Whoever asks, and on which page they stand. */
export class OwnLeader extends Leader {
  /** @example 1 */
  page: number;
}

/** The days of a leaderboard, in UTC; each person's own are those of their zone. */
export class LeadersRange {
  /** First second. @example "2026-01-23T00:00:00Z" */
  start_date: string;
  /** @example "Fri Jan 23rd 2026" */
  start_text: string;
  /** Last second. @example "2026-01-29T23:59:59Z" */
  end_date: string;
  /** @example "Today" */
  end_text: string;
  /** @example "last_7_days" */
  name: string;
  /** @example "Last 7 Days" */
  text: string;
}

/** A page of a leaderboard. */
export class Leaders {
  /** Whoever asks; null without a key, and where they are not on this board. */
  @ApiProperty({ type: OwnLeader, nullable: true })
  current_user: OwnLeader | null;
  data: Leader[];
  /** From 1. @example 1 */
  page: number;
  /** At least 1. @example 1 */
  total_pages: number;
  /** People on all pages. @example 12 */
  total: number;
  /** A text where the query has `range`, else an object. */
  @ApiProperty({ oneOf: [{ type: 'string', example: 'last_7_days' }, { $ref: '#/components/schemas/LeadersRange' }] })
  range: string | LeadersRange;
  language: string | null;
  country_code: string | null;
  is_hireable: boolean | null;
  /** When the times were computed. @example "2026-01-29T10:03:20Z" */
  modified_at: string;
  /** WakaTime's default. Here each person's time is by their own keystroke timeout. @example 15 */
  timeout: number;
  writes_only: boolean;
}
