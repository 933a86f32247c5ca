/** What a person decides about apart from the others: the amount of time itself, and what it went to. */
export const DIMENSIONS = ['loggedTime', 'languages', 'projects', 'editors', 'operatingSystems', 'categories', 'machines'] as const;
export type SharedDimension = (typeof DIMENSIONS)[number];
export type Shares = Record<SharedDimension, boolean>;

/** What somebody sees of a user. */
export interface Visibility extends Shares {
  /** The user's own data: then all of it, whatever is public. */
  own: boolean;
}

/** What users see of themselves. */
export const EVERYTHING: Visibility = {
  own: true,
  loggedTime: true,
  languages: true,
  projects: true,
  editors: true,
  operatingSystems: true,
  categories: true,
  machines: true,
};

/** SQL for the `Shares` of a user `u`, as JSON. */
export const SHARES_SQL = `json_build_object('loggedTime', u.logged_time_public, 'languages', u.languages_used_public, 'projects', u.projects_public,
    'editors', u.editors_used_public, 'operatingSystems', u.os_used_public, 'categories', u.categories_used_public, 'machines', u.machines_public)`;
