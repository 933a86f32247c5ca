import { type Actor, Clock, mapInTurns } from '@app/core';
import { BackgroundPace, DAY_US, dirtyDaysSql, dirtySpansSql, priorityWorkEnded, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Dimensions } from '../dimensions.js';
import { activitiesOf, type ActivityRow, sentOf } from '../names/activity-rows.js';
import type { Naming } from '../names/naming.js';
import { Namings } from '../names/namings.js';
import { type SentActivity, withForced } from '../shown-activity.js';

/**
 * Applies a user's rules on the entity to all heartbeats and external durations that there are: each is then of the activity that it would be of if it came now, also
 * where a rule is gone. Answers stay exact meanwhile: each day changes in one statement, which makes it dirty. Its progress counts days.
 * Rules that change meanwhile count from then on, and the days before are looked at again. Running twice does no harm. Returns how many
 * are of another activity.
 */
export class ApplyRules extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

/** Heartbeats of a day that become those of another activity together. */
interface Group {
  day: number;
  activity_id: number;
  entity_id: number;
}

interface Move {
  group: Group;
  now: SentActivity;
}

/** What the rules make of the user's heartbeats. */
interface Plan {
  naming: Naming;
  /** The UTC days that are looked at. */
  days: readonly number[];
  /** What is forced, by the id of each entity that there was. */
  forced: ReadonlyMap<number, string>;
  activities: Map<number, ActivityRow>;
}

/** How many entities are looked at at a time. */
const ENTITIES = 5_000;
/** Days, of those that have heartbeats, that are looked at at a time. */
const DAYS_AT_ONCE = 14;
/** How often a day is looked at. Each other job moves a day once. */
const MOST_TRIES = 20;
const FORCED = 11;

@CommandHandler(ApplyRules)
export class ApplyRulesHandler implements ICommandHandler<ApplyRules> {
  constructor(
    private readonly em: EntityManager,
    private readonly dimensions: Dimensions,
    private readonly namings: Namings,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, context }: ApplyRules): Promise<number> {
    const pace = new BackgroundPace(this.em, this.clock, context.signal);
    let plan = await this.plan(userId, context.signal);
    let moved = 0;
    for (let n = 0; ;) {
      context.signal.throwIfAborted();
      const total = plan.days.length;
      context.progress(Math.min(n, total), total);
      const ofDays = await this.applyTo(userId, plan.days.slice(n, n + DAYS_AT_ONCE), plan, pace);
      if (ofDays !== undefined) {
        moved += ofDays;
        n += DAYS_AT_ONCE;
        if (n < total) continue;
      }
      const naming = await this.namings.load(userId);
      if (naming.entityRulesText !== plan.naming.entityRulesText) {
        plan = await this.plan(userId, context.signal);
        n = 0;
      } else if (n < total) plan = { ...plan, naming };
      else {
        context.progress(total, total);
        return moved;
      }
    }
  }

  private async plan(userId: number, signal: AbortSignal): Promise<Plan> {
    const naming = await this.namings.load(userId);
    // What is being stored by earlier rules at this moment would be missed.
    await priorityWorkEnded(this.em);
    const days = (await sql<{ day: number }>(this.em, DAYS, [userId])).map(({ day }) => day);
    const forced = new Map<number, string>();
    for (let last: number | undefined = 0; last !== undefined;) {
      signal.throwIfAborted();
      const rows: { id: number; name: string }[] = await sql(this.em, SOME_ENTITIES, [userId, last]);
      const texts = await mapInTurns(rows, ({ id, name }) => ({ id, text: naming.forced(name) }));
      for (const { id, text } of texts) forced.set(id, text);
      last = rows.at(-1)?.id;
    }
    return { naming, days, forced, activities: await activitiesOf(this.em, userId) };
  }

  /**
   * Gives what lies in some UTC days to its activities. Returns how much; undefined where the rules are not the present ones.
   * Another job, `RereadUser`, may give it to others meanwhile. So it is looked at until nothing is left: what the other gives it to then has
   * what these rules set.
   */
  private async applyTo(userId: number, days: readonly number[], plan: Plan, pace: BackgroundPace): Promise<number | undefined> {
    let moved = 0;
    for (const table of [HEARTBEATS, EXTERNAL_DURATIONS]) {
      let left = await this.movesOf(table, userId, days, plan);
      for (let tries = 0; left.size > 0; tries++) {
        if (tries === MOST_TRIES) throw new Error('Something else gives the same heartbeats to other activities all the time.');
        for (const [day, moves] of left) {
          const ofDay = await this.move(table, userId, day, moves, plan.naming);
          if (ofDay === undefined) return undefined;
          moved += ofDay;
          await pace.afterDay();
        }
        left = await this.movesOf(table, userId, [...left.keys()], plan);
      }
    }
    return moved;
  }

  /** What becomes of another activity, by day. What came since the rules were read was stored by them, or a later job is about it. */
  private async movesOf(
    table: RuledTable,
    userId: number,
    days: readonly number[],
    { forced, activities }: Plan,
  ): Promise<Map<number, Move[]>> {
    const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
    const groups = await sql<Group>(this.em, table.groups, [userId, first * DAY_US, (last + 1) * DAY_US]);
    if (groups.some(({ activity_id: id }) => !activities.has(id))) {
      for (const [id, row] of await activitiesOf(this.em, userId)) activities.set(id, row);
    }
    const moves = new Map<number, Move[]>();
    for (const group of groups) {
      const row = activities.get(group.activity_id);
      const now = forced.get(group.entity_id);
      if (!row || now === undefined || row.sent[FORCED] === now) continue;
      const move = { group, now: withForced(sentOf(row), now) };
      const ofDay = moves.get(group.day);
      if (ofDay) ofDay.push(move);
      else moves.set(group.day, [move]);
    }
    return moves;
  }

  /** In one statement. Returns how many rows; undefined where the rules are not the present ones, and nothing is moved then. */
  private async move(table: RuledTable, userId: number, day: number, moves: readonly Move[], naming: Naming): Promise<number | undefined> {
    const sent = moves.map(({ now }) => now);
    const ids = await this.dimensions.resolve(userId, naming, sent, [], []);
    if (!ids) return undefined;
    const [result] = await sql<{ is_current: boolean; n: number }>(this.em, table.move, [
      userId,
      day * DAY_US,
      (day + 1) * DAY_US,
      moves.map(({ group }) => group.activity_id),
      moves.map(({ group }) => group.entity_id),
      ids.activities,
      naming.version,
    ]);
    return result?.is_current ? result.n : undefined;
  }
}

/** The UTC days that have heartbeats, one index probe a day, and those that external durations begin on. */
const DAYS = `
  WITH RECURSIVE days AS (
    (SELECT (time / ${DAY_US})::int AS day FROM heartbeats WHERE user_id = $1 ORDER BY time LIMIT 1)
    UNION ALL
    SELECT (SELECT (time / ${DAY_US})::int FROM heartbeats WHERE user_id = $1 AND time >= (days.day + 1) * ${DAY_US} ORDER BY time LIMIT 1)
      FROM days WHERE days.day IS NOT NULL)
  SELECT day FROM days WHERE day IS NOT NULL
  UNION
  SELECT (start_time / ${DAY_US})::int FROM external_durations WHERE user_id = $1
   ORDER BY day`;

const SOME_ENTITIES = `SELECT id, name FROM entities WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT ${ENTITIES}`;

/** A table whose rows rules give to other activities. */
interface RuledTable {
  /** Of user $1 from $2 to $3, µs. */
  groups: string;
  /**
   * Of the same; those of activities $4 and entities $5 become of activities $6. Nothing is moved where $7 is not the version of the rules any
   * more: the share lock lets no change of them pass meanwhile.
   */
  move: string;
}

/** Rows are locked in the order of `key`, as whoever writes them does, then dirty days in the order of theirs. */
function ruledTable(name: string, time: string, key: readonly string[], changed: string, marks: string): RuledTable {
  return {
    groups: `
  SELECT DISTINCT (${time} / ${DAY_US})::int AS day, activity_id, entity_id
    FROM ${name}
   WHERE user_id = $1 AND ${time} >= $2::bigint AND ${time} < $3::bigint
   ORDER BY 1`,
    move: `
  WITH naming AS (SELECT user_id FROM dimension_counters WHERE user_id = $1 AND naming_version = $7::int FOR SHARE),
  target AS (
    SELECT ${key.map((column) => `h.${column}`).join(', ')}, n.to_id
      FROM naming
     CROSS JOIN unnest($4::int[], $5::int[], $6::int[]) AS n (activity_id, entity_id, to_id)
      JOIN ${name} h ON h.user_id = $1 AND h.activity_id = n.activity_id AND h.entity_id = n.entity_id
     WHERE h.${time} >= $2::bigint AND h.${time} < $3::bigint
     ORDER BY ${key.map((column) => `h.${column}`).join(', ')}
       FOR UPDATE OF h),
  moved AS (
    UPDATE ${name} h
       SET activity_id = t.to_id
      FROM target t
     WHERE h.user_id = $1 AND ${key.map((column) => `h.${column} = t.${column}`).join(' AND ')}
    RETURNING ${changed}),
  marks AS (${marks})
  SELECT (SELECT count(*) FROM naming) > 0 AS is_current, (SELECT count(*)::int FROM moved) AS n`,
  };
}

const HEARTBEATS = ruledTable('heartbeats', 'time', ['time', 'id'], 'h.time', dirtyDaysSql('moved'));
const EXTERNAL_DURATIONS = ruledTable('external_durations', 'start_time', ['id'], 'h.start_time, h.end_time', dirtySpansSql('moved'));
