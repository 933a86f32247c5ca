import { DomainError } from '@app/core';
import { ReadPool } from '@app/database';
import { isPublicId } from '@app/users';
import { orgForbidden, type OrgAccess } from '../access/org-access.js';
import { EVERYBODY } from './shown-sums.js';

/** Whose sums are told. */
export interface ToldGroup {
  /** A team's id, or `EVERYBODY`. */
  group: number;
  /** Null: everybody. */
  team: { publicId: string; name: string } | null;
}

const FIND_TEAM = `
  SELECT id AS "group", json_build_object('publicId', public_id, 'name', name) AS team
    FROM org_teams
   WHERE org_id = $1 AND (public_id = $2::uuid OR lower(name) = lower($3))
   ORDER BY public_id = $2::uuid DESC NULLS LAST
   LIMIT 1`;

/**
 * The team that a report names, by id or name in any case, or everybody. Whoever sees sums as a lead alone sees those of the own teams: without a team, of the one
 * that they lead. Not found: there is no such team. Forbidden: a lead asks for another team; refused: one of several that they lead must be named.
 */
export async function toldGroupOf(reads: ReadPool, org: OrgAccess, team: string | undefined): Promise<ToldGroup> {
  const isLeadAlone = !org.seesAllSums;
  if (team === undefined && !isLeadAlone) return { group: EVERYBODY, team: null };
  const found = team === undefined ? await theOnlyTeam(reads, org) : await findTeam(reads, org.orgId, team);
  if (isLeadAlone && !org.leads.includes(found.group)) throw orgForbidden('reports:aggregate', 'You have it for the teams that you lead.');
  return found;
}

async function theOnlyTeam(reads: ReadPool, { orgId, leads }: OrgAccess): Promise<ToldGroup> {
  if (leads.length > 1)
    throw new DomainError('invalid', 'team.missing', 'team: You lead several teams. Name one: its id or its name.', {
      team: ['Name one of the teams that you lead.'],
    });
  const [found] = await reads.query<ToldGroup>({ name: 'org-team-by-id', text: TEAM_BY_ID, params: [orgId, leads[0] ?? null] });
  if (!found) throw noTeam();
  return found;
}

const TEAM_BY_ID = `
  SELECT id AS "group", json_build_object('publicId', public_id, 'name', name) AS team FROM org_teams WHERE org_id = $1 AND id = $2::int`;

async function findTeam(reads: ReadPool, orgId: number, team: string): Promise<ToldGroup> {
  const [found] = await reads.query<ToldGroup>({
    name: 'org-team',
    text: FIND_TEAM,
    params: [orgId, isPublicId(team) ? team : null, team],
  });
  if (!found) throw noTeam();
  return found;
}

function noTeam(): DomainError {
  return new DomainError('not-found', 'team.unknown', 'There is no such team in this organization.');
}
