import type { Actor } from '@app/core';
import { prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { unknownUser } from '../accounts/user-rules.js';
import { type Shares, SHARES_SQL } from './visibility.js';

/** An account as its owner sees it. Instants in ms since 1970. */
export interface UserProfile {
  id: number;
  publicId: string;
  username: string;
  displayName: string;
  email: string | null;
  emailConfirmed: boolean;
  zone: string;
  /** Minutes. */
  timeout: number;
  writesOnly: boolean;
  /** Whether external durations count in totals. */
  countsExternal: boolean;
  weekdayStart: number;
  /** Minutes after midnight at which days of goals and reports begin. */
  dayStart: number;
  /** `free`, `pro`, `team` or `enterprise`. */
  plan: string;
  isProfilePrivate: boolean;
  /** What others see where the profile is not private. */
  shares: Shares;
  /** Minutes. */
  displayMinimumDuration: number;
  /** Whether the user wants to be on the leaderboard of the instance. */
  isOnLeaderboard: boolean;
  /** Whether the user wants a report of each week by mail. */
  weeklyReport: boolean;
  isHireable: boolean;
  /** ISO 3166-1, two letters; null: not said. */
  countryCode: string | null;
  createdAt: number;
  modifiedAt: number | null;
}

/** The user's own account. */
export class GetUser extends Query<UserProfile> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const USER_SQL = `
  SELECT json_build_object(
    'id', u.id, 'publicId', u.public_id, 'username', u.username, 'displayName', u.display_name, 'email', u.email, 'zone', u.timezone,
    'timeout', u.timeout, 'writesOnly', u.writes_only, 'countsExternal', u.counts_external_durations, 'weekdayStart', u.weekday_start, 'dayStart', u.day_start,
    'emailConfirmed', u.email_confirmed_at IS NOT NULL, 'plan', u.plan, 'isProfilePrivate', u.is_profile_private, 'shares', ${SHARES_SQL},
    'displayMinimumDuration', u.display_minimum_duration,
    'isOnLeaderboard', u.is_on_leaderboard, 'weeklyReport', u.weekly_report, 'isHireable', u.is_hireable, 'countryCode', u.country_code,
    'createdAt', floor(extract(epoch FROM u.created_at) * 1000), 'modifiedAt', floor(extract(epoch FROM u.modified_at) * 1000))::text AS profile
    FROM users u WHERE u.id = $1`;

@QueryHandler(GetUser)
export class GetUserHandler implements IQueryHandler<GetUser> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: GetUser): Promise<UserProfile> {
    return profileOf(this.em, userId);
  }
}

/** Reads the account, outside any transaction. */
export async function profileOf(em: EntityManager, userId: number): Promise<UserProfile> {
  const [row] = await prepared<{ profile: string }>(em, 'get-user', USER_SQL, [userId]);
  if (!row) throw unknownUser();
  return JSON.parse(row.profile);
}
