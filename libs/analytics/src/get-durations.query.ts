import { type Actor, badParameter, Calendars, Clock, dayBounds, DomainError, localDate, must } from '@app/core';
import { ReadPool, type ReadStatement } from '@app/database';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BranchLists } from './branch-lists.js';
import { dateOfParameter } from './date-range.js';
import { filterOf } from './filters.js';
import { DIMENSIONS, type DayBounds, type DurationBlock, type DurationsResult, type ProjectFilter, type Slice, SLICES } from './results.js';
import type { AskedRules, TimeFilter } from './time/time-question.js';
import { stretchesSql } from './time/time-rule.js';
import { Asked, settingsSql } from './time/time-statement.js';
import { checkOwn, visibleRules } from './visible.js';

/** Which day (today where it is left out), cut by what, of which time, by which rules. */
export interface DurationsRequest extends AskedRules, ProjectFilter {
  /** `YYYY-MM-DD` or `today`. */
  date?: string;
  /** One of `SLICES`; left out: entity. */
  sliceBy?: string;
}

/**
 * The joined time of one local day as blocks, ascending: a new block begins where the project or the sliced value changes, or after a gap
 * over the timeout (contract §4.1). A block of 0 µs is a heartbeat that nothing followed in time. Refused: a date, slice, zone or timeout that
 * is none; anybody's but one's own.
 */
export class GetDurations extends Query<DurationsResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: DurationsRequest,
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

type Block = Omit<DurationBlock, 'operatingSystem' | 'aiModel' | 'aiAgent'> & {
  operating_system: string;
  ai_model: string;
  ai_agent: string;
};

@QueryHandler(GetDurations)
export class GetDurationsHandler implements IQueryHandler<GetDurations> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
    private readonly branchLists: BranchLists,
  ) {}

  async execute({ subject, question }: GetDurations): Promise<DurationsResult> {
    checkOwn(subject);
    const { userId, ...rules } = visibleRules(subject, question);
    const { date, sliceBy = 'entity' } = question;
    const slice = SLICES.find((s) => s === sliceBy);
    if (!slice) throw badParameter('slice_by', `Use one of ${SLICES.join(', ')}.`);
    const filter = await this.branchLists.split(userId, question);
    const wanted = filterOf(filter);
    return this.calendars.ask(userId, async (guess) => {
      const zone = rules.zone ?? guess.zone;
      const asked = dateOfParameter('date', date, { zone, today: localDate(zone, this.clock.now()) });
      const day = must(dayBounds(zone, asked, asked)[0], 'day');
      const byBranch = wanted.branch !== undefined;
      const reading = durationsStatement({ userId, zone, rules, day, slice, byBranch });
      const [row] = await this.reads.query<Row>(reading);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      return {
        present: rules.zone === undefined ? { zone: row.zone } : {},
        result: { ...toResult(row, zone, day, slice, wanted), filter },
      };
    });
  }
}

function toResult(
  row: Row,
  zone: string,
  { date, from, to }: DayBounds,
  sliceBy: Slice,
  { branch, ...scope }: TimeFilter,
): Omit<DurationsResult, 'filter'> {
  const all: Block[] = JSON.parse(row.blocks);
  const blocks = all
    .map(({ operating_system: operatingSystem, ai_model: aiModel, ai_agent: aiAgent, ...block }): DurationBlock => ({
      ...block,
      operatingSystem,
      aiModel,
      aiAgent,
    }))
    .filter((block) => DIMENSIONS.every((dimension) => dimension === 'branch' || (scope[dimension]?.includes(block[dimension]) ?? true)));
  return {
    zone,
    timeout: row.timeout,
    writesOnly: row.writes_only,
    day: { date, from, to },
    sliceBy,
    blocks: branch ? blocks.filter((block) => branch.includes(block.branch)) : blocks,
    availableBranches: scope.project ? branchesOf(blocks) : [],
  };
}

/** The branches there are, without none, by name. */
function branchesOf(blocks: readonly DurationBlock[]): string[] {
  return [...new Set(blocks.map((b) => b.branch).filter((b) => b !== ''))].toSorted();
}

const SLICE_COLUMNS: Readonly<Record<Slice, string>> = {
  entity: 'e.name',
  language: 'a.language',
  dependencies: "coalesce(s.dependencies, '{}')",
  os: 'a.operating_system',
  editor: 'a.editor',
  // None is coding, in whatever letter case: one category is one block.
  category: "lower(coalesce(nullif(a.category, ''), 'coding'))",
  machine: 'a.machine',
};

/** The value that the first heartbeat of a block has. */
const firstOf = (column: string): string => `(array_agg(${column} ORDER BY time, id))[1] AS ${column}`;

/** What the statement of durations reads: one local day of one user. */
interface DurationsQuestion {
  userId: number;
  zone: string;
  rules: AskedRules;
  day: DayBounds;
  slice: Slice;
  byBranch: boolean;
}

/**
 * Stretches of one project and slice (and branch, where branches are asked for) that follow each other within the timeout are one block. The
 * stretch that reaches in from the day before begins at midnight.
 */
export function durationsStatement({ userId, zone, rules, day, slice, byBranch }: DurationsQuestion): ReadStatement {
  const asked = new Asked();
  const settings = settingsSql(asked, [userId], zone, rules);
  const from = asked.add('from_us', day.from, 'bigint');
  const to = asked.add('to_us', day.to, 'bigint');
  const parts = byBranch ? ['project', 'branch', 'slice'] : ['project', 'slice'];
  const text = `
WITH ${asked.cte},
${settings},
windows AS MATERIALIZED (
  SELECT s.user_id, ${from}, ${to}, s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current),
stretches AS (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, a.ai_agent,
         ${SLICE_COLUMNS[slice]} AS slice
    FROM (${stretchesSql('windows', ['id', 'entity_id', 'dependencies'])}) s
    JOIN activities a ON a.user_id = s.user_id AND a.id = s.activity_id
    JOIN entities e ON e.user_id = s.user_id AND e.id = s.entity_id
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (${parts.join(', ')}) IS DISTINCT FROM (${parts.map((p) => `lag(${p}) OVER o`).join(', ')}) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared)
SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
  SELECT json_agg(b ORDER BY b."from", b.block)
    FROM (
      SELECT block, min(begins_at) AS "from", sum(us)::bigint AS us, project, slice,
             ${['branch', 'language', 'category', 'editor', 'operating_system', 'machine', 'ai_model', 'ai_agent'].map(firstOf).join(',\n             ')}
        FROM numbered
       GROUP BY block, project, slice) b), '[]')::text AS blocks
  FROM settings s`;
  return { name: `durations ${slice}${byBranch ? ' branches' : ''}`, text, params: asked.params };
}
