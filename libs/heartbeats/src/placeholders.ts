import { must } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Heartbeat } from './heartbeat.js';

const PLACEHOLDERS = { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' } as const;
type Field = keyof typeof PLACEHOLDERS;
const FIELDS: readonly Field[] = ['project', 'branch', 'language'];
/** A value older than this is not "last" any more. */
const REACH_US = 24 * 3_600_000_000;

// A field that no activity of the user has is not looked for: it would be looked for in a day's heartbeats for each item.
const STORED = `
  WITH used AS MATERIALIZED (
    SELECT bool_or(sent_project <> '') AS project, bool_or(sent_branch <> '') AS branch, bool_or(sent_language <> '') AS language
      FROM activities WHERE user_id = $1)
  SELECT i.n, x.time::float8 AS time, x.value
    FROM used
    JOIN unnest($2::int[], $3::text[], $4::bigint[]) AS i (n, field, time)
      ON CASE i.field WHEN 'project' THEN used.project WHEN 'branch' THEN used.branch ELSE used.language END
   CROSS JOIN LATERAL (
     SELECT h.time, v.value
       FROM heartbeats h
       JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id
      CROSS JOIN LATERAL (SELECT CASE i.field WHEN 'project' THEN a.sent_project WHEN 'branch' THEN a.sent_branch ELSE a.sent_language END AS value) v
      WHERE h.user_id = $1 AND h.time <= i.time AND h.time >= i.time - ${REACH_US} AND v.value <> ''
      ORDER BY h.time DESC, h.id DESC
      LIMIT 1) x`;

/**
 * Puts the user's last real value in the place of `<<LAST_PROJECT>>` and its like (contract §2.4): the newest one not later than the
 * heartbeat and at most 24 h older, from the same batch or from the store; none found: none. Returns the heartbeats in the same order.
 */
export async function resolvePlaceholders(
  em: EntityManager,
  userId: number,
  heartbeats: readonly Heartbeat[],
): Promise<readonly Heartbeat[]> {
  if (!heartbeats.some(hasPlaceholder)) return heartbeats;
  const open = heartbeats.flatMap((h, at) => FIELDS.filter((f) => h[f] === PLACEHOLDERS[f]).map((field) => ({ at, field, time: h.time })));
  const stored = await sql<{ n: string; time: number; value: string }>(em, STORED, [
    userId,
    open.map((_, n) => n),
    open.map((o) => o.field),
    open.map((o) => o.time),
  ]);
  const best = new Map(stored.map((r) => [Number(r.n), r]));
  const resolved = heartbeats.map((h) => ({ ...h }));
  for (const [n, { at, field, time }] of open.entries()) {
    const inBatch = newestReal(heartbeats, field, time);
    const inStore = best.get(n);
    must(resolved[at], 'heartbeat')[field] =
      inBatch && (!inStore || inBatch.time >= inStore.time) ? inBatch[field] : (inStore?.value ?? '');
  }
  return resolved;
}

function hasPlaceholder(h: Heartbeat): boolean {
  return h.project === PLACEHOLDERS.project || h.branch === PLACEHOLDERS.branch || h.language === PLACEHOLDERS.language;
}

/**
 * The newest of the heartbeats, not later than `time` (µs) and at most 24 h older, that has a real value in the field; of several at the same
 * time the last.
 */
export function newestReal(heartbeats: readonly Heartbeat[], field: Field, time: number): Heartbeat | undefined {
  let newest: Heartbeat | undefined;
  for (const h of heartbeats) {
    const real = h[field] !== '' && h[field] !== PLACEHOLDERS[field];
    if (real && h.time <= time && h.time >= time - REACH_US && (!newest || h.time >= newest.time)) newest = h;
  }
  return newest;
}
