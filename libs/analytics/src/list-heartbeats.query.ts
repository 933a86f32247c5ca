import { Clock, dayBounds, localDate } from '@app/core';
import { DAY_US, prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { dateOfParameter, dateRangeOf } from './date-range.js';
import { valuesOf } from './names.js';
import { DAY_QUARTERS, QUARTER_US } from './time/time-rule.js';

/** Which heartbeats: of a local day or range (`YYYY-MM-DD`), of shown names. */
export interface HeartbeatFilter {
  date?: string;
  start?: string;
  end?: string;
  project?: string;
  language?: string;
  editor?: string;
}

/** `page` from 1. Left out: the whole of a `date`, ascending; without a date the newest 100. */
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

/** The user's own heartbeats. With `date` and no page the whole day ascending (WakaTime's way), else pages, newest first (contract §3.5.2). */
export class ListHeartbeats extends Query<HeartbeatList> {
  constructor(
    readonly userId: number,
    readonly filter: HeartbeatFilter,
    readonly page: Page,
  ) {
    super();
  }
}

interface Row {
  public_id: string;
  total: number;
  heartbeats: string;
}

@QueryHandler(ListHeartbeats)
export class ListHeartbeatsHandler implements IQueryHandler<ListHeartbeats> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, filter, page }: ListHeartbeats): Promise<HeartbeatList> {
    const [user] = await prepared<{ timezone: string }>(this.em, 'user-zone', 'SELECT timezone FROM users WHERE id = $1', [userId]);
    const zone = user?.timezone ?? 'UTC';
    const bounds = this.bounds(filter, zone);
    const wholeDay = filter.date !== undefined && page.page === undefined && page.perPage === undefined;
    const perPage = page.perPage ?? 100;
    const pageNumber = page.page ?? 1;
    const { text, params, name } = statement(
      userId,
      bounds,
      filter,
      wholeDay ? null : { limit: perPage, offset: (pageNumber - 1) * perPage },
    );
    const [row] = await prepared<Row>(this.em, name, text, params);
    const heartbeats: ListedHeartbeat[] = JSON.parse(row?.heartbeats ?? '[]');
    const now = this.clock.now() * 1000;
    return {
      zone,
      from: bounds?.from ?? heartbeats.at(-1)?.time ?? now,
      to: bounds?.to ?? (heartbeats[0]?.time ?? now) + 1_000_000,
      userPublicId: row?.public_id ?? '',
      heartbeats,
      total: row?.total ?? 0,
      page: pageNumber,
      perPage: wholeDay ? Math.max(perPage, heartbeats.length) : perPage,
    };
  }

  private bounds(filter: HeartbeatFilter, zone: string): { from: number; to: number } | undefined {
    const { date, start, end } = filter;
    const today = localDate(zone, this.clock.now());
    if (date === undefined && start === undefined && end === undefined) return undefined;
    const day = date === undefined ? undefined : dateOfParameter('date', date, today);
    const { first, last } = day === undefined ? dateRangeOf(start ?? end, end ?? today, today) : { first: day, last: day };
    const days = dayBounds(zone, first, last);
    return { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 0 };
  }
}

/** Counts come from roll-ups where days are clean, so that they do not grow with what is stored. */
function statement(
  userId: number,
  bounds: { from: number; to: number } | undefined,
  filter: HeartbeatFilter,
  page: { limit: number; offset: number } | null,
): { name: string; text: string; params: unknown[] } {
  const params: unknown[] = [userId];
  const p = (value: unknown, type: string): string => `$${params.push(value)}::${type}`;
  const columns = (['project', 'language', 'editor'] as const).filter((column) => filter[column] !== undefined);
  const tests = columns.map((column) => `${column} = ANY(${p(valuesOf(column, filter[column] ?? ''), 'text[]')})`);
  const wanted = tests.length > 0 ? 'AND activity_id = ANY(ARRAY(SELECT id FROM wanted))' : '';
  const from = bounds && p(bounds.from, 'bigint');
  const to = bounds && p(bounds.to, 'bigint');
  const inTime = bounds ? `AND time >= ${from} AND time < ${to}` : '';
  const inBuckets = bounds ? `AND bucket >= ${from} / ${QUARTER_US} AND bucket < ${to} / ${QUARTER_US}` : '';
  const inDays = bounds ? `AND day BETWEEN ${from} / ${DAY_US} AND (${to} - 1) / ${DAY_US}` : '';
  const direction = page ? 'DESC' : 'ASC';
  const limits = page ? `LIMIT ${p(page.limit, 'int')} OFFSET ${p(page.offset, 'bigint')}` : '';
  const text = `
    WITH wanted AS MATERIALIZED (SELECT id FROM activities WHERE user_id = $1 ${tests.map((t) => `AND ${t}`).join(' ')}),
    dirty AS MATERIALIZED (SELECT day FROM dirty_days WHERE user_id = $1 ${inDays}),
    page AS MATERIALIZED (
      SELECT * FROM heartbeats WHERE user_id = $1 ${inTime} ${wanted} ORDER BY time ${direction}, id ${direction} ${limits})
    SELECT u.public_id,
      (coalesce((SELECT sum(heartbeats) FROM rollups WHERE user_id = $1 ${inBuckets} ${wanted} AND bucket / ${DAY_QUARTERS} NOT IN (SELECT day FROM dirty)), 0)
       + (SELECT count(*) FROM dirty d CROSS JOIN LATERAL (
            SELECT time, activity_id FROM heartbeats
             WHERE user_id = $1 AND time >= d.day * ${DAY_US} AND time < (d.day + 1) * ${DAY_US} OFFSET 0) h
           WHERE true ${inTime} ${wanted}))::int AS total,
      (SELECT json_agg(json_build_object(
         'id', h.id, 'time', h.time, 'created_at', floor(extract(epoch FROM h.created_at) * 1000000), 'entity', e.name, 'type', a.type,
         'category', a.category, 'project', a.project, 'branch', a.branch, 'language', a.language, 'editor', a.editor,
         'operating_system', a.operating_system, 'machine', a.machine, 'user_agent_id', h.user_agent_id, 'is_write', h.is_write,
         'lines', h.lines, 'lineno', h.lineno, 'cursorpos', h.cursorpos, 'project_root_count', h.project_root_count,
         'line_additions', h.line_additions, 'line_deletions', h.line_deletions, 'ai_line_changes', h.ai_line_changes,
         'human_line_changes', h.human_line_changes, 'ai_input_tokens', h.ai_input_tokens, 'ai_output_tokens', h.ai_output_tokens,
         'ai_cached_input_tokens', h.ai_cached_input_tokens, 'ai_prompt_length', h.ai_prompt_length, 'ai_session', h.ai_session,
         'ai_subscription_plan', h.ai_subscription_plan, 'dependencies', h.dependencies) ORDER BY h.time ${direction}, h.id ${direction})
         FROM page h
         JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id
         JOIN entities e ON e.user_id = $1 AND e.id = h.entity_id)::text AS heartbeats
      FROM users u WHERE u.id = $1`;
  return { name: ['heartbeats', ...columns, bounds ? 'bounds' : '', page ? 'page' : ''].filter(Boolean).join(' '), text, params };
}
