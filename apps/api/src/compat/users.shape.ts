import { isoSeconds } from '@app/core';
import type { LastHeartbeat } from '@app/heartbeats';
import type { UserProfile } from '@app/users';
import type { UserAnswer } from './users.dto.js';

const PLAN = 'free';
const STATUS = 'active';

/** The account as its owner sees it. `publicUrl` is where this server's pictures are. */
export function toUser(user: UserProfile, last: LastHeartbeat | undefined, publicUrl: string): UserAnswer {
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
      weekday_start: user.weekdayStart,
      last_heartbeat_at: last ? isoSeconds(last.time / 1000) : null,
      last_plugin: last?.plugin || null,
      last_plugin_name: last?.editor || null,
      last_project: last?.project || null,
      last_branch: last?.branch || null,
      plan: PLAN,
      subscription: { plan: PLAN, status: STATUS },
      subscriptionPlan: PLAN,
      subscriptionStatus: STATUS,
      has_premium_features: true,
      photo,
      avatar_url: photo,
      photo_public: false,
      is_email_public: false,
      is_email_confirmed: false,
      public_email: null,
      is_hireable: false,
      logged_time_public: false,
      languages_used_public: false,
      projects_public: false,
      editors_used_public: false,
      categories_used_public: false,
      os_used_public: false,
      website: null,
      human_readable_website: null,
      wonderfuldev_username: null,
      github_username: null,
      twitter_username: null,
      linkedin_username: null,
      city: null,
      github_connected: false,
      organizations: [],
      created_at: isoSeconds(user.createdAt),
      modified_at: user.modifiedAt === null ? null : isoSeconds(user.modifiedAt),
    },
  };
}
