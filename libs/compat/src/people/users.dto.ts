import { ApiProperty } from '@nestjs/swagger';

/** Where somebody is, as far as it is known here: a country. */
export class City {
  /** ISO 3166-1, two letters. @example "DE" */
  country_code: string;
  /** The country's name in English, like `title`. @example "Germany" */
  name: string;
  state: string | null;
  /** @example "Germany" */
  title: string;
}

export class Subscription {
  /** @example "free" */
  plan: string;
  /** @example "active" */
  status: string;
}

/** An organization that you are a member of. */
export class UserOrganization {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "ACME Corporation" */
  name: string;
  /** owner, admin, billing, member or viewer. @example "member" */
  role: string;
}

/** The plan of an organization that you are a member of: a label, no payment. */
export class OrganizationSubscription {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  organizationId: string;
  /** @example "ACME Corporation" */
  organizationName: string;
  /** @example "active" */
  subscriptionStatus: string;
  /** @example "team" */
  subscriptionPlan: string;
  /** @example "2027-01-31T00:00:00Z" */
  subscriptionPeriodEnd: string | null;
}

/** WakaTime's keys, the API reference's, chronova-mcp's and chronova-android's in one object (contract §1.2, §3.5.1). */
export class UserData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  display_name: string;
  full_name: string | null;
  email: string | null;
  /** @example "Europe/Berlin" */
  timezone: string;
  /** Keystroke timeout in minutes. @example 15 */
  timeout: number;
  writes_only: boolean;
  /** Whether external durations count in totals. */
  counts_external_durations: boolean;
  /** 0 = Sunday … 6 = Saturday. @example 1 */
  weekday_start: number;
  /** When days of goals and reports begin, from 00:00 to 06:00. @example "00:00" */
  day_start: string;
  last_heartbeat_at: string | null;
  /** The newest heartbeat's user agent. */
  last_plugin: string | null;
  /** The newest heartbeat's editor. @example "VS Code" */
  last_plugin_name: string | null;
  last_project: string | null;
  last_branch: string | null;
  /** @example "free" */
  plan: string;
  subscription: Subscription;
  subscriptionPlan: string;
  subscriptionStatus: string;
  isProComped: boolean;
  organizationSubscriptions: OrganizationSubscription[];
  /** Whether the plan is another than "free". */
  has_premium_features: boolean;
  photo: string;
  avatar_url: string;
  photo_public: boolean;
  is_email_public: boolean;
  is_email_confirmed: boolean;
  public_email: string | null;
  is_hireable: boolean;
  /** Whether you want to be on the leaderboard of this server. */
  is_on_leaderboard: boolean;
  /** Whether you want a report of each week by mail. */
  weekly_report: boolean;
  /** Then others get 404 for everything, whatever the flags below say. */
  is_profile_private: boolean;
  /** Minutes: shorter entries are left out of lists that ask for it with `apply_minimum_duration=true`. @example 0 */
  displayMinimumDuration: number;
  /** Whether others see how much time it was. */
  logged_time_public: boolean;
  languages_used_public: boolean;
  projects_public: boolean;
  editors_used_public: boolean;
  categories_used_public: boolean;
  os_used_public: boolean;
  machines_public: boolean;
  website: string | null;
  human_readable_website: string | null;
  wonderfuldev_username: string | null;
  github_username: string | null;
  twitter_username: string | null;
  linkedin_username: string | null;
  @ApiProperty({ type: City, nullable: true })
  city: City | null;
  github_connected: boolean;
  organizations: UserOrganization[];
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  modified_at: string | null;
}

export class UserAnswer {
  data: UserData;
}
