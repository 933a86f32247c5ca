import { countedCtes, droppedSql } from '@app/analytics';

/** What a UTC day has of one project, branch and file between two cuts. Amounts and instants are µs. */
export interface DayTimeRow {
  project: string;
  branch: string;
  /** `''` where no commit can have it. */
  entity: string;
  first: number;
  us: number;
  category: string;
  aiModel: string;
  aiAgent: string;
}

/** A session that ends on the day: where, and in which project. */
export interface SessionEnd {
  at: number;
  project: string;
}

/** The counted time of one user, by the rule of time, in the window from $2 to $3 and as far after it as a session may go on. */
const COUNTED = `windows AS MATERIALIZED (
    SELECT u.id AS user_id, $2::bigint AS from_us, $3::bigint + u.timeout * 60000000::bigint + 1 AS to_us, u.timeout, u.writes_only,
           ${droppedSql('$1')} AS dropped, u.counts_external_durations AS counts_external
      FROM users u
     WHERE u.id = $1),
  ${countedCtes('counted', 'windows', ['entity_id']).join(',\n  ')}`;

/** Of user $1 from $2 to $3, in the projects $4, cut at $5 (the first is $2, the last $3). Files are told apart where their name is one of $6. */
export const DAY_TIME = `
  WITH ${COUNTED},
  pieces AS MATERIALIZED (
    SELECT c.activity_id, c.entity_id, slot, greatest(c.from_us, ($5::bigint[])[slot]) AS from_us, least(c.to_us, ($5::bigint[])[slot + 1]) AS to_us
      FROM counted c, generate_series(width_bucket(c.from_us, $5::bigint[]), width_bucket(c.to_us - 1, $5::bigint[])) AS slot
     WHERE c.from_us < $3::bigint AND slot < cardinality($5::bigint[])
       AND c.activity_id IN (SELECT id FROM activities WHERE user_id = $1 AND project = ANY($4::text[]))),
  files AS MATERIALIZED (
    SELECT id, replace(name, '\\', '/') AS path
      FROM entities
     WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM pieces))
       AND regexp_replace(name, '^.*[/\\\\]', '') = ANY($6::text[])),
  summed AS (
    SELECT p.activity_id, p.slot, coalesce(f.path, '') AS entity, min(p.from_us) AS first, sum(p.to_us - p.from_us) AS us
      FROM pieces p
      LEFT JOIN files f ON f.id = p.entity_id
     GROUP BY 1, 2, 3)
  SELECT a.project, a.branch, s.entity, s.first::float8 AS first, s.us::float8 AS us, a.category, a.ai_model AS "aiModel", a.ai_agent AS "aiAgent"
    FROM summed s
    JOIN activities a ON a.user_id = $1 AND a.id = s.activity_id`;

/** Where sessions of user $1 end, after $2 and until $3: time after which none follows within the timeout. */
export const SESSION_ENDS = `
  WITH ${COUNTED}
  SELECT x.to_us::float8 AS at, a.project
    FROM (
      SELECT c.activity_id, c.to_us, lead(c.from_us) OVER (ORDER BY c.from_us) AS next_us
        FROM counted c) x
    JOIN activities a ON a.user_id = $1 AND a.id = x.activity_id
   WHERE x.to_us > $2::bigint AND x.to_us <= $3::bigint
     AND coalesce(x.next_us - x.to_us > (SELECT timeout * 60000000::bigint FROM windows), true)`;
