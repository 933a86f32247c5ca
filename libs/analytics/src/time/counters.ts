import { DAY_US } from '@app/database';
import { DAY_QUARTERS, keptSql, QUARTER_US, rollupsOfSql } from './time-rule.js';

/** What is added up of a heartbeat: columns of `heartbeats`. */
const SENT_COLUMNS = [
  'line_additions',
  'line_deletions',
  'ai_line_changes',
  'human_line_changes',
  'ai_input_tokens',
  'ai_output_tokens',
  'ai_cached_input_tokens',
  'ai_prompt_length',
] as const;

/** The columns of roll-ups that hold sums, in one order everywhere. */
export const COUNTER_COLUMNS = [...SENT_COLUMNS, 'ai_line_deletions', 'human_line_deletions'] as const;

/** The same of a heartbeat. A client sends the change of an edit as one number: below 0 where it took lines away. */
export const HEARTBEAT_COUNTERS = [
  ...SENT_COLUMNS,
  'CASE WHEN ai_line_changes < 0 THEN -ai_line_changes::bigint END AS ai_line_deletions',
  'CASE WHEN human_line_changes < 0 THEN -human_line_changes::bigint END AS human_line_deletions',
].join(', ');

/** Sums of what heartbeats carry; null where none carries it. Line changes may be below 0. */
export interface Counters {
  lineAdditions: number | null;
  lineDeletions: number | null;
  aiLineChanges: number | null;
  humanLineChanges: number | null;
  aiInputTokens: number | null;
  aiOutputTokens: number | null;
  /** Not among `aiInputTokens`. */
  aiCachedInputTokens: number | null;
  /** Characters. */
  aiPromptLength: number | null;
  /** Of the line changes those below 0, without their sign; null where there is none. */
  aiLineDeletions: number | null;
  humanLineDeletions: number | null;
}

/** Sessions with an AI, and what they hold. */
export interface Sessions {
  sessions: number;
  /** Prompts, and the characters that they have together. */
  prompts: number;
  promptLength: number;
  /** Of them those of sessions: of what averages by session are made. */
  promptsInSessions: number;
  lengthInSessions: number;
  /** Over the sessions, those without a prompt included; null where there is none. */
  medianPrompts: number | null;
  medianLength: number | null;
}

/** Sums in the order of `COUNTER_COLUMNS`. */
export function toCounters(sums: readonly (number | null)[]): Counters {
  const [additions, deletions, aiLines, humanLines, input, output, cached, length, aiDeleted, humanDeleted] = sums;
  return {
    lineAdditions: additions ?? null,
    lineDeletions: deletions ?? null,
    aiLineChanges: aiLines ?? null,
    humanLineChanges: humanLines ?? null,
    aiInputTokens: input ?? null,
    aiOutputTokens: output ?? null,
    aiCachedInputTokens: cached ?? null,
    aiPromptLength: length ?? null,
    aiLineDeletions: aiDeleted ?? null,
    humanLineDeletions: humanDeleted ?? null,
  };
}

/** Whether a heartbeat is counted by its session: it names one, or it is a prompt. */
export const HAS_SESSION = 'num_nonnulls(ai_session, ai_prompt_length) > 0';

/** What tells a session from others, from the column: 16 bytes whatever its length; empty where there is none. */
export const SESSION = `coalesce(substr(sha256(convert_to(ai_session, 'UTF8')), 1, 16), ''::bytea)`;

/**
 * Whether a heartbeat is a prompt: it says how long that was. Clients send the length with the prompt alone, and neither 0 nor null with
 * anything else.
 */
export const IS_PROMPT = 'ai_prompt_length IS NOT NULL';

/** What the groups of the time statement put in. */
export interface CounterPieces {
  /** Tests of the column `activity_id`, with `settings s` at hand. */
  isWanted: string;
  /** The day that a bucket lies in. */
  dayOf: (bucket: string) => string;
}

const list = COUNTER_COLUMNS.join(', ');
const ofRow = COUNTER_COLUMNS.map((column) => `r.${column}`).join(', ');
const hasAny = `num_nonnulls(${list}) > 0`;
const BUCKET_OF_TIME = `(r.time / ${QUARTER_US})::int`;

/**
 * The heartbeats `r` of the live days in the range, without those of dropped activities: `FROM asked …`. Read again, by what the roll-ups of the
 * day will be made from.
 */
const liveHeartbeatsSql = (columns: string, test: string, { isWanted }: CounterPieces): string => `FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, ${columns}
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * ${DAY_US}, asked.first_bucket * ${QUARTER_US}::bigint)
        AND time < least((l.day + 1) * ${DAY_US}, asked.end_bucket * ${QUARTER_US}::bigint)
        AND ${keptSql('heartbeats', 'settings')}
        AND ${test} ${isWanted}
     OFFSET 0) r`;

/**
 * `counter_parts`: counters by local day and activity, from where `times` come from: `daily_rollups`, `rollups` for the other local days but for
 * their live UTC days, and heartbeats. A row without time may carry counters. Timeouts and writes-only decide about time alone.
 */
export function counterParts(pieces: CounterPieces): string {
  const { isWanted, dayOf } = pieces;
  return `counter_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, ${ofRow}
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, ${list}
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND ${hasAny} ${isWanted}
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, ${ofRow}
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    ${rollupsOfSql('d')}
   WHERE num_nonnulls(${ofRow}) > 0 ${isWanted}
     AND (d.user_id, r.bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT s.user_id, ${dayOf(BUCKET_OF_TIME)}, r.activity_id, ${ofRow}
    ${liveHeartbeatsSql(HEARTBEAT_COUNTERS, `num_nonnulls(${SENT_COLUMNS.join(', ')}) > 0`, pieces)})`;
}

/** Sums of all counters of the relation `relation`; NULL where there is none. */
export function counterSums(relation: string): string {
  return COUNTER_COLUMNS.map((column) => `sum(${relation}.${column})::bigint AS ${column}`).join(', ');
}

/** `session_parts`: prompts by day, activity and session, from `ai_session_rollups` but for live UTC days, and from heartbeats. */
export function sessionParts(pieces: CounterPieces): string {
  const { isWanted, dayOf } = pieces;
  return `session_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.session, r.prompts, r.prompt_length
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT ${dayOf('bucket')} AS day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
       FROM ai_session_rollups
      WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket
        AND (s.user_id, bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days) ${isWanted}
      GROUP BY 1, 2, 3
     OFFSET 0) r
   WHERE s.is_current
  UNION ALL
  SELECT s.user_id, ${dayOf(BUCKET_OF_TIME)}, r.activity_id, r.session, (r.${IS_PROMPT})::int, coalesce(r.ai_prompt_length, 0)
    ${liveHeartbeatsSql(`ai_prompt_length, ${SESSION} AS session`, HAS_SESSION, pieces)})`;
}
