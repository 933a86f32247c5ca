import { badParameter, DomainError } from '@app/core';
import { type ReadPool, sql } from '@app/database';
import { isPublicId } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';
import { orgForbidden } from '../access/org-access.js';
import { permissionsNow } from '../members/member-rows.js';
import { orgNameProblem } from '../organizations/org-names.js';

/** How many teams an organization can have. */
export const MOST_TEAMS = 200;

/** A team as members see it. Instants in ms since 1970. */
export interface ListedTeam {
  id: string;
  name: string;
  members: number;
  leads: { id: string; username: string; displayName: string }[];
  /** Whether who asks is in it, and leads it. */
  isMember: boolean;
  isLead: boolean;
  createdAt: number;
  modifiedAt: number | null;
}

/** The teams of organization $1 as user $2 sees them, by name, as JSON; $3: of this public id or name alone. */
export const TEAMS_SQL = `
  SELECT coalesce(json_agg(json_build_object(
           'id', g.public_id, 'name', g.name, 'members', coalesce(t.members, 0), 'leads', coalesce(t.leads, '[]'),
           'isMember', coalesce(t.is_member, false), 'isLead', coalesce(t.is_lead, false),
           'createdAt', floor(extract(epoch FROM g.created_at) * 1000), 'modifiedAt', floor(extract(epoch FROM g.modified_at) * 1000))
           ORDER BY lower(g.name) COLLATE "C", g.id), '[]')::text AS teams
    FROM org_teams g
    LEFT JOIN (
      SELECT t.team_id, count(*)::int AS members, bool_or(t.user_id = $2::int) AS is_member, bool_or(t.user_id = $2::int AND t.is_lead) AS is_lead,
             json_agg(json_build_object('id', u.public_id, 'username', u.username, 'displayName', u.display_name) ORDER BY lower(u.username))
               FILTER (WHERE t.is_lead) AS leads
        FROM org_team_members t
        JOIN users u ON u.id = t.user_id AND u.disabled_at IS NULL
       WHERE t.org_id = $1
       GROUP BY t.team_id) t ON t.team_id = g.id
   WHERE g.org_id = $1 AND ($3::text IS NULL OR g.public_id::text = lower($3) OR lower(g.name) = lower($3))`;

/** A team, as commands decide about one. */
export interface TeamRow {
  id: number;
  publicId: string;
  name: string;
}

const FIND = `
  SELECT id, public_id AS "publicId", name FROM org_teams WHERE org_id = $1 AND (public_id = $2::uuid OR lower(name) = lower($3))`;
const LEADS = 'SELECT FROM org_team_members WHERE org_id = $1 AND team_id = $2 AND user_id = $3 AND is_lead';

/** The refusal of a team that is not there. */
export function noTeam(): DomainError {
  return new DomainError('not-found', 'org.no-team', 'This organization has no team of that name.');
}

/** The refusal of a name that another team has. */
export function teamTaken(name: string): DomainError {
  return new DomainError('conflict', 'org.team-taken', `There is a team ${name} already; choose another name.`, { name: ['Taken.'] });
}

/** Whether a text can name a team: a public id or a name. */
export function isTeamName(text: string): boolean {
  return isPublicId(text) || orgNameProblem(text) === undefined;
}

/** Why a text is no name of a team, or undefined. */
export function teamNameProblem(name: string): string | undefined {
  return isPublicId(name.trim()) ? 'It looks like an id; choose another.' : orgNameProblem(name);
}

/** The name as it is stored. Refuses what is none. */
export function teamNameOf(text: string): string {
  const problem = teamNameProblem(text);
  if (problem) throw badParameter('name', problem);
  return text.trim();
}

/** The team that an address names, by public id or name in any case. Not found: there is none. */
export async function teamNamed(em: EntityManager, orgId: number, name: string): Promise<TeamRow> {
  const [team] = isTeamName(name) ? await sql<TeamRow>(em, FIND, [orgId, isPublicId(name) ? name : null, name]) : [];
  if (!team) throw noTeam();
  return team;
}

/** The same in a read; undefined: there is none. */
export async function findTeam(reads: ReadPool, orgId: number, name: string): Promise<TeamRow | undefined> {
  if (!isTeamName(name)) return undefined;
  const [team] = await reads.query<TeamRow>({ name: 'org-team', text: FIND, params: [orgId, isPublicId(name) ? name : null, name] });
  return team;
}

/** The team as somebody sees it, in the caller's transaction. */
export async function listedTeam(em: EntityManager, orgId: number, viewerId: number, publicId: string): Promise<ListedTeam> {
  const rows = await sql<{ teams: string }>(em, TEAMS_SQL, [orgId, viewerId, publicId]);
  return teamIn(rows);
}

/** The one team of an answer of `TEAMS_SQL`. Not found: there is none. */
export function teamIn(rows: readonly { teams: string }[]): ListedTeam {
  const teams: ListedTeam[] = JSON.parse(rows[0]?.teams ?? '[]');
  const [team] = teams;
  if (!team) throw noTeam();
  return team;
}

/** Refuses who may not put members into this team and take them out, now that the organization is locked. Tells whether they may name its leads. */
export async function checkManagesTeam(em: EntityManager, orgId: number, userId: number, team: TeamRow): Promise<boolean> {
  const may = await permissionsNow(em, orgId, userId);
  if (may.has('team-members:manage')) return may.has('teams:manage');
  const leads = await sql(em, LEADS, [orgId, team.id, userId]);
  if (leads.length === 0) throw orgForbidden('team-members:manage', 'Leads put members into their own teams alone.');
  return false;
}
