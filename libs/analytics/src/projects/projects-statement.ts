import { type OffsetSegment, offsetSegments } from '@app/core';
import { DAY_US, type ReadStatement } from '@app/database';
import { EARLIEST_MS, groupedProjectsSql, namedProjectsSql, type ProjectAddress, shownProjectsSql } from '@app/heartbeats';
import { countedCtes, DAY_QUARTERS, dimensionOfSql, keptSql, localDaySql, QUARTER_US } from '../time/time-rule.js';
import { Asked, settingsSql } from '../time/time-statement.js';
import { UNCLEAN_DAYS } from '../time/unclean-days.js';

/** Which projects of a list. */
export interface ProjectSearch {
  /** A part of the name, in any letter case. */
  q?: string;
  /** Archived ones alone, or the others alone. */
  archived: boolean;
  /** Only these shown names. */
  names?: readonly string[];
}

/** How much of each project is read. */
export interface ProjectDetail {
  /** Branches, and languages; 0: they are not read. */
  branches: number;
  languages: number;
  /** Of the names of either, as an answer writes them. */
  bytes: number;
  /** Whether times, counts and amounts are read. */
  amounts: boolean;
  /** Whether labels and clients are. */
  groups: boolean;
}

/** What the statement reads. */
export interface ProjectsQuestion {
  userId: number;
  /** A guess at the user's own zone; nothing is listed where it is wrong. */
  zone: string;
  /** ms since 1970. */
  now: number;
  /** The projects of a search, or the one that an address calls. */
  which: ProjectSearch | ProjectAddress;
  page: { limit: number; offset: number };
  detail: ProjectDetail;
}

/** One row: the user, and the projects as JSON. */
export interface ProjectsRow {
  zone: string;
  /** ms since 1970. */
  created_at: number;
  /** Whether others see projects. */
  is_public: boolean;
  /** Of all pages. */
  total: number;
  /** JSON of `ProjectData[]`; null where there are none. */
  projects: string | null;
}

/** A project, as the statement writes it. Amounts are µs, instants µs since 1970. What was not read is null. */
export interface ProjectData {
  name: string;
  archived: boolean;
  color: string | null;
  badge: string | null;
  first_seen: number | null;
  heartbeats: number | null;
  us: number | null;
  first_time: number | null;
  last_time: number | null;
  languages: [name: string, us: number | null][] | null;
  branches: string[] | null;
  labels: string[] | null;
  client: { id: string; name: string; rate: number | null; timeout: number | null } | null;
}

/** No heartbeat is further ahead than a day when it comes. */
const AHEAD_MS = 2 * 86_400_000;

/**
 * The projects of a user by their shown names, in one snapshot: counts, times and amounts of all time from `daily_rollups`, and from the
 * heartbeats where days are dirty. All projects are added up, in one look at the user's daily rows; branches, languages, labels and clients
 * are those of the page alone. Time without a project is none.
 */
export function projectsStatement({ userId, zone, now, which, page, detail }: ProjectsQuestion): ReadStatement {
  const asked = new Asked();
  const settings = settingsSql(asked, { userIds: [userId], zone, rules: {} }, [
    'NOT u.is_profile_private AND u.projects_public AS is_public',
  ]);
  addOffsets(asked, offsetSegments(zone, EARLIEST_MS * 1000, (now + AHEAD_MS) * 1000));
  asked.add('most', page.limit, 'int');
  asked.add('beside', page.offset, 'bigint');
  asked.add('most_branches', detail.branches, 'int');
  asked.add('most_languages', detail.languages, 'int');
  asked.add('most_bytes', detail.bytes, 'int');
  asked.add('amounts', detail.amounts, 'bool');
  asked.add('groups', detail.groups, 'bool');
  const isOne = 'name' in which;
  const wanted = isOne ? namedSql(asked, which) : searchedSql(asked, which);
  const text = `
WITH ${[asked.cte, settings, ALL_TIME, FOLDED, NAMES, wanted, DETAILS].join(',\n')}
SELECT s.timezone AS zone,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.is_public,
       (SELECT count(*) FROM wanted)::int AS total,
       (SELECT json_agg(item ORDER BY place) FROM items)::text AS projects
  FROM settings s`;
  return { name: isOne ? 'project' : 'projects', text, params: asked.params, long: true };
}

function addOffsets(asked: Asked, segments: readonly OffsetSegment[]): void {
  asked.add(
    'offset_from_buckets',
    segments.map((s) => Math.floor(s.from / QUARTER_US)),
    'int[]',
  );
  asked.add(
    'offsets',
    segments.map((s) => s.offset),
    'int[]',
  );
}

/**
 * `by_activity`: what of each activity there ever was. Clean local days count as they stand; of the others the quarters of an hour are taken
 * that lie in UTC days beside the dirty ones, and those themselves are read from the heartbeats.
 */
const ALL_TIME = `dirty AS MATERIALIZED (
  SELECT d.day
    FROM settings s
   CROSS JOIN LATERAL (SELECT day FROM dirty_days WHERE user_id = s.user_id OFFSET 0) d
   WHERE s.is_current),
${UNCLEAN_DAYS},
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * ${DAY_US} AS from_us, (d.day + 1) * ${DAY_US} AS to_us, s.timeout, s.writes_only, s.dropped,
         s.counts_external
    FROM settings s, dirty d),
${countedCtes('live_time', 'live_windows').join(',\n')},
parts AS (
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, heartbeats, us, first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id
     OFFSET 0) r
   WHERE s.is_current AND r.day NOT IN (SELECT day FROM unclean)
  UNION ALL
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN beside_dirty b
   CROSS JOIN LATERAL (
     SELECT bucket, activity_id, heartbeats, us, first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id AND bucket >= b.day * ${DAY_QUARTERS} AND bucket < (b.day + 1) * ${DAY_QUARTERS}
     OFFSET 0) r
   WHERE ${localDaySql('r.bucket', 'asked.offset_from_buckets', 'asked.offsets')} IN (SELECT day FROM unclean)
  UNION ALL
  SELECT h.activity_id, count(*)::int, 0, min(h.time), max(h.time)
    FROM live_windows w
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = w.user_id AND time >= w.from_us AND time < w.to_us AND ${keptSql('heartbeats', 'live_windows')}
     OFFSET 0) h
   GROUP BY h.activity_id
  UNION ALL
  SELECT activity_id, 0, sum(to_us - from_us)::bigint, NULL, NULL
    FROM live_time
   GROUP BY activity_id),
by_activity AS MATERIALIZED (
  SELECT activity_id, sum(heartbeats) AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM parts
   GROUP BY activity_id)`;

/** `spent`: the same with what is shown. `found`: by project, with its heartbeats. */
const FOLDED = `spent AS MATERIALIZED (
  SELECT a.project, a.branch, a.language, b.heartbeats, b.us, b.first_time, b.last_time
    FROM by_activity b
    ${dimensionOfSql('activities', 'a', 'by_activity', 'activity_id', '(SELECT user_id FROM settings)')}),
found AS MATERIALIZED (
  SELECT project, sum(heartbeats)::bigint AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM spent
   WHERE project <> ''
   GROUP BY project
  HAVING sum(heartbeats) > 0)`;

/**
 * `named`: what the user said of a project, by its shown name. A project that others were merged into has several rows: its own row counts
 * first, and it is archived when all of them are.
 */
const NAMES = `named AS MATERIALIZED (
  SELECT p.shown_name AS project, bool_and(p.archived) AS archived, min(p.first_seen_at) AS first_seen_at,
         (array_agg(p.color ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.color IS NOT NULL))[1] AS color,
         (array_agg(p.badge ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.badge IS NOT NULL))[1] AS badge
    FROM (${shownProjectsSql('(SELECT user_id FROM settings)')}) p
   GROUP BY p.shown_name)`;

/** `wanted`: the projects that a search finds. */
function searchedSql(asked: Asked, { q, archived, names }: ProjectSearch): string {
  asked.add('q', q ?? '', 'text');
  asked.add('archived', archived, 'bool');
  asked.add('of_names', names ?? null, 'text[]');
  return `wanted AS MATERIALIZED (
  SELECT f.*, n.archived, n.color, n.badge, n.first_seen_at
    FROM asked
   CROSS JOIN found f
    LEFT JOIN named n ON n.project = f.project
   WHERE coalesce(n.archived, false) = asked.archived
     AND (asked.q = '' OR strpos(lower(f.project), lower(asked.q)) > 0)
     AND (asked.of_names IS NULL OR f.project = ANY(asked.of_names)))`;
}

/** `wanted`: the project that the address calls. */
function namedSql(asked: Asked, { name, digest }: ProjectAddress): string {
  asked.add('names', [name], 'text[]');
  asked.add('digests', [digest], 'text[]');
  return `called AS MATERIALIZED (
  ${namedProjectsSql('(SELECT user_id FROM settings)', '(SELECT names FROM asked)', '(SELECT digests FROM asked)')}),
wanted AS MATERIALIZED (
  SELECT f.*, n.archived, n.color, n.badge, n.first_seen_at
    FROM called c
    JOIN found f ON f.project = c.name
    LEFT JOIN named n ON n.project = f.project)`;
}

/**
 * `page`: newest last heartbeat first, by name where times are not read; `items`: each as JSON, with its branches and languages, most time
 * first, within the limits, its labels and its client. FULL: it is never a loop in a loop, whatever the planner believes. Projects are told
 * apart by their place in the page.
 */
const DETAILS = `page AS MATERIALIZED (
  SELECT w.*, row_number() OVER o AS place
    FROM asked, wanted w
  WINDOW o AS (ORDER BY CASE WHEN asked.amounts THEN w.last_time END DESC NULLS LAST, w.project COLLATE "C")
   ORDER BY place
   LIMIT (SELECT most FROM asked) OFFSET (SELECT beside FROM asked)),
paged AS MATERIALIZED (
  SELECT t.branch, t.language, t.us, p.place
    FROM spent t
    FULL JOIN page p ON p.project = t.project),
languages AS MATERIALIZED (
  SELECT l.place, json_agg(json_build_array(l.language, CASE WHEN asked.amounts THEN l.us END) ORDER BY l.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, language, us, row_number() OVER o AS in_list, sum(octet_length(language)) OVER o AS bytes
       FROM (
         SELECT t.place, t.language, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL
          GROUP BY t.place, t.language) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, language COLLATE "C")) l
   WHERE l.in_list <= asked.most_languages AND l.bytes <= asked.most_bytes
   GROUP BY l.place),
branches AS MATERIALIZED (
  SELECT b.place, json_agg(b.branch ORDER BY b.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, branch, row_number() OVER o AS in_list, sum(octet_length(branch)) OVER o AS bytes
       FROM (
         SELECT t.place, t.branch, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL AND t.branch <> ''
          GROUP BY t.place, t.branch) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, branch COLLATE "C")) b
   WHERE b.in_list <= asked.most_branches AND b.bytes <= asked.most_bytes
   GROUP BY b.place),
grouped AS MATERIALIZED (
  SELECT x.kind, x.id, x.name, x.rate, x.timeout, x.place, p.place AS of_page
    FROM (SELECT * FROM (${groupedProjectsSql('(SELECT user_id FROM settings)')}) y WHERE (SELECT groups FROM asked)) x
    FULL JOIN page p ON p.project = x.project),
labels AS MATERIALIZED (
  SELECT of_page, json_agg(name ORDER BY name COLLATE "C") AS list
    FROM (SELECT DISTINCT of_page, name FROM grouped WHERE kind = 'label' AND of_page IS NOT NULL) l
   GROUP BY of_page),
clients AS MATERIALIZED (
  SELECT of_page, json_build_object('id', id, 'name', name, 'rate', rate, 'timeout', timeout) AS client
    FROM grouped
   WHERE kind = 'client' AND place = 1 AND of_page IS NOT NULL),
items AS (
  SELECT p.place, json_build_object(
         'name', p.project, 'archived', coalesce(p.archived, false), 'color', p.color, 'badge', p.badge,
         'first_seen', CASE WHEN asked.amounts THEN floor(extract(epoch FROM p.first_seen_at) * 1000000) END,
         'heartbeats', CASE WHEN asked.amounts THEN p.heartbeats END, 'us', CASE WHEN asked.amounts THEN p.us END,
         'first_time', CASE WHEN asked.amounts THEN p.first_time END, 'last_time', CASE WHEN asked.amounts THEN p.last_time END,
         'languages', l.list, 'branches', b.list, 'labels', t.list, 'client', c.client) AS item
    FROM asked
   CROSS JOIN (
         page p
    FULL JOIN languages l ON l.place = p.place
    FULL JOIN branches b ON b.place = p.place
    FULL JOIN labels t ON t.of_page = p.place
    FULL JOIN clients c ON c.of_page = p.place))`;
