import type { ReadPool } from '@app/database';
import type { OrgAccess } from '../access/org-access.js';
import { administers } from '../members/member-rows.js';
import { levelOn, NONE, type Spans } from './levels.js';

/** Somebody who shares something with an organization. */
export interface Sharer {
  userId: number;
  publicId: string;
  username: string;
  displayName: string;
  /** IANA name: the member's own days are those of it. */
  zone: string;
  spans: Spans;
  /** Only the leads of this team see them by name; null: every reader of reports by name. */
  onlyTeam: number | null;
  /** The teams that they are in, ascending. */
  teams: readonly number[];
  /** In the sums of which teams they count, on which days: from one, until before another; null: they still do. */
  spells: readonly (readonly [team: number, from: number, until: number | null])[];
  /** The UTC day on which they left, days since 1970; null: they are a member. */
  leftDay: number | null;
  /** At most this level, as the organization says. */
  mostShared: number;
  /** Reports by name tell of so many days, today among them; null: of all. */
  detailsDays: number | null;
}

const SHARERS = `
  SELECT m.user_id AS "userId", u.public_id AS "publicId", u.username, u.display_name AS "displayName", u.timezone AS zone, s.spans,
         s.team_id AS "onlyTeam", o.most_shared AS "mostShared", o.details_days AS "detailsDays",
         ARRAY(SELECT t.team_id FROM org_team_members t WHERE t.org_id = m.org_id AND t.user_id = m.user_id ORDER BY 1) AS teams,
         (SELECT coalesce(json_agg(json_build_array(t.team_id, t.from_day, t.until_day)), '[]')
            FROM org_team_spells t WHERE t.org_id = m.org_id AND t.user_id = m.user_id) AS spells,
         floor(extract(epoch FROM m.left_at) / 86400)::int AS "leftDay"
    FROM organizations o
    JOIN org_members m ON m.org_id = o.id
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   CROSS JOIN LATERAL (
     SELECT spans, team_id, level FROM org_shares WHERE org_id = m.org_id AND user_id = m.user_id ORDER BY version DESC LIMIT 1) s
   WHERE o.id = $1 AND o.deleted_at IS NULL AND s.level > 0
   ORDER BY m.user_id`;

/**
 * Who shares anything with an organization: the one source of every report. Whoever shares nothing, was never asked or is disabled is not in it, so
 * no report can have them by mistake.
 */
export function sharersOf(reads: ReadPool, orgId: number): Promise<Sharer[]> {
  return reads.query<Sharer>({ name: 'org-sharers', text: SHARERS, params: [orgId] });
}

/** How much somebody shares of a day. Of who left: of the days before; no report names them. */
export function sharedOn({ spans, mostShared, leftDay }: Sharer, day: number): number {
  const level = Math.min(levelOn(spans, day), mostShared);
  return leftDay === null || day < leftDay ? level : NONE;
}

/** Who would see somebody, as far as it decides. */
export type Viewer = Pick<OrgAccess, 'role' | 'leads' | 'permissions'>;

/** Whether somebody may be seen by name by who asks, as far as their level goes: by an owner or administrator, or by a lead of a team that they are in. */
export function isSeenByName({ leftDay, onlyTeam, teams }: Sharer, { role, leads, permissions }: Viewer): boolean {
  if (leftDay !== null || !permissions.has('reports:people')) return false;
  const byLead = leads.some((team) => teams.includes(team) && (onlyTeam === null || onlyTeam === team));
  const byRole = role === null || administers(role);
  return byLead || (byRole && onlyTeam === null);
}
