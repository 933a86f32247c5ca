import { type Actor, badParameter, Calendars, Clock, dayOfParameter, DomainError } from '@app/core';
import { ReadPool, type ReadStatement } from '@app/database';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BranchLists } from './branch-lists.js';
import { filterOf } from './filters.js';
import { nameOf, restOf } from './names.js';
import { ProjectColors } from './projects/project-colors.js';
import { type GroupFilter, GroupFilters } from './projects/group-filters.js';
import {
  type DayBounds,
  type DurationBlock,
  type DurationsResult,
  type ListName,
  type ProjectFilter,
  type Slice,
  SLICES,
} from './results.js';
import { type AskedRules, OWN_LIMITS, type TimeFilter } from './time/time-question.js';
import { dimensionOfSql, externalCtes, stretchesSql } from './time/time-rule.js';
import { Asked, MOST_DEPENDENCIES, settingsSql } from './time/time-statement.js';
import { checkOwn, visibleRules } from './visible.js';

/** Which day (today where it is left out), cut by what, of which time, by which rules. */
export interface DurationsRequest extends AskedRules, Omit<ProjectFilter, 'projects'>, GroupFilter {
  /** `YYYY-MM-DD` or `today`. */
  date?: string;
  /** One of `SLICES`; left out: entity. */
  sliceBy?: string;
}

/**
 * The joined time of one local day as blocks, ascending: a new block begins where the project or the sliced value changes, or after a gap
 * over the timeout (contract §4.1). A block of 0 µs is a heartbeat that nothing followed in time. Of a day with more blocks than an answer
 * has, the longest are blocks of their own; the others are one block an hour, which begins where the first of them does and has their time.
 * Of external durations the parts that no gap covers are there too, whether they count in totals or not, with their ids.
 * Refused: a date, slice, zone or timeout that is none; anybody's but one's own.
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

/** Blocks of a day in one answer, beside those that others are folded into, and what they and their names are in it. */
const MOST_BLOCKS = 5000;
const MOST_BYTES = 2_000_000;
/** What a block is in an answer, beside its names. */
const BLOCK_BYTES = 80;
const HOUR_US = 3_600_000_000;

interface Row {
  zone: string;
  timeout: number;
  writes_only: boolean;
  /** JSON of `Block[]`. */
  blocks: string;
  /** JSON of names. */
  branches: string;
}

/** Without a project: of several. Without a slice: folded. With an external id: of an external duration. */
type Block = [from: number, us: number, project: string | null, slice: string | string[] | null, externalId: string | null];

@QueryHandler(GetDurations)
export class GetDurationsHandler implements IQueryHandler<GetDurations> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
    private readonly branchLists: BranchLists,
    private readonly groups: GroupFilters,
    private readonly colors: ProjectColors,
  ) {}

  async execute({ subject, question }: GetDurations): Promise<DurationsResult> {
    checkOwn(subject);
    const { userId, ...rules } = visibleRules(subject, question);
    const { date, sliceBy = 'entity' } = question;
    const slice = SLICES.find((s) => s === sliceBy);
    if (!slice) throw badParameter('slice_by', `Use one of ${SLICES.join(', ')}.`);
    const filter = await this.branchLists.split(userId, question);
    const projects = await this.groups.namesOf(userId, question, subject.visibility);
    const wanted = filterOf({ ...filter, projects });
    return this.calendars.ask(userId, async (guess) => {
      const zone = rules.zone ?? guess.zone;
      const day = dayOfParameter('date', date, zone, this.clock.now());
      const reading = durationsStatement({ userId, zone, rules, day, slice, filter: wanted });
      const [row] = await this.reads.query<Row>(reading);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      const result = toResult(row, zone, day, slice);
      const colors = await this.colors.of(
        userId,
        result.blocks.map(({ project }) => project),
      );
      return {
        present: rules.zone === undefined ? { zone: row.zone } : {},
        result: { ...result, filter, colors },
      };
    });
  }
}

function toResult(row: Row, zone: string, { date, from, to }: DayBounds, sliceBy: Slice): Omit<DurationsResult, 'filter' | 'colors'> {
  const blocks: Block[] = JSON.parse(row.blocks);
  const branches: string[] = JSON.parse(row.branches);
  return {
    zone,
    timeout: row.timeout,
    writesOnly: row.writes_only,
    day: { date, from, to },
    sliceBy,
    blocks: blocks.map((block) => toBlock(block, sliceBy)),
    // Sorted here: the database's order is not that of code units.
    availableBranches: branches.toSorted(),
  };
}

function toBlock([from, us, project, slice, externalId]: Block, sliceBy: Slice): DurationBlock {
  const list = LIST_OF_SLICE[sliceBy];
  const ofProject = project === null ? restOf('project') : nameOf('project', project);
  return { from, us, project: ofProject, slice: sliceOf(slice, list), externalId };
}

function sliceOf(slice: string | string[] | null, list: ListName): string | string[] {
  if (slice === null) return list === 'dependency' ? [restOf(list)] : restOf(list);
  return typeof slice === 'string' ? nameOf(list, slice) : slice;
}

const LIST_OF_SLICE: Readonly<Record<Slice, ListName>> = {
  project: 'project',
  entity: 'entity',
  language: 'language',
  dependencies: 'dependency',
  os: 'operatingSystem',
  editor: 'editor',
  category: 'category',
  machine: 'machine',
};

const SLICE_COLUMNS: Readonly<Record<Slice, string>> = {
  project: 'a.project',
  entity: 'e.name',
  language: 'a.language',
  dependencies: `coalesce(s.dependencies[1:${MOST_DEPENDENCIES}], '{}')`,
  os: 'a.operating_system',
  editor: 'a.editor',
  // None is coding, in whatever letter case: one category is one block.
  category: "lower(coalesce(nullif(a.category, ''), 'coding'))",
  machine: 'a.machine',
};

/** What the statement of durations reads: one local day of one user. */
interface DurationsQuestion {
  userId: number;
  zone: string;
  rules: AskedRules;
  day: DayBounds;
  slice: Slice;
  /** Of projects, and of branches. */
  filter: TimeFilter;
}

/**
 * Stretches of one project and slice (and branch, where branches are asked for) that follow each other within the timeout are one block. The
 * stretch that reaches in from the day before begins at midnight. Parts of external durations that no gap covers are blocks of their own.
 */
export function durationsStatement({ userId, zone, rules, day, slice, filter }: DurationsQuestion): ReadStatement {
  const asked = new Asked();
  const settings = settingsSql(asked, { userIds: [userId], zone, rules });
  const from = asked.add('from_us', day.from, 'bigint');
  const to = asked.add('to_us', day.to, 'bigint');
  asked.add('of_project', filter.project ?? null, 'text[]');
  asked.add('of_branch', filter.branch ?? null, 'text[]');
  asked.add('most_names', OWN_LIMITS.names, 'int');
  asked.add('most_blocks', MOST_BLOCKS, 'int');
  asked.add('most_bytes', MOST_BYTES, 'int');
  const byBranch = filter.branch !== undefined;
  const parts = byBranch ? ['project', 'branch', 'slice'] : ['project', 'slice'];
  const text = `
WITH ${asked.cte},
${settings},
windows AS MATERIALIZED (
  SELECT s.user_id, ${from}, ${to}, s.timeout, s.writes_only, s.dropped, true AS counts_external
    FROM asked, settings s
   WHERE s.is_current),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         s.activity_id, s.entity_id, s.dependencies
    FROM (${stretchesSql('windows', ['id', 'entity_id', 'dependencies'])}) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
${externalCtes('external_parts', 'windows', 'gaps', ['entity_id']).join(',\n')},
external AS MATERIALIZED (
  SELECT x.external_id, x.activity_id, x.entity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span, NULL::text[] AS dependencies
    FROM external_parts x
   GROUP BY x.external_id, x.activity_id, x.entity_id),
stretches AS (
  SELECT s.time, s.id, s.until, s.begins_at, s.us, a.project, a.branch, ${SLICE_COLUMNS[slice]} AS slice
    FROM spans s
    ${dimensionOfSql('activities', 'a', 'spans', 'activity_id', '(SELECT user_id FROM settings)')}
    ${dimensionOfSql('entities', 'e', 'spans', 'entity_id', '(SELECT user_id FROM settings)')}),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (${parts.join(', ')}) IS DISTINCT FROM (${parts.map((p) => `lag(${p}) OVER o`).join(', ')}) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared),
external_blocks AS (
  SELECT s.external_id, lower(s.span) AS from_us, upper(s.span) - lower(s.span) AS us, a.project, a.branch, ${SLICE_COLUMNS[slice]} AS slice
    FROM external s
    ${dimensionOfSql('activities', 'a', 'external', 'activity_id', '(SELECT user_id FROM settings)')}
    ${dimensionOfSql('entities', 'e', 'external', 'entity_id', '(SELECT user_id FROM settings)')}),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch,
         NULL AS external_id
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice
  UNION ALL
  SELECT NULL, x.from_us, x.us, x.project, x.slice, x.branch, x.external_id
    FROM asked, external_blocks x
   WHERE asked.of_project IS NULL OR x.project = ANY(asked.of_project)),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + coalesce(octet_length(b.external_id), 0) + ${BLOCK_BYTES}) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.from_us, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice, p.external_id
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / ${HOUR_US}),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice, external_id) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s`;
  return { name: `durations ${slice}${byBranch ? ' branches' : ''}`, text, params: asked.params };
}
