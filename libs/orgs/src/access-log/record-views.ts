import { type Actor, must } from '@app/core';
import { DAY_US, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** The reports that name people. */
export const VIEWED = ['summaries', 'durations', 'leaders', 'timesheet', 'stats'] as const;
export type Viewed = (typeof VIEWED)[number];

/** That somebody looks at the time of some members by name. */
export interface View {
  orgId: number;
  actor: Actor;
  what: Viewed;
  /** Whose time it is. Of oneself nothing is written down. */
  userIds: readonly number[];
  /** ms since 1970. */
  now: number;
}

const DAY_MS = DAY_US / 1000;

// In the order of the key: two reports at once would wait for each other else.
const RECORD = `
  INSERT INTO org_views (user_id, org_id, day, viewer_kind, viewer_id, what, last_at)
  SELECT m.user_id, m.org_id, $2::int, $3, $4::int, $5, $6::timestamptz
    FROM org_members m
   WHERE m.org_id = $1 AND m.user_id = ANY($7::int[])
   ORDER BY m.user_id
  ON CONFLICT (user_id, org_id, day, viewer_kind, viewer_id, what) DO UPDATE
    SET count = org_views.count + 1, last_at = greatest(org_views.last_at, EXCLUDED.last_at)`;

/**
 * Writes down who looks at whose time, one statement whatever the number of people. To be called before a report that names people is answered: a report
 * whose row is not stored is not seen.
 */
export async function recordViews(em: EntityManager, { orgId, actor, what, userIds, now }: View): Promise<void> {
  const others = userIds.filter((userId) => userId !== actor.userId);
  if (others.length === 0) return;
  const [kind, id] = viewerOf(actor);
  await sql(em, RECORD, [orgId, Math.floor(now / DAY_MS), kind, id, what, new Date(now), others]);
}

/** An account, or a service key of the organization. */
function viewerOf({ userId, by }: Actor): ['user' | 'key', number] {
  if (userId !== null) return ['user', userId];
  return ['key', must('id' in by ? by.id : undefined, 'who looks')];
}
