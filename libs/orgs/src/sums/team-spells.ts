import { DAY_US, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

const END = `
  UPDATE org_team_spells s
     SET until_day = $2::int
   WHERE s.org_id = $1 AND s.until_day IS NULL AND s.from_day <= $2::int
     AND NOT EXISTS (SELECT FROM org_team_members t WHERE t.org_id = s.org_id AND t.team_id = s.team_id AND t.user_id = s.user_id)`;

/** What never began, and what teams have that are gone. */
const FORGET = `
  DELETE FROM org_team_spells s
   WHERE s.org_id = $1
     AND (NOT EXISTS (SELECT FROM org_teams g WHERE g.org_id = s.org_id AND g.id = s.team_id)
          OR (s.from_day > $2::int
              AND NOT EXISTS (SELECT FROM org_team_members t WHERE t.org_id = s.org_id AND t.team_id = s.team_id AND t.user_id = s.user_id)))`;

const BEGIN = `
  INSERT INTO org_team_spells (org_id, team_id, user_id, from_day)
  SELECT t.org_id, t.team_id, t.user_id, $2::int + 1
    FROM org_team_members t
    LEFT JOIN org_team_spells s ON s.org_id = t.org_id AND s.team_id = t.team_id AND s.user_id = t.user_id AND s.until_day IS NULL
   WHERE t.org_id = $1 AND s.org_id IS NULL
   ORDER BY t.team_id, t.user_id
  ON CONFLICT (org_id, team_id, user_id, from_day) DO UPDATE SET until_day = NULL`;

/**
 * Writes down who counts in the sums of which team: whoever joined one, from the day after on; whoever left one, of the days before. Sums of the past never change by
 * that: else whoever can change a team could compare them and tell one person's time. `now` in ms since 1970.
 */
export async function updateTeamSpells(em: EntityManager, orgId: number, now: number): Promise<void> {
  const today = Math.floor((now * 1_000) / DAY_US);
  await sql(em, END, [orgId, today]);
  await sql(em, FORGET, [orgId, today]);
  await sql(em, BEGIN, [orgId, today]);
}
