import { type Actor, Clock, mapInTurns, must } from '@app/core';
import { BackgroundPace, DAY_US, dirtySpansSql, priorityWorkEnded, REACH_US, RESTS_OF_AWAITED, sql } from '@app/database';
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
 * where a rule is gone. Answers stay exact meanwhile: the statement that changes heartbeats makes their days dirty. Its progress counts days.
 * Rules on the entity that change meanwhile count from then on, and all of history is looked at again; other rules and renames change nothing here.
 * Running twice does no harm. Returns how many are of another activity.
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

/** Heartbeats of a batch that become those of another activity together. */
interface Group {
  activity_id: number;
  entity_id: number;
  n: number;
}

/** What the rules make of the user's heartbeats. */
interface Plan {
  /** As it was seen last; its rules on the entity are always those of `entityRulesVersion`. */
  naming: Naming;
  readonly entityRulesVersion: number;
  /** The UTC days that there is anything on. */
  days: readonly number[];
  /** What is forced, by the id of each entity that there was. */
  forced: ReadonlyMap<number, string>;
  activities: Map<number, ActivityRow>;
}

/** What lies from one instant to before another, µs. */
interface Batch {
  from: number;
  until: number;
}

/** How many entities are looked at at a time. */
const ENTITIES = 5_000;
/** Rows that are looked at, and changed, at a time: who sends one of them again waits until the statement has ended, some 0.1 s. */
const ROWS = 5_000;
/** How often a batch is looked at. Each other job moves it once. */
const MOST_TRIES = 20;
const FORCED = 11;
const END = Number.MAX_SAFE_INTEGER;

@CommandHandler(ApplyRules)
export class ApplyRulesHandler implements ICommandHandler<ApplyRules> {
  constructor(
    private readonly em: EntityManager,
    private readonly dimensions: Dimensions,
    private readonly namings: Namings,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, context }: ApplyRules): Promise<number> {
    let moved = 0;
    for (;;) {
      const plan = await this.plan(userId, context.signal);
      for await (const ofBatch of this.apply(userId, plan, context)) moved += ofBatch;
      // By its number, not by what the rules say: what came while they said something else is of that.
      if (await this.isCurrent(userId, plan)) return moved;
    }
  }

  /** Whether the rules on the entity are still those of the plan, which knows all other rules and renames of now then. */
  private async isCurrent(userId: number, plan: Plan): Promise<boolean> {
    const naming = await this.namings.load(userId);
    if (naming.entityRulesVersion !== plan.entityRulesVersion) return false;
    plan.naming = naming;
    return true;
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
    return {
      naming,
      entityRulesVersion: naming.entityRulesVersion,
      days,
      forced,
      activities: await activitiesOf(this.em, userId),
    };
  }

  /** Gives all that there is to its activities, batch by batch: how much of each. Ends where the rules are not the present ones any more. */
  private async *apply(userId: number, plan: Plan, { signal, progress }: JobContext): AsyncGenerator<number> {
    const pace = new BackgroundPace(this.em, this.clock, signal, RESTS_OF_AWAITED);
    const total = plan.days.length;
    progress(0, total);
    for (const table of [HEARTBEATS, EXTERNAL_DURATIONS]) {
      for (let from = (plan.days[0] ?? 0) * DAY_US; from < END;) {
        signal.throwIfAborted();
        const [next] = await sql<{ time: number }>(this.em, table.next, [userId, from]);
        // One more, where all of a batch lies at one instant.
        const until = next ? Math.max(next.time, from + 1) : END;
        const moved = await this.applyTo(table, userId, { from, until }, plan);
        if (moved === undefined) return;
        yield moved;
        from = until;
        if (table === HEARTBEATS) progress(plan.days.filter((day) => (day + 1) * DAY_US <= until).length, total);
        await pace.afterDay();
      }
    }
  }

  /**
   * Gives what lies in a batch to its activities. Returns how much; undefined where the rules are not the present ones.
   * Another job, `RereadUser`, or a deletion may have been first with some of it. Then it is looked at again: what the other job gives it to has
   * what these rules set.
   */
  private async applyTo(table: RuledTable, userId: number, batch: Batch, plan: Plan): Promise<number | undefined> {
    let moved = 0;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const groups = await this.groupsOf(table, userId, batch, plan);
      if (groups.length === 0) return moved;
      const ofTry = await this.move(table, userId, batch, groups, plan);
      if (ofTry === undefined) return undefined;
      moved += ofTry;
      // Nothing comes that is of an activity by earlier rules: so all of it was moved, and nothing else.
      if (ofTry === groups.reduce((sum, { n }) => sum + n, 0)) return moved;
    }
    throw new Error('Something else gives the same heartbeats to other activities all the time.');
  }

  /** What becomes of another activity. What came since the rules were read was stored by them, or a later look is about it. */
  private async groupsOf(table: RuledTable, userId: number, { from, until }: Batch, { forced, activities }: Plan): Promise<Group[]> {
    const groups = await sql<Group>(this.em, table.groups, [userId, from, until]);
    if (groups.some(({ activity_id: id }) => !activities.has(id))) {
      for (const [id, row] of await activitiesOf(this.em, userId)) activities.set(id, row);
    }
    return groups.filter((group) => {
      const now = forced.get(group.entity_id);
      return now !== undefined && activities.has(group.activity_id) && activities.get(group.activity_id)?.sent[FORCED] !== now;
    });
  }

  /** In one statement. Returns how many rows; undefined where the rules are not the present ones, and nothing is moved then. */
  private async move(
    table: RuledTable,
    userId: number,
    { from, until }: Batch,
    groups: readonly Group[],
    plan: Plan,
  ): Promise<number | undefined> {
    const { forced, activities } = plan;
    const places = new Map<string, number>();
    const sent: SentActivity[] = [];
    const targets = groups.map(({ activity_id: id, entity_id: entityId }) => {
      const now = must(forced.get(entityId), 'what is forced');
      const key = `${id} ${now}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, sent.length);
      return sent.push(withForced(sentOf(must(activities.get(id), 'activity')), now)) - 1;
    });
    const ids = await this.dimensions.resolve(userId, plan.naming, sent, [], []);
    // Where only names changed, it is tried again by those of now.
    if (!ids) return (await this.isCurrent(userId, plan)) ? 0 : undefined;
    const [result] = await sql<{ is_current: boolean; n: number }>(this.em, table.move, [
      userId,
      from,
      until,
      groups.map((group) => group.activity_id),
      groups.map((group) => group.entity_id),
      targets.map((place) => ids.activities[place]),
      plan.entityRulesVersion,
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
  /** When the first row is that does not belong to the batch of user $1 that begins at $2, µs; none: there is no such row. */
  next: string;
  /** Of user $1 from $2 to before $3, µs. */
  groups: string;
  /**
   * Of the same; those of activities $4 and entities $5 become of activities $6. Nothing is moved where $7 is not the version of rules on the
   * entity any more: the share lock lets no change of them pass meanwhile.
   */
  move: string;
}

/**
 * Rows are locked in the order of `key`, as whoever writes them does, then dirty days in the order of theirs. `spans`: what of `moved`, with the
 * columns `changed`, is to be computed anew.
 */
function ruledTable(name: string, time: string, key: readonly string[], changed: string, spans: string): RuledTable {
  return {
    next: `SELECT ${time}::float8 AS time FROM ${name} WHERE user_id = $1 AND ${time} >= $2::bigint ORDER BY ${time} OFFSET ${ROWS} LIMIT 1`,
    groups: `
  SELECT activity_id, entity_id, count(*)::int AS n
    FROM ${name}
   WHERE user_id = $1 AND ${time} >= $2::bigint AND ${time} < $3::bigint
   GROUP BY 1, 2`,
    move: `
  WITH naming AS (SELECT user_id FROM dimension_counters WHERE user_id = $1 AND entity_rules_version = $7::int FOR SHARE),
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
  spans AS (${spans}),
  marks AS (${dirtySpansSql('spans')})
  SELECT (SELECT count(*) FROM naming) > 0 AS is_current, (SELECT count(*)::int FROM moved) AS n`,
  };
}

const HEARTBEATS = ruledTable(
  'heartbeats',
  'time',
  ['time', 'id'],
  'h.time',
  `SELECT min(time) - ${REACH_US} AS start_time, max(time) + ${REACH_US} + 1 AS end_time FROM moved GROUP BY time / ${DAY_US}`,
);
const EXTERNAL_DURATIONS = ruledTable(
  'external_durations',
  'start_time',
  ['id'],
  'h.start_time, h.end_time',
  'SELECT start_time, end_time FROM moved',
);
