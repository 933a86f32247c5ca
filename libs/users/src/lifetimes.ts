/** How long a look-up of a key or session is remembered: with the query's own time less than a second. */
export const LOOK_UP_TTL_MS = 900;

/** A key made by signing in expires when it is not used for so long. */
export const UNUSED_KEY_DAYS = 90;

/** A session ends so long after it was last seen. */
export const SESSION_DAYS = 30;

/** A session ends so long after the sign-in, however much it is used. */
export const LONGEST_SESSION_DAYS = 90;

/** "Last used" and "last seen" are kept to the hour: they are for people, and cost a write. */
export const USE_GRAIN_MS = 3_600_000;
