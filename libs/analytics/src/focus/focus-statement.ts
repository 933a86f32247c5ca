import { DAY_US, type ReadStatement } from '@app/database';
import type { AskedRules, NumberedDay, TimeFilter } from '../time/time-question.js';
import { dimensionOfSql, externalCtes, gapsSql, MINUTE_US } from '../time/time-rule.js';
import { Asked, FIRST_TIME, settingsSql } from '../time/time-statement.js';
import { LONGEST_BLOCK_GAP_US, MOST_BLOCKS, MOST_PROJECTS, MOST_SWITCHES, SHORTEST_BLOCK_US } from './focus.js';

/** What the statement of focus reads: local days of one user. */
export interface FocusStatementQuestion {
  userId: number;
  zone: string;
  rules: AskedRules;
  /** Ascending, without gaps, at least one. */
  days: readonly NumberedDay[];
  /** Of projects. */
  filter: TimeFilter;
  /** Whether the time of the first heartbeat is asked for. */
  allTime: boolean;
}

/** The one row of the statement. Amounts and instants are µs. */
export interface FocusRow {
  zone: string;
  timeout: number;
  writes_only: boolean;
  weekday_start: number;
  first_time: number | null;
  /** JSON of `FocusData`. */
  data: string;
}

/** The JSON in `FocusRow.data`. */
export interface FocusData {
  /** Most time first; without a name: all that the list has no room for. */
  projects: [name: string | null, us: number][];
  switches: { total: number; recent: [at: number, from: string, to: string][] };
  blocks: { total: number; us: number; longest: [from: number, to: number, project: string][] };
  sessions: { total: number; longest_us: number };
}

/**
 * Time that counts in its order, as `times`: its gaps (by the rule of time, one UTC day at a time) and what external durations add. Folded by
 * looking at what came before:
 *
 * - A session begins where nothing came before within the timeout.
 * - A switch is where another project goes on with the same session.
 * - A block goes on where time of the same project goes on without a pause, both of gaps that are short enough. An external duration has no gaps.
 *
 * With a filter, sessions are found in all time; counted are time, blocks and sessions of these projects, and switches away from them.
 */
export function focusStatement({ userId, zone, rules, days, filter, allTime }: FocusStatementQuestion): ReadStatement {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('A range has at least one day.');
  const asked = new Asked();
  const settings = settingsSql(asked, { userIds: [userId], zone, rules });
  const columns: [name: string, value: unknown, type: string][] = [
    ['from_us', first.from, 'bigint'],
    ['to_us', last.to, 'bigint'],
    ['of_project', filter.project ?? null, 'text[]'],
    ['block_gap', LONGEST_BLOCK_GAP_US, 'bigint'],
    ['shortest_block', SHORTEST_BLOCK_US, 'bigint'],
    ['most_switches', MOST_SWITCHES, 'int'],
    ['most_blocks', MOST_BLOCKS, 'int'],
    ['most_projects', MOST_PROJECTS, 'int'],
  ];
  for (const column of columns) asked.add(...column);
  return {
    name: `focus${allTime ? ' all-time' : ''}`,
    text: `
WITH ${[asked.cte, settings, ...timesCtes(), ...foldCtes()].join(',\n')}
SELECT s.timezone AS zone, s.timeout, s.writes_only, s.weekday_start,
       ${allTime ? FIRST_TIME : 'NULL::float8'} AS first_time,
       json_build_object(
         'projects', coalesce((SELECT json_agg(json_build_array(name, us) ORDER BY name IS NULL, us DESC, name) FROM project_list), '[]'),
         'switches', json_build_object(
           'total', (SELECT count(*) FROM switches),
           'recent', coalesce((SELECT json_agg(json_build_array(at, switched_from, project) ORDER BY at DESC) FROM recent_switches), '[]')),
         'blocks', json_build_object(
           'total', (SELECT count(*) FROM blocks),
           'us', (SELECT coalesce(sum(us), 0)::bigint FROM blocks),
           'longest', coalesce((SELECT json_agg(json_build_array(from_us, to_us, project) ORDER BY us DESC, from_us) FROM longest_blocks), '[]')),
         'sessions', (SELECT json_build_object('total', count(*), 'longest_us', coalesce(max(us), 0)) FROM sessions))::text AS data
  FROM settings s`,
    params: asked.params,
    long: days.length > 1,
  };
}

/** `times`: all time that counts, with its project, whether it is of a gap that a block may have, and what came before. */
function timesCtes(): string[] {
  return [
    `windows AS MATERIALIZED (
  SELECT s.user_id, greatest(day * ${DAY_US}, asked.from_us) AS from_us, least((day + 1) * ${DAY_US}, asked.to_us) AS to_us,
         s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s, generate_series(asked.from_us / ${DAY_US}, (asked.to_us - 1) / ${DAY_US}) AS day
   WHERE s.is_current)`,
    `gaps AS MATERIALIZED (${gapsSql('windows', [], true)})`,
    ...externalCtes('external_parts', 'windows', 'gaps'),
    `counted AS NOT MATERIALIZED (
  SELECT g.activity_id, g.from_us, g.to_us, g.length_us <= asked.block_gap AS is_steady
    FROM asked, gaps g
  UNION ALL
  SELECT activity_id, from_us, to_us, true
    FROM external_parts)`,
    `times AS (
  SELECT c.from_us, c.to_us, a.project COLLATE "C" AS project, c.is_steady,
         lag(c.to_us) OVER in_order AS until_before,
         lag(a.project) OVER in_order AS project_before,
         lag(c.is_steady) OVER in_order AS was_steady
    FROM counted c
    ${dimensionOfSql('activities', 'a', 'counted', 'activity_id', '(SELECT user_id FROM settings)')}
  WINDOW in_order AS (ORDER BY c.from_us))`,
  ];
}

/** What is counted of it: of `pieces`, the time of one project that has no pause, all of it of gaps that a block may have or none. */
function foldCtes(): string[] {
  return [
    `marked AS (
  SELECT t.from_us, t.to_us, t.project, t.is_steady,
         t.project <> t.project_before AND NOT t.begins_session AS is_switch,
         CASE WHEN t.project <> t.project_before THEN t.project_before END AS project_before,
         t.begins_session,
         t.begins_session OR t.from_us > t.until_before OR t.project <> t.project_before OR t.is_steady <> t.was_steady AS begins_piece
    FROM (
      SELECT t.*, coalesce(t.from_us - t.until_before > s.timeout * ${MINUTE_US}, true) AS begins_session
        FROM settings s, times t) t)`,
    `numbered AS (
  SELECT m.*,
         count(*) FILTER (WHERE m.begins_session) OVER in_order AS session_no,
         count(*) FILTER (WHERE m.begins_piece) OVER in_order AS piece_no
    FROM marked m
  WINDOW in_order AS (ORDER BY m.from_us))`,
    `pieces AS MATERIALIZED (
  SELECT n.session_no, n.project, n.is_steady,
         min(n.from_us) AS from_us, max(n.to_us) AS to_us, sum(n.to_us - n.from_us)::bigint AS us,
         max(n.project_before) FILTER (WHERE n.is_switch) AS switched_from
    FROM numbered n
   GROUP BY n.session_no, n.piece_no, n.project, n.is_steady)`,
    `wanted AS (
  SELECT p.*
    FROM asked, pieces p
   WHERE asked.of_project IS NULL OR p.project = ANY(asked.of_project))`,
    `projects AS (
  SELECT project, sum(us)::bigint AS us, row_number() OVER (ORDER BY sum(us) DESC, project) AS place
    FROM wanted
   GROUP BY project)`,
    `project_list AS (
  SELECT CASE WHEN p.place <= asked.most_projects THEN p.project END AS name, sum(p.us)::bigint AS us
    FROM asked, projects p
   GROUP BY 1)`,
    `switches AS (
  SELECT p.from_us AS at, p.switched_from, p.project
    FROM asked, pieces p
   WHERE p.switched_from IS NOT NULL
     AND (asked.of_project IS NULL OR p.switched_from = ANY(asked.of_project)))`,
    `recent_switches AS (
  SELECT *
    FROM switches
   ORDER BY at DESC
   LIMIT (SELECT most_switches FROM asked))`,
    `blocks AS MATERIALIZED (
  SELECT w.project, w.from_us, w.to_us, w.us
    FROM asked, wanted w
   WHERE w.is_steady AND w.us >= asked.shortest_block)`,
    `longest_blocks AS (
  SELECT *
    FROM blocks
   ORDER BY us DESC, from_us
   LIMIT (SELECT most_blocks FROM asked))`,
    `sessions AS (
  SELECT sum(us)::bigint AS us
    FROM wanted
   GROUP BY session_no)`,
  ];
}
