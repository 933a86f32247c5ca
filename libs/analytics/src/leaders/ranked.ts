/** Whether a user `u` is on any leaderboard: on the instance's, which needs what it shows to be public, or on a private one. */
export const IS_RANKED = '(u.is_on_leaderboard OR u.id IN (SELECT user_id FROM leaderboard_members))';

/** Whether everybody may see how much time a user `u` has. */
export const HAS_PUBLIC_TIME = 'u.logged_time_public AND NOT u.is_profile_private AND u.disabled_at IS NULL';

/**
 * Whether everybody may see a user `u` on the leaderboard: by the user's own wish, and while the profile and the amount of time are public. Asked
 * where entries are read, so whoever leaves, hides, is disabled or deleted is gone at once.
 */
export const IS_PUBLIC_LEADER = `u.is_on_leaderboard AND ${HAS_PUBLIC_TIME}`;
