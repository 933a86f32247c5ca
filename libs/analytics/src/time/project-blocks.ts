import { ReadPool, type ReadStatement } from '@app/database';
import { Injectable } from '@nestjs/common';
import { nameOf, restOf } from '../names.js';
import type { DayBounds } from '../results.js';
import { externalCtes, stretchesSql } from './time-rule.js';
import { Asked, settingsSql } from './time-statement.js';

/** Blocks of a person that one answer has, beside those that others are folded into, and bytes of their names. */
const MOST_BLOCKS = 200;
const MOST_BYTES = 40_000;
const HOUR_US = 3_600_000_000;

/** Time without a break in one project. */
export interface ProjectBlock {
  /** µs since 1970. */
  from: number;
  us: number;
  /** As people read it. */
  project: string;
}

/**
 * Reads the joined time of one local day of several users as blocks by project: what `GetDurations` tells of one user sliced by project, of the time that counts. It
 * knows no files.
 */
@Injectable()
export class ProjectBlocksReader {
  constructor(private readonly reads: ReadPool) {}

  /**
   * By user id, ascending; users that are unknown are left out. One statement. Of a day with more than 200 blocks the longest; the others are one block an hour, which
   * begins where the first of them does and has their time. External durations are there where they count in totals.
   */
  async readMany(userIds: readonly number[], zone: string, day: DayBounds): Promise<Map<number, ProjectBlock[]>> {
    if (userIds.length === 0) return new Map();
    const reading = blocksStatement({ userIds, zone, day });
    const rows = await this.reads.query<{ userId: number; blocks: string }>(reading);
    return new Map(rows.map(({ userId, blocks }) => [userId, toBlocks(blocks)]));
  }
}

function toBlocks(json: string): ProjectBlock[] {
  const blocks: [from: number, us: number, project: string | null][] = JSON.parse(json);
  return blocks.map(([from, us, project]) => ({ from, us, project: project === null ? restOf('project') : nameOf('project', project) }));
}

/**
 * Stretches of one project that follow each other within the timeout are one block. The stretch that reaches in from the day before begins at midnight. Parts of
 * external durations that no gap covers are blocks of their own.
 */
function blocksStatement({ userIds, zone, day }: { userIds: readonly number[]; zone: string; day: DayBounds }): ReadStatement {
  const asked = new Asked();
  const settings = settingsSql(asked, { userIds, zone, rules: { zone } });
  const from = asked.add('from_us', day.from, 'bigint');
  const to = asked.add('to_us', day.to, 'bigint');
  asked.add('most_blocks', MOST_BLOCKS, 'int');
  asked.add('most_bytes', MOST_BYTES, 'int');
  const text = `
WITH ${asked.cte},
${settings},
windows AS MATERIALIZED (
  SELECT s.user_id, ${from}, ${to}, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us, s.activity_id
    FROM (${stretchesSql('windows', ['id'])}) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
${externalCtes('external_parts', 'windows', 'gaps').join(',\n')},
external AS (
  SELECT x.user_id, x.external_id, x.activity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span
    FROM external_parts x
   GROUP BY x.user_id, x.external_id, x.activity_id),
counted AS MATERIALIZED (
  SELECT s.user_id, s.time, s.id, s.until, s.begins_at, s.us, s.activity_id, false AS is_external FROM spans s
  UNION ALL
  SELECT x.user_id, lower(x.span), NULL, NULL, lower(x.span), upper(x.span) - lower(x.span), x.activity_id, true FROM external x),
names AS MATERIALIZED (
  SELECT c.user_id, a.id, a.project
    FROM (SELECT user_id, array_agg(DISTINCT activity_id) AS ids FROM counted GROUP BY user_id) c
   CROSS JOIN LATERAL (SELECT id, project FROM activities WHERE user_id = c.user_id AND id = ANY(c.ids) OFFSET 0) a),
named AS MATERIALIZED (
  SELECT c.user_id, c.time, c.id, c.until, c.begins_at, c.us, c.is_external, n.project
    FROM counted c
    FULL JOIN names n ON n.user_id = c.user_id AND n.id = c.activity_id),
compared AS (
  SELECT *, lag(until) OVER o IS DISTINCT FROM time OR project IS DISTINCT FROM lag(project) OVER o AS is_first
    FROM named
   WHERE NOT is_external
  WINDOW o AS (PARTITION BY user_id ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (PARTITION BY user_id ORDER BY time, id) AS block
    FROM compared),
blocks AS (
  SELECT user_id, block, min(begins_at) AS from_us, sum(us)::bigint AS us, project
    FROM numbered
   GROUP BY user_id, block, project
  UNION ALL
  SELECT user_id, NULL, begins_at, us, project
    FROM named
   WHERE is_external),
placed AS MATERIALIZED (
  SELECT *, row_number() OVER longest AS place, sum(octet_length(project)) OVER longest AS bytes
    FROM blocks
  WINDOW longest AS (PARTITION BY user_id ORDER BY us DESC, from_us, block)),
shown AS (
  SELECT p.user_id, p.block, p.from_us, p.us, p.project
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT p.user_id, min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.user_id, p.from_us / ${HOUR_US})
SELECT s.user_id AS "userId", coalesce(b.blocks, '[]')::text AS blocks
  FROM settings s
  LEFT JOIN (SELECT user_id, json_agg(json_build_array(from_us, us, project) ORDER BY from_us, block) AS blocks FROM shown GROUP BY user_id) b
         ON b.user_id = s.user_id`;
  return { name: 'project blocks', text, params: asked.params };
}
