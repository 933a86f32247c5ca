import { IS_PUBLIC_LEADER } from './ranked.js';

/** Leaders on a page, and how many of their languages are shown. */
const PAGE = 100;
const LANGUAGES = 10;

/** The leaderboard of the instance: range $1, language $2 (`''`: all), country $3, hireable $4, who asks $5, page $6. */
export function publicLeadersSql(): string {
  return leadersSql({
    from: `leader_entries e
      JOIN users u ON u.id = e.user_id
     WHERE e.range = $1 AND e.language = $2 AND e.us > 0
       AND ${IS_PUBLIC_LEADER}
       AND ($2 = '' OR u.languages_used_public)`,
    us: 'e.us',
    seesLanguages: 'u.languages_used_public',
  });
}

/** A private leaderboard: likewise, and its id $7. All its members, whatever they make public; of a language, who has time in it. */
export function boardLeadersSql(): string {
  return leadersSql({
    from: `leaderboard_members m
      JOIN leaderboard_members own ON own.leaderboard_id = m.leaderboard_id AND own.user_id = $5::int
      JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
      LEFT JOIN leader_entries e ON e.user_id = m.user_id AND e.range = $1 AND e.language = $2
     WHERE m.leaderboard_id = $7::int
       AND ($2 = '' OR e.us > 0)`,
    us: 'coalesce(e.us, 0)',
    seesLanguages: 'true',
  });
}

/** Which people, with what time, and whether their languages are seen. */
interface Board {
  from: string;
  us: string;
  seesLanguages: string;
}

/**
 * One page of a board, ranked as it is read, with who asks ($5) beside it. Of everybody only time and name are read before the page is known. No
 * part of it refers to a row outside, which a cluster refuses.
 */
function leadersSql({ from, us, seesLanguages }: Board): string {
  return `
WITH ranked AS MATERIALIZED (
  SELECT u.id AS user_id, ${us} AS us, coalesce(e.active_days, 0) AS active_days, e.computed_at, ${seesLanguages} AS sees_languages,
         row_number() OVER (ORDER BY ${us} DESC, lower(u.username) COLLATE "C") AS rank
    FROM ${from}
       AND ($3::text IS NULL OR u.country_code = $3)
       AND ($4::bool IS NULL OR u.is_hireable = $4)),
whole AS (
  SELECT count(*)::int AS total, floor(extract(epoch FROM max(computed_at)) * 1000)::float8 AS computed_at,
         coalesce($6::int, max((rank + ${PAGE - 1}) / ${PAGE}) FILTER (WHERE user_id = $5::int), 1)::int AS page
    FROM ranked),
shown AS MATERIALIZED (
  SELECT r.*, r.user_id IS NOT DISTINCT FROM $5::int AS is_own, (r.rank + ${PAGE - 1}) / ${PAGE} = w.page AS is_of_page
    FROM ranked r, whole w
   WHERE (r.rank + ${PAGE - 1}) / ${PAGE} = w.page OR r.user_id = $5::int),
languages AS (
  SELECT user_id, json_agg(json_build_array(language, us) ORDER BY us DESC, language COLLATE "C") AS list
    FROM (
      SELECT e.user_id, e.language, e.us, row_number() OVER (PARTITION BY e.user_id ORDER BY e.us DESC, e.language COLLATE "C") AS place
        FROM leader_entries e
       WHERE e.user_id IN (SELECT user_id FROM shown WHERE sees_languages) AND e.range = $1 AND e.language <> '') x
   WHERE place <= ${LANGUAGES}
   GROUP BY user_id),
leaders AS (
  SELECT json_agg(json_build_object(
           'rank', s.rank, 'publicId', u.public_id, 'username', u.username, 'displayName', u.display_name, 'isHireable', u.is_hireable,
           'countryCode', u.country_code, 'us', s.us, 'activeDays', s.active_days, 'languages', l.list, 'isOwn', s.is_own,
           'isOfPage', s.is_of_page) ORDER BY s.rank) AS list
    FROM shown s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN languages l ON l.user_id = s.user_id)
SELECT json_build_object('page', w.page, 'total', w.total, 'computedAt', w.computed_at, 'leaders', leaders.list)::text AS board
  FROM whole w, leaders`;
}
