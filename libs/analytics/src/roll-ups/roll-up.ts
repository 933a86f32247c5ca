import { dayBounds, localDate, offsetSegments } from '@app/core';
import { CHECK_GOALS, DAY_US, deleteLastUserRows, lockTime, PASS_ON_DIRTY_DAY, sql, tryLockTime } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { COUNTER_COLUMNS, HAS_SESSION, HEARTBEAT_COUNTERS, IS_PROMPT, SESSION } from '../time/counters.js';
import {
  countedCtes,
  DAY_QUARTERS,
  droppedSql,
  keptOfSql,
  localHourSql,
  QUARTER_US,
  quartersSql,
  rollupsOfSql,
} from '../time/time-rule.js';

interface Settings {
  timezone: string;
  timeout: number;
  writes_only: boolean;
  counts_external: boolean;
}

/**
 * Makes all roll-ups of a user current: its dirty days, the newest first, as people look at that, and each once, so that a day which becomes
 * dirty all the time does not keep older ones waiting. Waits for `afterDay` after each. Returns how many days there were.
 */
export async function rollUpDays(em: EntityManager, userId: number, afterDay: () => Promise<void> = async () => {}): Promise<number> {
  let days = 0;
  for (let before = AFTER_ALL_DAYS; ; days++) {
    const day = await rollUpNewest(em, userId, { from: -AFTER_ALL_DAYS, before }, lockTime);
    if (day === undefined) return days;
    before = day;
    await afterDay();
  }
}

const AFTER_ALL_DAYS = 2_000_000_000;

/** Makes the roll-ups of one dirty day of a user current. What came of it: `busy`, when somebody else works on this user, and nothing was done. */
export async function rollUpDay(em: EntityManager, userId: number, day: number): Promise<'done' | 'clean' | 'busy'> {
  let granted = true;
  const done = await rollUpNewest(em, userId, { from: day, before: day + 1 }, async (tx) => {
    granted = await tryLockTime(tx, userId);
    return granted;
  });
  if (!granted) return 'busy';
  return done === undefined ? 'clean' : 'done';
}

/**
 * Makes the roll-ups of the newest dirty UTC day in [`from`, `before`) current, in one transaction, and takes it off the list. Returns the day;
 * undefined when there is none or `lock` is not granted. Any number of workers may call it at any time: the lock lets one of them work on a user.
 * Every step is a statement of its own, so that it sees what was committed before the lock was granted.
 */
function rollUpNewest(
  em: EntityManager,
  userId: number,
  { from, before }: { from: number; before: number },
  lock: (tx: EntityManager, userId: number) => Promise<boolean | void>,
): Promise<number | undefined> {
  return em.fork().transactional(async (tx) => {
    // Not waiting for the disk loses nothing: after a crash the day is dirty again, together with the old rows.
    await sql(tx, 'SET LOCAL synchronous_commit = off');
    if ((await lock(tx, userId)) === false) return undefined;
    const [user] = await sql<Settings>(tx, SETTINGS, [userId]);
    // Waits for a transaction that changes that day: what follows sees the change.
    const [dirty] = await sql<{ day: number; marked_at: string }>(tx, TAKE_DIRTY_DAY, [userId, from, before]);
    if (!dirty) return undefined;
    const { day } = dirty;
    // The account was deleted while a request of it was held: what that stored goes too.
    if (!user) {
      await deleteLastUserRows(tx, userId);
      return day;
    }
    const [start, end] = [day * DAY_US, (day + 1) * DAY_US];
    await sql(tx, CLEAR_DAY, [userId, day * DAY_QUARTERS, (day + 1) * DAY_QUARTERS]);
    await sql(tx, ROLL_UP_DAY, [userId, start, end, user.timeout, user.writes_only, user.counts_external]);
    await sql(tx, CLEAR_USER_AGENTS, [userId, day]);
    await sql(tx, ROLL_UP_USER_AGENTS, [userId, day, start, end]);
    await sql(tx, CLEAR_SESSIONS, [userId, day * DAY_QUARTERS, (day + 1) * DAY_QUARTERS]);
    await sql(tx, ROLL_UP_SESSIONS, [userId, start, end]);

    const zone = user.timezone;
    const days = dayBounds(zone, localDate(zone, start / 1000), localDate(zone, end / 1000 - 1));
    const segments = offsetSegments(zone, days[0]?.from ?? start, days.at(-1)?.to ?? end);
    const local = [userId, days.map((d) => d.day), days.map((d) => d.from / QUARTER_US), days.map((d) => d.to / QUARTER_US)];
    await sql(tx, CLEAR_LOCAL_DAYS, local.slice(0, 2));
    await sql(tx, FOLD_LOCAL_DAYS, local);
    await sql(tx, CLEAR_LOCAL_HOURS, local.slice(0, 2));
    await sql(tx, FOLD_LOCAL_HOURS, [...local, segments.map((s) => s.from / QUARTER_US), segments.map((s) => s.offset)]);
    // Whether goals are met is looked at afterwards.
    await sql(tx, CHECK_GOALS, [userId]);
    await sql(tx, PASS_ON_DIRTY_DAY, [userId, day, dirty.marked_at]);
    return day;
  });
}

const SETTINGS = 'SELECT timezone, timeout, writes_only, counts_external_durations AS counts_external FROM users WHERE id = $1';

const TAKE_DIRTY_DAY = `
  DELETE FROM dirty_days
   WHERE user_id = $1
     AND day = (SELECT max(day) FROM dirty_days WHERE user_id = $1 AND day >= $2::int AND day < $3::int)
  RETURNING day, marked_at::text AS marked_at`;

const CLEAR_DAY = `
  DELETE FROM rollups
   WHERE user_id = $1 AND bucket >= $2::int AND bucket < $3::int`;

const counters = COUNTER_COLUMNS.join(', ');
const sums = COUNTER_COLUMNS.map((c) => `sum(${c})::bigint`).join(', ');

/**
 * Time and heartbeats of user $1 from $2 to $3, µs, with timeout $4, writes-only $5 and, where $6, external durations;
 * without those of dropped activities.
 */
const ROLL_UP_DAY = `
  WITH windows AS MATERIALIZED (
    SELECT $1::int AS user_id, $2::bigint AS from_us, $3::bigint AS to_us, $4::int AS timeout, $5::bool AS writes_only,
           ${droppedSql('$1')} AS dropped, $6::bool AS counts_external),
  ${countedCtes('times', 'windows').join(',\n  ')},
  parts AS (
    SELECT activity_id, bucket, us, 0 AS n, NULL::bigint AS time, 0 AS with_dependencies,
           ${COUNTER_COLUMNS.map((c) => `NULL::int AS ${c}`).join(', ')}
      FROM (${quartersSql('times')}) q
    UNION ALL
    SELECT activity_id, (time / ${QUARTER_US})::int, 0, 1, time, (dependencies IS NOT NULL)::int,
           ${HEARTBEAT_COUNTERS}
      FROM heartbeats
     WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint
       AND ${keptOfSql('$1')})
  INSERT INTO rollups (user_id, bucket, activity_id, us, heartbeats, first_time, last_time, with_dependencies,
         ${counters})
  SELECT $1::int, bucket, activity_id, sum(us)::bigint, sum(n)::int, min(time), max(time), sum(with_dependencies)::int,
         ${sums}
    FROM parts
   GROUP BY bucket, activity_id
   ORDER BY bucket, activity_id`;

const CLEAR_USER_AGENTS = 'DELETE FROM user_agent_days WHERE user_id = $1 AND day = $2::int';

/** When user $1 was seen by which program on day $2, from $3 to $4, µs. */
const ROLL_UP_USER_AGENTS = `
  INSERT INTO user_agent_days (user_id, day, user_agent_id, first_time, last_time)
  SELECT $1::int, $2::int, user_agent_id, min(time), max(time)
    FROM heartbeats
   WHERE user_id = $1 AND time >= $3::bigint AND time < $4::bigint
   GROUP BY user_agent_id
   ORDER BY user_agent_id`;

const CLEAR_SESSIONS = `
  DELETE FROM ai_session_rollups
   WHERE user_id = $1 AND bucket >= $2::int AND bucket < $3::int`;

/** Sessions with an AI of user $1 from $2 to $3, µs, without heartbeats of dropped activities. */
const ROLL_UP_SESSIONS = `
  INSERT INTO ai_session_rollups (user_id, bucket, activity_id, session, prompts, prompt_length)
  SELECT $1::int, (time / ${QUARTER_US})::int AS bucket, activity_id, ${SESSION} AS session, (count(*) FILTER (WHERE ${IS_PROMPT}))::int,
         coalesce(sum(ai_prompt_length), 0)::bigint
    FROM heartbeats
   WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint AND ${HAS_SESSION}
     AND ${keptOfSql('$1')}
   GROUP BY bucket, activity_id, session
   ORDER BY bucket, activity_id, session`;

/** The local days of user $1: numbers $2, first buckets $3, and the buckets after the last $4. */
const LOCAL_DAYS = `(
      SELECT $1::int AS user_id, day, from_bucket, to_bucket
        FROM unnest($2::int[], $3::int[], $4::int[]) AS u (day, from_bucket, to_bucket)) d`;

const CLEAR_LOCAL_DAYS = 'DELETE FROM daily_rollups WHERE user_id = $1 AND day = ANY($2::int[])';

const FOLD_LOCAL_DAYS = `
  INSERT INTO daily_rollups (user_id, day, activity_id, us, heartbeats, first_time, last_time, with_dependencies,
         ${counters})
  SELECT d.user_id, d.day, r.activity_id, sum(us)::bigint, sum(heartbeats)::int, min(first_time), max(last_time), sum(with_dependencies)::int,
         ${sums}
    FROM ${LOCAL_DAYS}
    ${rollupsOfSql('d')}
   GROUP BY d.user_id, d.day, r.activity_id
   ORDER BY d.day, r.activity_id`;

const CLEAR_LOCAL_HOURS = 'DELETE FROM daily_hours WHERE user_id = $1 AND day = ANY($2::int[])';

const FOLD_LOCAL_HOURS = `
  INSERT INTO daily_hours (user_id, day, hours)
  SELECT user_id, day, ARRAY[${Array.from({ length: 24 }, (_, h) => `coalesce(sum(us) FILTER (WHERE hour = ${h}), 0)::bigint`).join(', ')}]
    FROM (
      SELECT d.user_id, d.day, r.us, ${localHourSql('r.bucket', '$5::int[]', '$6::int[]')} AS hour
        FROM ${LOCAL_DAYS}
        ${rollupsOfSql('d')}
       WHERE r.us > 0) x
   GROUP BY user_id, day
   ORDER BY day`;
