import { type DateRange, TimeReader } from '@app/analytics';
import { type Actor, Clock, dateOf, mapInTurns, sumOf } from '@app/core';
import { BackgroundPace, ReadPool, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrgProjects, orgProjectsOf } from '../projects/org-projects.js';
import { type Sharer, sharersOf } from '../sharing/sharers.js';
import { partsOfDays } from './parts-of-days.js';
import { type Part, shownSums, type Sum, SUM_LISTS } from './shown-sums.js';
import { updateTeamSpells } from './team-spells.js';
import { lastToldDay, SUM_STATE, type SumState } from './sum-state.js';

/** Days that are computed anew each time: what editors keep while they are offline comes within them, nearly always. */
const FRESH_DAYS = 8;
/** All days are computed anew so often. */
const WHOLE_MS = 24 * 3_600_000;
/** Member days that are computed at a time: some ten thousand rows in memory. */
const MEMBER_DAYS = 10_000;
const MOST_DAYS = 31;
/** Sums are of at most so many days: ten years. */
const KEPT_DAYS = 3_660;
/** From one time to the next. */
const PAUSE_MS = 15 * 60_000;
/** How long one organization is computed while others wait. */
const SLICE_MS = 20_000;
/** Rows of earlier versions that are deleted at a time. */
const PART = 10_000;

/**
 * Computes the sums of an organization that may be shown: of the last days, once a day of all days, and of all days, the newest first, where something they depend
 * on changed. After 20 seconds it makes room for others that wait, and goes on after them. Stopped in between, or killed, it goes on where it was when it is called
 * again; several may run at once. Its progress counts days.
 */
export class ComputeOrgSums extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly orgId: number,
    readonly context: JobContext = UNWATCHED,
    readonly sliceMs = SLICE_MS,
  ) {
    super();
  }
}

/** Days to compute together, days since 1970. */
interface Window {
  first: number;
  last: number;
}

/** What is to be computed, and when it makes room. */
interface Slice {
  orgId: number;
  context: JobContext;
  /** ms since 1970. */
  end: number;
}

/** What is to be computed, in order. */
interface Plan {
  windows: Window[];
  /** Those before this day are written down as done; the others are computed each time. */
  freshFrom: number;
  /** Whether all days are computed then. */
  isWhole: boolean;
  /** Whether days were computed before, all of them: then how far this is stands in `redone_from`. */
  isRedone: boolean;
}

/** What one run works with. */
interface Run {
  orgId: number;
  state: SumState;
  version: number;
  sharers: readonly Sharer[];
  projects: OrgProjects;
  context: JobContext;
}

@CommandHandler(ComputeOrgSums)
export class ComputeOrgSumsHandler implements ICommandHandler<ComputeOrgSums> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly times: TimeReader,
    private readonly clock: Clock,
  ) {}

  async execute({ orgId, context, sliceMs }: ComputeOrgSums): Promise<void> {
    const slice = { orgId, context, end: this.clock.now() + sliceMs };
    while (!(await this.run(slice))) context.signal.throwIfAborted();
  }

  /** Whether it came to its end, or makes room for others. Not, where something that sums depend on changed meanwhile. */
  private async run(slice: Slice): Promise<boolean> {
    const { orgId, context } = slice;
    await this.em.fork().transactional((em) => updateTeamSpells(em, orgId, this.clock.now()));
    const [state] = await sql<SumState>(this.em, SUM_STATE, [orgId]);
    const sharers = state ? await sharersOf(this.reads, orgId) : [];
    if (!state || sharers.length === 0) return this.forget(orgId);
    const version = await this.begin(orgId, state);
    const projects = await orgProjectsOf(
      this.reads,
      orgId,
      sharers.map(({ userId }) => userId),
    );
    const run: Run = { orgId, state: state.isCurrent ? state : { ...state, ...NOTHING_COMPUTED }, version, sharers, projects, context };
    const plan = await this.planOf(run);
    const { windows, freshFrom, isWhole } = plan;
    const total = sumOf(windows.map(({ first, last }) => last - first + 1));
    const pace = new BackgroundPace(this.em, this.clock, context.signal);
    let done = 0;
    for (const window of windows) {
      if (!(await this.compute(run, window, plan))) return false;
      context.progress((done += window.last - window.first + 1), total);
      await pace.afterDay();
      // Before that what was done is not written down: it would begin anew each time.
      if (done < total && window.last < freshFrom && (await this.makesRoom(slice))) return true;
    }
    return this.end(run, isWhole);
  }

  /** Whether the time is over and others wait. The sweep that is next lets it go on, behind them. */
  private async makesRoom({ orgId, end }: Slice): Promise<boolean> {
    if (this.clock.now() < end) return false;
    const waiting = await sql(this.em, OTHERS_WAIT, [orgId]);
    if (waiting.length > 0) await sql(this.em, GO_ON_LATER, [orgId, new Date(this.clock.now())]);
    return waiting.length > 0;
  }

  /** Nobody shares anything. */
  private async forget(orgId: number): Promise<boolean> {
    const [state] = await sql<{ version: number }>(this.em, FORGET, [orgId, this.later()]);
    if (state) await this.deleteOld(orgId, state.version);
    return true;
  }

  private later(): Date {
    return new Date(this.clock.now() + PAUSE_MS);
  }

  /** The version to compute: another one where the present is not what the last was made from. */
  private async begin(orgId: number, { present }: SumState): Promise<number> {
    const [row] = await sql<{ version: number }>(this.em, BEGIN, [orgId, present]);
    return row?.version ?? 1;
  }

  /** What to compute: the newest days, and what is left of all. */
  private async planOf({ state, sharers }: Run): Promise<Plan> {
    const last = lastToldDay(state.zone, this.clock.now());
    const size = Math.max(1, Math.min(MOST_DAYS, Math.floor(MEMBER_DAYS / sharers.length)));
    const [row] = await sql<{ first: number | null }>(this.em, FIRST_DAY, [sharers.map(({ userId }) => userId)]);
    // A day of another zone may be the one before.
    const first = Math.max((row?.first ?? last) - 1, last - KEPT_DAYS);
    const isWholeDue = state.wholeAt === null || this.clock.now() - state.wholeAt >= WHOLE_MS;
    const untold = (state.computedTo ?? last) + 1;
    const freshFrom = last - FRESH_DAYS + 1;
    const newestFrom = Math.max(first, Math.min(freshFrom, untold));
    // What is not told yet comes first, oldest first: what is told has no holes then.
    const newest = windowsBetween(newestFrom, last, size).toReversed();
    if (state.isWhole && !isWholeDue) return { windows: newest, freshFrom, isWhole: false, isRedone: false };
    if (state.isWhole) {
      const older = windowsBetween(first, Math.min(newestFrom, state.redoneFrom ?? newestFrom) - 1, size);
      return { windows: [...newest, ...older], freshFrom, isWhole: true, isRedone: true };
    }
    const untilNow = state.computedFrom === null ? [] : windowsBetween(untold, last, size).toReversed();
    const older = windowsBetween(first, (state.computedFrom ?? last + 1) - 1, size);
    return { windows: [...untilNow, ...older], freshFrom, isWhole: true, isRedone: false };
  }

  /** Computes the days of a window. Returns false, and writes nothing, where what they were computed from is not the present any more. */
  private async compute(run: Run, { first, last }: Window, { freshFrom, isRedone }: Plan): Promise<boolean> {
    const { orgId, state, version, sharers, projects, context } = run;
    const range: DateRange = { first: dateOf(first), last: dateOf(last) };
    const parts = await partsOfDays(this.times, sharers, range, { zone: state.zone, projects, signal: context.signal });
    const rows = (await mapInTurns([...parts], ([day, ofDay]) => rowsOf(day, ofDay, state.minGroup))).flat();
    return this.em.fork().transactional(async (em) => {
      await sql(em, LOCK_STATE, [orgId]);
      // A statement of its own: it sees what was committed before the lock was granted.
      const [present] = await sql<SumState>(em, SUM_STATE, [orgId]);
      if (present?.version !== version || !present.isCurrent || present.present !== state.present) return false;
      await sql(em, DELETE_DAYS, [orgId, version, first, last]);
      await sql(em, INSERT, [
        orgId,
        version,
        rows.map((row) => row.group),
        rows.map((row) => row.list),
        rows.map((row) => row.day),
        rows.map((row) => row.place),
        rows.map((row) => row.name),
        rows.map((row) => row.us),
        rows.map((row) => row.people),
      ]);
      await sql(em, COMPUTED, [orgId, first, last, new Date(this.clock.now())]);
      // Another run may have come to the end of all meanwhile.
      if (isRedone && last < freshFrom && present.wholeAt === state.wholeAt) await sql(em, REDONE, [orgId, first]);
      return true;
    });
  }

  private async end({ orgId, version, state }: Run, isWhole: boolean): Promise<boolean> {
    const ended = await sql(this.em, END, [orgId, version, isWhole ? new Date(this.clock.now()) : null, state.present, this.later()]);
    if (ended.length > 0) await this.deleteOld(orgId, version);
    return true;
  }

  private async deleteOld(orgId: number, version: number): Promise<void> {
    for (let rows = PART; rows === PART;) rows = (await sql(this.em, DELETE_OLD, [orgId, version])).length;
  }
}

const NOTHING_COMPUTED = { computedFrom: null, computedTo: null, isWhole: false, redoneFrom: null, wholeAt: null, computedAt: null };

/** Days from `first` to `last` in parts of `size`, the last part first. */
function windowsBetween(first: number, last: number, size: number): Window[] {
  const parts: Window[] = [];
  for (let end = last; end >= first; end -= size) parts.push({ first: Math.max(first, end - size + 1), last: end });
  return parts;
}

interface Row {
  group: number;
  list: number;
  day: number;
  place: number;
  name: string;
  us: number;
  people: number;
}

/** The rows of a day: what may be shown. */
function rowsOf(day: number, parts: readonly Part[], least: number): Row[] {
  const sums = shownSums(parts, least);
  const places = new Map<string, number>();
  return sums.map((sum): Row => {
    const list = SUM_LISTS.indexOf(sum.list);
    const place = places.get(keyOf(sum)) ?? 0;
    places.set(keyOf(sum), place + 1);
    return { group: sum.group, list, day, place, name: sum.name, us: sum.us, people: sum.people };
  });
}

const keyOf = ({ group, list }: Sum): string => `${group} ${list}`;

const BEGIN = `
  INSERT INTO org_sum_states (org_id, made_from) VALUES ($1, $2)
  ON CONFLICT (org_id) DO UPDATE
    SET version = org_sum_states.version + CASE WHEN org_sum_states.made_from = $2 THEN 0 ELSE 1 END,
        computed_from = CASE WHEN org_sum_states.made_from = $2 THEN org_sum_states.computed_from END,
        computed_to = CASE WHEN org_sum_states.made_from = $2 THEN org_sum_states.computed_to END,
        is_whole = org_sum_states.is_whole AND org_sum_states.made_from = $2,
        whole_at = CASE WHEN org_sum_states.made_from = $2 THEN org_sum_states.whole_at END,
        redone_from = CASE WHEN org_sum_states.made_from = $2 THEN org_sum_states.redone_from END,
        made_from = $2
  RETURNING version`;

const FIRST_DAY = `
  SELECT min(d.day)::int AS first
    FROM unnest($1::int[]) AS m (user_id)
   CROSS JOIN LATERAL (
     SELECT least((SELECT min(day) FROM daily_rollups WHERE user_id = m.user_id), (SELECT min(day) FROM dirty_days WHERE user_id = m.user_id)) AS day
     OFFSET 0) d`;

const LOCK_STATE = 'SELECT version FROM org_sum_states WHERE org_id = $1 FOR UPDATE';

const DELETE_DAYS = 'DELETE FROM org_sums WHERE org_id = $1 AND version = $2 AND day BETWEEN $3::int AND $4::int';

const INSERT = `
  INSERT INTO org_sums (org_id, version, team_id, list, day, place, name, us, people)
  SELECT $1, $2, r.*
    FROM unnest($3::int[], $4::smallint[], $5::int[], $6::int[], $7::text[], $8::bigint[], $9::int[]) AS r (team_id, list, day, place, name, us, people)
   ORDER BY r.team_id, r.list, r.day, r.place`;

const COMPUTED = `
  UPDATE org_sum_states
     SET computed_from = least(computed_from, $2::int), computed_to = greatest(computed_to, $3::int), computed_at = $4::timestamptz
   WHERE org_id = $1`;

const REDONE = 'UPDATE org_sum_states SET redone_from = least(redone_from, $2::int) WHERE org_id = $1';

const OTHERS_WAIT = `
  SELECT FROM jobs
   WHERE queue = 'orgs' AND name = 'compute-org-sums' AND state = 'queued' AND due_at <= now() AND (payload ->> 'orgId')::int <> $1
   LIMIT 1`;
const GO_ON_LATER = 'UPDATE org_sum_states SET due_at = $2 WHERE org_id = $1';

const END = `
  UPDATE org_sum_states
     SET is_whole = true, whole_at = coalesce($3::timestamptz, whole_at),
         redone_from = CASE WHEN $3::timestamptz IS NULL THEN redone_from END, due_at = $5::timestamptz
   WHERE org_id = $1 AND version = $2 AND made_from = $4
  RETURNING org_id`;

/** Another version: what was computed counts no more. */
const FORGET = `
  UPDATE org_sum_states
     SET version = version + 1, made_from = '', computed_from = NULL, computed_to = NULL, is_whole = false, whole_at = NULL, redone_from = NULL,
         due_at = $2::timestamptz
   WHERE org_id = $1
  RETURNING version`;

const DELETE_OLD = `
  DELETE FROM org_sums
   WHERE org_id = $1 AND version < $2
     AND ctid = ANY (ARRAY(SELECT ctid FROM org_sums WHERE org_id = $1 AND version < $2 LIMIT ${PART}))
  RETURNING 1`;
