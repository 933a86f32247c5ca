import { type Actor, Clock } from '@app/core';
import { DatabaseWaiter, DAY_US, dirtySpansSql, lockTime, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Dimensions } from '../dimensions.js';
import type { Naming } from '../names/naming.js';
import { Namings } from '../names/namings.js';
import type { SentActivity } from '../shown-activity.js';
import { type ExternalDuration, parseExternalDuration, type ParsedExternalDuration } from './parse-external-duration.js';

/** What became of one item. */
export type StoreResult = { duration: ExternalDuration } | { errors: Record<string, string[]> };

/** External durations that begin on one UTC day, at most: what a day costs to read grows with them. */
const MOST_OF_A_DAY = 300;

/**
 * Stores time that other programs kept. One with the `external_id` of another takes its place, in the request too, where the last one is kept.
 * One result an item, in order. Time follows at once where the user lets external durations count. An item is refused when it is invalid, or when
 * 300 others begin on its UTC day.
 */
export class StoreExternalDurations extends Command<StoreResult[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly items: readonly unknown[],
    /** Size of the request, counted while it waits for the database. */
    readonly bytes: number,
  ) {
    super();
  }
}

@CommandHandler(StoreExternalDurations)
export class StoreExternalDurationsHandler implements ICommandHandler<StoreExternalDurations> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly dimensions: Dimensions,
    private readonly namings: Namings,
    private readonly waiter: DatabaseWaiter,
  ) {}

  async execute({ userId, items, bytes }: StoreExternalDurations): Promise<StoreResult[]> {
    const parsed = items.map((item) => parseExternalDuration(item, this.clock.now()));
    const durations = lastOfEach(parsed);
    const fullDays = durations.length > 0 ? await this.waiter.whenWritable(() => this.store(userId, durations), bytes) : new Set<number>();
    return parsed.map((p) => {
      if (!p.ok) return { errors: p.errors };
      return fullDays.has(dayOf(p.duration)) ? { errors: { start_time: [FULL] } } : { duration: p.duration };
    });
  }

  /** Stores them but for those of days that have no room, which it returns. */
  private store(userId: number, durations: readonly ExternalDuration[]): Promise<Set<number>> {
    return this.namings.by(userId, (naming) => this.storeBy(naming, userId, durations));
  }

  /** Undefined, and nothing is stored, where `naming` is not the present one. */
  private async storeBy(naming: Naming, userId: number, durations: readonly ExternalDuration[]): Promise<Set<number> | undefined> {
    const ids = await this.dimensions.resolve(
      userId,
      naming,
      durations.map((d) => activityOf(d, naming)),
      durations.map((d) => d.entity),
      [],
    );
    if (!ids) return undefined;
    const rows = durations.map((duration, n) => ({ duration, activityId: ids.activities[n], entityId: ids.entities[n] }));
    return transaction(this.em, async (em) => {
      // One writer of a user at a time: what it finds of the old spans is what it replaces.
      await lockTime(em, userId);
      // Rules change under the same lock.
      const [present] = await sql<{ version: number }>(em, NAMING_VERSION, [userId]);
      if ((present?.version ?? 0) !== naming.version) return undefined;
      const days = [...new Set(durations.map(dayOf))];
      const found = await sql<{ day: number }>(em, FULL_DAYS, [
        userId,
        days,
        days.map((day) => durations.filter((d) => dayOf(d) === day).length),
        durations.map((d) => d.id),
      ]);
      const fullDays = new Set(found.map(({ day }) => day));
      const stored = rows
        .filter(({ duration }) => !fullDays.has(dayOf(duration)))
        .toSorted((a, b) => (a.duration.id < b.duration.id ? -1 : 1));
      if (stored.length > 0) {
        await sql(em, STORE, [
          userId,
          stored.map(({ activityId }) => activityId),
          stored.map(({ entityId }) => entityId),
          ...COLUMNS.map(([, , value]) => stored.map(({ duration }) => value(duration))),
        ]);
      }
      return fullDays;
    });
  }
}

const FULL = `${MOST_OF_A_DAY} external durations begin on this day (UTC) already, with those of this request. Delete some, or send fewer.`;

const dayOf = ({ startTime }: ExternalDuration): number => Math.floor(startTime / DAY_US);

/** Of those with the same id the last one. */
function lastOfEach(parsed: readonly ParsedExternalDuration[]): ExternalDuration[] {
  return [...new Map(parsed.flatMap((p) => (p.ok ? [[p.duration.id, p.duration] as const] : []))).values()];
}

/** The program that it comes from stands where a heartbeat has its editor. */
function activityOf(d: ExternalDuration, naming: Naming): SentActivity {
  return [d.project, d.branch, d.language, d.category, d.type, d.provider, '', '', '', '', '', naming.forced(d.entity)];
}

/** Column, its type, its value. */
const COLUMNS: readonly (readonly [column: string, type: string, value: (d: ExternalDuration) => string | number | null])[] = [
  ['id', 'uuid', (d) => d.id],
  ['external_id', 'text', (d) => d.externalId],
  ['start_time', 'bigint', (d) => d.startTime],
  ['end_time', 'bigint', (d) => d.endTime],
  ['provider', 'text', (d) => d.provider],
  ['meta', 'text', (d) => d.meta],
];

const names = COLUMNS.map(([column]) => column).join(', ');
const replaced = ['activity_id', 'entity_id', ...COLUMNS.slice(1).map(([column]) => column)];

const NAMING_VERSION = 'SELECT naming_version AS version FROM dimension_counters WHERE user_id = $1';

/** Of the UTC days $2 those that would have too many with $3 more, of which some, $4, may be there already. */
const FULL_DAYS = `
  SELECT d.day
    FROM unnest($2::int[], $3::int[]) AS d (day, more)
   CROSS JOIN LATERAL (
     SELECT count(*) AS n
       FROM external_durations
      WHERE user_id = $1 AND start_time >= d.day * ${DAY_US} AND start_time < (d.day + 1) * ${DAY_US} AND id <> ALL ($4::uuid[])) x
   WHERE x.n + d.more > ${MOST_OF_A_DAY}`;

/** The days of the old spans and of the new ones become dirty. */
const STORE = `
  WITH sent AS MATERIALIZED (
    SELECT *
      FROM unnest($2::int[], $3::int[], ${COLUMNS.map(([, type], n) => `$${n + 4}::${type}[]`).join(', ')})
        AS n (activity_id, entity_id, ${names})),
  before AS MATERIALIZED (
    SELECT start_time, end_time
      FROM external_durations
     WHERE user_id = $1 AND id = ANY(ARRAY(SELECT id FROM sent))),
  stored AS (
    INSERT INTO external_durations (user_id, activity_id, entity_id, ${names})
    SELECT $1::int, activity_id, entity_id, ${names}
      FROM sent
     ORDER BY id
    ON CONFLICT (user_id, id) DO UPDATE SET ${replaced.map((column) => `${column} = excluded.${column}`).join(', ')}, modified_at = excluded.modified_at
    RETURNING start_time, end_time)
  ${dirtySpansSql('(SELECT start_time, end_time FROM before UNION ALL SELECT start_time, end_time FROM stored) spans')}`;
