import { badParameter, Clock, dayBounds, DomainError, localDate } from '@app/core';
import { prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { type DurationBlock, type DurationsAnswer, type Slice, SLICES } from './answers.js';
import { filterOf } from './filters.js';
import { branchesOf } from './get-summaries.query.js';
import { dateOfParameter } from './date-range.js';
import type { TimeRules } from './time-reader.js';

/**
 * The joined time of one local day as blocks, ascending: a new block begins where the project or the sliced value changes, or after a gap
 * over the timeout (contract §4.1). A block of 0 µs is a heartbeat that nothing followed in time. Refused: a date or slice that is none.
 */
export class GetDurations extends Query<DurationsAnswer> {
  constructor(
    readonly rules: TimeRules,
    readonly date: string | undefined,
    readonly sliceBy: string = 'entity',
    readonly filter: { project?: string; branches?: readonly string[] } = {},
  ) {
    super();
  }
}

interface Row {
  zone: string;
  timeout: number;
  writes_only: boolean;
  blocks: string;
}

type Block = Omit<DurationBlock, 'operatingSystem' | 'aiModel'> & { operating_system: string; ai_model: string };

@QueryHandler(GetDurations)
export class GetDurationsHandler implements IQueryHandler<GetDurations> {
  private readonly zones = new LRUCache<number, string>({ max: 50_000 });

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ rules, date, sliceBy, filter }: GetDurations): Promise<DurationsAnswer> {
    const slice = SLICES.find((s) => s === sliceBy);
    if (!slice) throw badParameter('slice_by', `Use one of ${SLICES.join(', ')}.`);
    const byBranch = filterOf(filter).branches !== undefined;
    for (let attempt = 0; attempt < 8; attempt++) {
      const zone = rules.zone ?? this.zones.get(rules.userId) ?? 'UTC';
      const [day] = dayBounds(zone, ...both(dateOfParameter('date', date, localDate(zone, this.clock.now()))));
      if (!day) break;
      const params = [rules.userId, zone, rules.zone !== undefined, rules.timeout ?? null, rules.writesOnly ?? null, day.from, day.to];
      const [row] = await prepared<Row>(this.em, `durations ${slice} ${byBranch}`, durationsSql(slice, byBranch), params);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      this.zones.set(rules.userId, row.zone);
      if (rules.zone === undefined && row.zone !== zone) continue;
      return this.answer(row, zone, day, slice, filter);
    }
    throw new DomainError('unavailable', 'settings.moving', 'The settings change while they are read. Ask again.');
  }

  private answer(row: Row, zone: string, day: DurationsAnswer['day'], sliceBy: Slice, filter: GetDurations['filter']): DurationsAnswer {
    const { projects, branches } = filterOf(filter);
    const all: Block[] = JSON.parse(row.blocks);
    const ofProject = projects ? all.filter((b) => projects.includes(b.project)) : all;
    const wanted = branches ? ofProject.filter((b) => branches.includes(b.branch)) : ofProject;
    return {
      zone,
      timeout: row.timeout,
      writesOnly: row.writes_only,
      day: { date: day.date, from: day.from, to: day.to },
      sliceBy,
      blocks: wanted.map(({ operating_system, ai_model, ...block }) => ({
        ...block,
        operatingSystem: operating_system,
        aiModel: ai_model,
      })),
      availableBranches: projects ? branchesOf(ofProject) : [],
    };
  }
}

const both = (date: string): [string, string] => [date, date];

const SLICE_COLUMNS: Record<Slice, string> = {
  entity: 'e.name',
  language: 'a.language',
  dependencies: "coalesce(h.dependencies, '{}')",
  os: 'a.operating_system',
  editor: 'a.editor',
  // None is coding, in whatever letter case: one category is one block.
  category: "lower(coalesce(nullif(a.category, ''), 'coding'))",
  machine: 'a.machine',
};

/**
 * Every heartbeat of the day begins a stretch up to the next one, or of 0 µs when that is too far; stretches of one project and
 * slice (and branch, where branches are asked for) that follow each other within the timeout are one block. The stretch that reaches in from the day before begins at midnight.
 */
function durationsSql(slice: Slice, byBranch: boolean): string {
  const branch = byBranch ? ', branch' : '';
  return `
    WITH s AS MATERIALIZED (
      SELECT timezone, coalesce($4::int, timeout) AS timeout, coalesce($5::bool, writes_only) AS writes_only
        FROM users WHERE id = $1),
    w AS MATERIALIZED (
      SELECT $6::bigint AS f, $7::bigint AS t, timeout * 60000000::bigint AS reach, writes_only FROM s WHERE $3::bool OR timezone = $2),
    beats AS (
      SELECT h.time, h.id, h.activity_id, h.entity_id, h.dependencies, lead(h.time) OVER o AS next, lag(h.time) OVER o AS previous, w.f, w.t, w.reach
        FROM w CROSS JOIN LATERAL (
          SELECT * FROM heartbeats
           WHERE user_id = $1 AND time >= w.f - w.reach AND time <= w.t + w.reach AND (is_write OR NOT w.writes_only) OFFSET 0) h
      WINDOW o AS (ORDER BY h.time, h.id)),
    stretches AS (
      SELECT greatest(h.time, h.f) AS s, CASE WHEN h.next - h.time <= h.reach THEN least(h.next, h.t) - greatest(h.time, h.f) ELSE 0 END AS us,
             h.time, h.id, h.previous IS NULL OR h.time - h.previous > h.reach AS apart,
             a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, ${SLICE_COLUMNS[slice]} AS slice
        FROM beats h
        JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id
        JOIN entities e ON e.user_id = $1 AND e.id = h.entity_id
       WHERE (h.time >= h.f AND h.time < h.t) OR (h.time < h.f AND h.next > h.f AND h.next - h.time <= h.reach)),
    marked AS (
      SELECT *, (apart OR (project${branch}, slice) IS DISTINCT FROM (lag(project) OVER o${byBranch ? ', lag(branch) OVER o' : ''}, lag(slice) OVER o))::int AS begins
        FROM stretches WINDOW o AS (ORDER BY time, id)),
    numbered AS (SELECT *, sum(begins) OVER (ORDER BY time, id) AS block FROM marked)
    SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
      SELECT json_agg(b ORDER BY b."from", b.block) FROM (
        SELECT block, min(s) AS "from", sum(us)::bigint AS us, project, (array_agg(branch ORDER BY time, id))[1] AS branch, slice,
               (array_agg(language ORDER BY time, id))[1] AS language, (array_agg(category ORDER BY time, id))[1] AS category,
               (array_agg(editor ORDER BY time, id))[1] AS editor, (array_agg(operating_system ORDER BY time, id))[1] AS operating_system,
               (array_agg(machine ORDER BY time, id))[1] AS machine, (array_agg(ai_model ORDER BY time, id))[1] AS ai_model
          FROM numbered GROUP BY block, project, slice) b), '[]')::text AS blocks FROM s`;
}
