/** µs in a quarter of an hour: the grain of `rollups`. */
export const QUARTER_US = 900_000_000;
/** Quarters in a UTC day. */
export const DAY_QUARTERS = 96;
const MINUTE_US = 60_000_000;

/**
 * The rule of time, once, in SQL: the gap between two consecutive heartbeats of a user counts whole when it is at most the timeout, and
 * belongs to the earlier one. Yields `(activity_id, s, e, …extra)`: gaps of µs clipped to the windows.
 *
 * `windows` is a relation with columns `f`, `t` (µs, f ≤ time < t), `timeout` (minutes) and `writes_only`; each window is computed by
 * itself, from one timeout before it to one after. `$1` is the user. `extra` names further columns of `heartbeats` to keep.
 */
export function gapsSql(windows: string, extra: readonly string[] = []): string {
  const more = extra.map((c) => `, ${c}`).join('');
  return `
    SELECT g.activity_id, greatest(g.s, w.f) AS s, least(g.e, w.t) AS e${extra.map((c) => `, g.${c}`).join('')}
      FROM ${windows} w
     CROSS JOIN LATERAL (
       SELECT h.activity_id, h.time AS s, lead(h.time) OVER (ORDER BY h.time, h.id) AS e${more}
         FROM heartbeats h
        WHERE h.user_id = $1 AND h.time >= w.f - w.timeout * ${MINUTE_US}::bigint AND h.time <= w.t + w.timeout * ${MINUTE_US}::bigint
          AND (h.is_write OR NOT w.writes_only)) g
     WHERE g.e > w.f AND g.s < w.t AND g.e > g.s AND g.e - g.s <= w.timeout * ${MINUTE_US}::bigint`;
}

/** Gaps cut at the quarters of an hour: `(activity_id, bucket, us, …extra)`. `gaps` is a relation as `gapsSql` yields it. */
export function quartersSql(gaps: string, extra: readonly string[] = []): string {
  const more = extra.map((c) => `, g.${c}`).join('');
  return `
    SELECT g.activity_id, (g.s / ${QUARTER_US})::int AS bucket, g.e - g.s AS us${more}
      FROM ${gaps} g WHERE g.s / ${QUARTER_US} = (g.e - 1) / ${QUARTER_US}
    UNION ALL
    SELECT g.activity_id, b::int, least(g.e, (b + 1) * ${QUARTER_US}) - greatest(g.s, b * ${QUARTER_US})${more}
      FROM ${gaps} g, generate_series(g.s / ${QUARTER_US}, (g.e - 1) / ${QUARTER_US}) AS b
     WHERE g.s / ${QUARTER_US} <> (g.e - 1) / ${QUARTER_US}`;
}

/** The columns that roll-ups add up, all of them per activity. */
export const COUNTERS = [
  'line_additions',
  'line_deletions',
  'ai_line_changes',
  'human_line_changes',
  'ai_input_tokens',
  'ai_output_tokens',
  'ai_cached_input_tokens',
  'ai_prompt_length',
] as const;
