import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { type Env, Flag, isoSeconds, MayBeLeftOut, OneOf, OptionalText } from '@app/core';
import { type ListedUser, type Plan, PLANS, type UserPage } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';

export class ListUsersParams extends PageParams {
  /** A part of a username, display name or e-mail address. */
  @OptionalText()
  search?: string;
}

export class AdminUser {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
  /** @example "ada@example.com" */
  email: string | null;
  is_email_confirmed: boolean;
  /** @example "Europe/Berlin" */
  timezone: string;
  @ApiProperty({ enum: PLANS, example: 'free' })
  plan: string;
  is_owner: boolean;
  is_admin: boolean;
  is_disabled: boolean;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** The newest local day with heartbeats. @example "2026-11-24" */
  last_active_day: string | null;
}

export class AdminUserAnswer {
  data: AdminUser;
}

export class AdminUsersAnswer extends PageInfo {
  data: AdminUser[];
}

/** What to change; left out: unchanged. */
export class ChangeUserBody {
  /** Refuses the account's keys, sessions and password, within a second. @example false */
  @MayBeLeftOut()
  @Flag()
  is_disabled?: boolean;

  /** @example false */
  @MayBeLeftOut()
  @Flag()
  is_admin?: boolean;

  /** A label, no payment. */
  @ApiProperty({ enum: PLANS, example: 'team', required: false })
  @MayBeLeftOut()
  @OneOf(PLANS)
  plan?: Plan;
}

/** How this instance is set up; changed by its environment only. */
export class InstanceSettings {
  /** Who may sign up: open, invite or closed. @example "invite" */
  registration: string;
  /** Whether it can send mail. */
  sends_mail: boolean;
  /** Whether queue and counters are in Redis. */
  uses_redis: boolean;
  /** Requests an hour and key; 0 = no limit. @example 1000 */
  rate_limit_per_hour: number;
  /** Heartbeat requests an hour and key before they are answered more slowly; 0 = no limit. @example 10000 */
  ingest_limit_per_hour: number;
  /** @example "https://time.example.com" */
  public_url: string | null;
}

export class InstanceSettingsAnswer {
  data: InstanceSettings;
}

export function toAdminUser(user: ListedUser): AdminUser {
  return {
    id: user.publicId,
    username: user.username,
    display_name: user.displayName,
    email: user.email,
    is_email_confirmed: user.emailConfirmed,
    timezone: user.zone,
    plan: user.plan,
    is_owner: user.isOwner,
    is_admin: user.isAdmin || user.isOwner,
    is_disabled: user.disabled,
    created_at: isoSeconds(user.createdAt),
    last_active_day: user.lastActiveDay,
  };
}

/** Accounts a page where nobody says how many. */
export const USUAL_PAGE = 50;

export function toAdminUsers({ users, total }: UserPage, params: PageParams): AdminUsersAnswer {
  return { data: users.map(toAdminUser), ...toPageInfo(total, pageOf(params, USUAL_PAGE)) };
}

export function toInstanceSettings(env: Env): InstanceSettingsAnswer {
  return {
    data: {
      registration: env.REGISTRATION,
      sends_mail: env.SMTP_URL !== undefined,
      uses_redis: env.REDIS_URL !== undefined,
      rate_limit_per_hour: env.RATE_LIMIT_PER_HOUR,
      ingest_limit_per_hour: env.INGEST_LIMIT_PER_HOUR,
      public_url: env.PUBLIC_URL ?? null,
    },
  };
}
