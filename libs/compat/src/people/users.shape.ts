import { isoSeconds } from '@app/core';
import type { LastHeartbeat } from '@app/heartbeats';
import { countryNameOf, type UserProfile } from '@app/users';
import { clockTextOf } from '../texts.js';
import type { City, OrganizationSubscription, UserAnswer } from './users.dto.js';

/** There are no payments: a plan is a label, and every label is in force. */
const STATUS = 'active';

/** What is known of a place: its country. */
export function toCity(code: string | null): City | null {
  if (code === null) return null;
  const name = countryNameOf(code);
  return { country_code: code, name, state: null, title: name };
}

/** An organization that the account is a member of. Instants in ms since 1970. */
export interface OwnOrg {
  publicId: string;
  name: string;
  role: string;
  plan: string;
  status: string;
  periodEnd: number | null;
}

/** The account. `publicUrl` is where this server's pictures are. */
export function toUser(user: UserProfile, last: LastHeartbeat | undefined, publicUrl: string, orgs: readonly OwnOrg[] = []): UserAnswer {
  const photo = `${publicUrl}/photo/${user.publicId}`;
  return {
    data: {
      id: user.publicId,
      username: user.username,
      display_name: user.displayName,
      full_name: user.displayName,
      email: user.email,
      timezone: user.zone,
      timeout: user.timeout,
      writes_only: user.writesOnly,
      counts_external_durations: user.countsExternal,
      weekday_start: user.weekdayStart,
      day_start: clockTextOf(user.dayStart),
      last_heartbeat_at: last ? isoSeconds(last.time / 1000) : null,
      last_plugin: last?.plugin || null,
      last_plugin_name: last?.editor || null,
      last_project: last?.project || null,
      last_branch: last?.branch || null,
      plan: user.plan,
      subscription: { plan: user.plan, status: STATUS },
      subscriptionPlan: user.plan,
      subscriptionStatus: STATUS,
      isProComped: false,
      organizationSubscriptions: orgs.map(toOrgSubscription),
      has_premium_features: user.plan !== 'free',
      photo,
      avatar_url: photo,
      photo_public: false,
      is_email_public: false,
      is_email_confirmed: user.emailConfirmed,
      public_email: null,
      is_hireable: user.isHireable,
      is_on_leaderboard: user.isOnLeaderboard,
      weekly_report: user.weeklyReport,
      is_profile_private: user.isProfilePrivate,
      displayMinimumDuration: user.displayMinimumDuration,
      logged_time_public: user.shares.loggedTime,
      languages_used_public: user.shares.languages,
      projects_public: user.shares.projects,
      editors_used_public: user.shares.editors,
      categories_used_public: user.shares.categories,
      os_used_public: user.shares.operatingSystems,
      machines_public: user.shares.machines,
      website: null,
      human_readable_website: null,
      wonderfuldev_username: null,
      github_username: null,
      twitter_username: null,
      linkedin_username: null,
      city: toCity(user.countryCode),
      github_connected: false,
      organizations: orgs.map(({ publicId, name, role }) => ({ id: publicId, name, role })),
      created_at: isoSeconds(user.createdAt),
      modified_at: user.modifiedAt === null ? null : isoSeconds(user.modifiedAt),
    },
  };
}

function toOrgSubscription({ publicId, name, plan, status, periodEnd }: OwnOrg): OrganizationSubscription {
  return {
    organizationId: publicId,
    organizationName: name,
    subscriptionStatus: status,
    subscriptionPlan: plan,
    subscriptionPeriodEnd: periodEnd === null ? null : isoSeconds(periodEnd),
  };
}
