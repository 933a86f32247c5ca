import {
  type Actor,
  Calendars,
  Clock,
  dateOfParameter,
  dayBounds,
  DomainError,
  localDate,
  mapInTurns,
  must,
  offsetSegments,
  type OffsetSegment,
} from '@app/core';
import { DAY_US, ReadPool, type ReadStatement } from '@app/database';
import { EARLIEST_MS, editorNameOf, languageNameOf } from '@app/heartbeats';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { dateRangeOf } from './date-range.js';
import { valuesOf } from './names.js';
import { DAY_QUARTERS, dimensionOfSql, keptOfSql, localDaySql, QUARTER_US } from './time/time-rule.js';
import { MOST_DEPENDENCIES } from './time/time-statement.js';
import { UNCLEAN_DAYS } from './time/unclean-days.js';
import { checkOwn } from './visible.js';

/** Which heartbeats: of a local day or range (`YYYY-MM-DD`), of shown names. */
export interface HeartbeatFilter {
  date?: string;
  start?: string;
  end?: string;
  project?: string;
  language?: string;
  editor?: string;
}

/** `page` from 1. Left out: the first 5,000 of a `date`, ascending; without a date the newest 100. */
export interface Page {
  page?: number;
  perPage?: number;
}

/** A stored heartbeat with its shown values; `''` = none. Times in µs since 1970. */
export interface ListedHeartbeat {
  id: string;
  time: number;
  created_at: number;
  entity: string;
  type: string;
  category: string;
  project: string;
  branch: string;
  language: string;
  editor: string;
  operating_system: string;
  machine: string;
  user_agent_id: number;
  is_write: boolean;
  lines: number | null;
  lineno: number | null;
  cursorpos: number | null;
  project_root_count: number | null;
  line_additions: number | null;
  line_deletions: number | null;
  ai_line_changes: number | null;
  human_line_changes: number | null;
  ai_input_tokens: number | null;
  ai_output_tokens: number | null;
  ai_cached_input_tokens: number | null;
  ai_prompt_length: number | null;
  ai_session: string | null;
  ai_subscription_plan: string | null;
  dependencies: string[] | null;
}

export interface HeartbeatList {
  zone: string;
  /** µs, from ≤ time < to: of the days asked for, or of what is on the page. */
  from: number;
  to: number;
  userPublicId: string;
  heartbeats: ListedHeartbeat[];
  total: number;
  page: number;
  perPage: number;
}

/**
 * The user's own heartbeats. With `date` and no page the whole day ascending (WakaTime's way), as far as one answer has room for it; else
 * pages, newest first (contract §3.5.2). Those that a rule drops are neither listed nor counted. Refused: anybody's but one's own.
 */
export class ListHeartbeats extends Query<HeartbeatList> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly filter: HeartbeatFilter,
    readonly page: Page,
  ) {
    super();
  }
}

/** Heartbeats of a day in one answer, and what they are as JSON: few days have so many, and what is on the wire is twice as long. */
const MOST_OF_A_DAY = 5000;
const MOST_BYTES_OF_A_DAY = 5_000_000;
/** What the dependencies of one heartbeat may be as text, about. */
const MOST_BYTES_OF_DEPENDENCIES = 10_000;
/** Heartbeats in one row: they are read in turns. */
const PART = 500;

interface Row {
  public_id: string;
  zone: string;
  total: number;
  /** JSON of heartbeats, one part of those listed; null where there are none. */
  heartbeats: string | null;
}

/** What of the heartbeats is listed: the beginning of a day, ascending, or a page, newest first. */
type Part = { ofDay: true } | { ofDay: false; limit: number; offset: number };

/** No heartbeat is further ahead than a day when it comes. */
const AHEAD_MS = 2 * 86_400_000;

interface TimeBounds {
  from: number;
  to: number;
}

@QueryHandler(ListHeartbeats)
export class ListHeartbeatsHandler implements IQueryHandler<ListHeartbeats> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
  ) {}

  async execute({ subject, filter, page }: ListHeartbeats): Promise<HeartbeatList> {
    checkOwn(subject);
    const { userId } = subject;
    const wholeDay = filter.date !== undefined && page.page === undefined && page.perPage === undefined;
    const perPage = page.perPage ?? 100;
    const pageNumber = page.page ?? 1;
    const part: Part = wholeDay ? { ofDay: true } : { ofDay: false, limit: perPage, offset: (pageNumber - 1) * perPage };
    return this.calendars.ask(userId, async ({ zone }) => {
      const bounds = this.bounds(filter, zone);
      const reading = heartbeatsStatement(
        userId,
        zone,
        bounds ?? offsetSegments(zone, EARLIEST_MS * 1000, (this.clock.now() + AHEAD_MS) * 1000),
        filter,
        part,
      );
      const rows = await this.reads.query<Row>(reading);
      const [row] = rows;
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      const heartbeats = (await mapInTurns(rows, heartbeatsOf)).flat();
      const now = this.clock.now() * 1000;
      const result = {
        zone: row.zone,
        from: bounds?.from ?? heartbeats.at(-1)?.time ?? now,
        to: bounds?.to ?? (heartbeats[0]?.time ?? now) + 1_000_000,
        userPublicId: row.public_id,
        heartbeats,
        total: row.total,
        page: pageNumber,
        perPage: wholeDay ? Math.max(perPage, heartbeats.length) : perPage,
      };
      return { present: { zone: row.zone }, result };
    });
  }

  private bounds(filter: HeartbeatFilter, zone: string): TimeBounds | undefined {
    const { date, start, end } = filter;
    const today = localDate(zone, this.clock.now());
    if (date === undefined && start === undefined && end === undefined) return undefined;
    const day = date === undefined ? undefined : dateOfParameter('date', date, { zone, today });
    const { first, last } = day === undefined ? dateRangeOf(start ?? end, end ?? today, { zone, today }) : { first: day, last: day };
    const days = dayBounds(zone, first, last);
    return { from: must(days[0], 'first day').from, to: must(days.at(-1), 'last day').to };
  }
}

function heartbeatsOf({ heartbeats }: Row): ListedHeartbeat[] {
  return JSON.parse(heartbeats ?? '[]');
}

/**
 * A page and the count of all, a row for each part of the page. Counts come from roll-ups where days are clean, so that they do not grow
 * with what is stored. Where there are bounds and the user's zone is not the one that they were computed for, nothing is listed.
 */
export function heartbeatsStatement(
  userId: number,
  zone: string,
  time: TimeBounds | readonly OffsetSegment[],
  filter: HeartbeatFilter,
  part: Part,
): ReadStatement {
  const params: unknown[] = [userId];
  const p = (value: unknown, type: string): string => `$${params.push(value)}::${type}`;
  const columns = (['project', 'language', 'editor'] as const).filter((column) => filter[column] !== undefined);
  const tests = columns.map((column) => `AND ${column} = ANY(${p(storedNames(column, must(filter[column], column)), 'text[]')})`);
  const wanted = tests.length > 0 ? 'AND activity_id = ANY(ARRAY(SELECT id FROM wanted))' : '';
  const kept = `AND ${keptOfSql('$1')}`;
  const bounds = 'from' in time ? time : undefined;
  const from = bounds && p(bounds.from, 'bigint');
  const to = bounds && p(bounds.to, 'bigint');
  const isCurrent = `timezone = ${p(zone, 'text')}`;
  const localDay =
    'from' in time
      ? ''
      : localDaySql(
          'r.bucket',
          p(
            time.map((s) => Math.floor(s.from / QUARTER_US)),
            'int[]',
          ),
          p(
            time.map((s) => s.offset),
            'int[]',
          ),
        );
  const inTime = bounds ? `AND time >= ${from} AND time < ${to}` : '';
  const inBuckets = `AND bucket >= ${from} / ${QUARTER_US} AND bucket < ${to} / ${QUARTER_US}`;
  const inDays = bounds ? `AND day BETWEEN ${from} / ${DAY_US} AND (${to} - 1) / ${DAY_US}` : '';
  const direction = part.ofDay ? 'ASC' : 'DESC';
  const limits = part.ofDay ? `LIMIT ${MOST_OF_A_DAY}` : `LIMIT ${p(part.limit, 'int')} OFFSET ${p(part.offset, 'bigint')}`;
  const room = part.ofDay ? `WHERE bytes <= ${MOST_BYTES_OF_A_DAY}` : '';
  const text = `
WITH owner AS MATERIALIZED (
  SELECT public_id, timezone, ${isCurrent} AS is_current
    FROM users
   WHERE id = $1),
wanted AS MATERIALIZED (
  SELECT id
    FROM activities
   WHERE user_id = $1 ${tests.join(' ')}),
dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1 ${inDays}),
page AS MATERIALIZED (
  SELECT *
    FROM heartbeats
   WHERE user_id = $1 AND (SELECT is_current FROM owner) ${inTime} ${wanted} ${kept}
   ORDER BY time ${direction}, id ${direction}
   ${limits}),
${bounds ? countInBounds(inBuckets, wanted) : countOfAll(localDay, wanted)},
live AS (
  SELECT count(*) AS n
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * ${DAY_US} AND time < (d.day + 1) * ${DAY_US}
     OFFSET 0) h
   WHERE (SELECT is_current FROM owner) ${inTime} ${wanted} ${kept}),
items AS (
  SELECT h.time, h.id, json_build_object(
          'id', h.id, 'time', h.time, 'created_at', floor(extract(epoch FROM h.created_at) * 1000000), 'entity', e.name, 'type', a.type,
          'category', a.category, 'project', a.project, 'branch', a.branch, 'language', a.language, 'editor', a.editor,
          'operating_system', a.operating_system, 'machine', a.machine, 'user_agent_id', h.user_agent_id, 'is_write', h.is_write,
          'lines', h.lines, 'lineno', h.lineno, 'cursorpos', h.cursorpos, 'project_root_count', h.project_root_count,
          'line_additions', h.line_additions, 'line_deletions', h.line_deletions, 'ai_line_changes', h.ai_line_changes,
          'human_line_changes', h.human_line_changes, 'ai_input_tokens', h.ai_input_tokens, 'ai_output_tokens', h.ai_output_tokens,
          'ai_cached_input_tokens', h.ai_cached_input_tokens, 'ai_prompt_length', h.ai_prompt_length, 'ai_session', h.ai_session,
          'ai_subscription_plan', h.ai_subscription_plan, 'dependencies', h.dependencies[1:least(
             ${MOST_DEPENDENCIES}, ${MOST_DEPENDENCIES * MOST_BYTES_OF_DEPENDENCIES} / octet_length(h.dependencies[1:${MOST_DEPENDENCIES}]::text))])::text AS item
    FROM page h
    ${dimensionOfSql('activities', 'a', 'page', 'activity_id', '$1')}
    ${dimensionOfSql('entities', 'e', 'page', 'entity_id', '$1')}),
placed AS (
  SELECT item, row_number() OVER o AS place, sum(octet_length(item)) OVER o AS bytes
    FROM items
  WINDOW o AS (ORDER BY time ${direction}, id ${direction})),
parts AS (
  SELECT (place - 1) / ${PART} AS part, '[' || string_agg(item, ',' ORDER BY place) || ']' AS heartbeats
    FROM placed ${room}
   GROUP BY 1)
SELECT owner.public_id, owner.timezone AS zone, (rolled_up.n + live.n)::int AS total, parts.heartbeats
  FROM owner
 CROSS JOIN rolled_up
 CROSS JOIN live
  LEFT JOIN parts ON true
 ORDER BY parts.part`;
  return { name: ['heartbeats', ...columns, bounds ? 'bounds' : '', part.ofDay ? '' : 'page'].filter(Boolean).join(' '), text, params };
}

/** The number of heartbeats of days that are not dirty, from the quarters of an hour of the range. */
function countInBounds(inBuckets: string, wanted: string): string {
  return `rolled_up AS (
  SELECT coalesce(sum(heartbeats), 0) AS n
    FROM rollups
   WHERE user_id = $1 AND (SELECT is_current FROM owner) ${inBuckets} ${wanted}
     AND bucket / ${DAY_QUARTERS} NOT IN (SELECT day FROM dirty))`;
}

/**
 * The same for all time, from whole days of the user's zone. One that no dirty UTC day touches counts as it stands; of the others the quarters
 * of an hour are counted that lie in UTC days beside the dirty ones.
 */
function countOfAll(localDay: string, wanted: string): string {
  return `${UNCLEAN_DAYS},
whole_days AS (
  SELECT coalesce(sum(heartbeats), 0) AS n
    FROM daily_rollups
   WHERE user_id = $1 ${wanted} AND day NOT IN (SELECT day FROM unclean)),
parts_of_days AS (
  SELECT coalesce(sum(r.heartbeats), 0) AS n
    FROM beside_dirty b
   CROSS JOIN LATERAL (
     SELECT bucket, heartbeats
       FROM rollups
      WHERE user_id = $1 AND bucket >= b.day * ${DAY_QUARTERS} AND bucket < (b.day + 1) * ${DAY_QUARTERS} ${wanted}
     OFFSET 0) r
   WHERE ${localDay} IN (SELECT day FROM unclean)),
rolled_up AS (
  SELECT whole_days.n + parts_of_days.n AS n
    FROM whole_days, parts_of_days)`;
}

/** The shown names that a filter stands for. Clients ask by the name that they send, too: `vscode`, `javascriptreact`. */
function storedNames(column: 'project' | 'language' | 'editor', name: string): string[] {
  const names = valuesOf(column, name);
  if (column === 'project') return names;
  return [...new Set([...names, column === 'language' ? languageNameOf(name) : editorNameOf(name)])];
}
