import { DomainError } from '@app/core';
import type { ReadPool } from '@app/database';
import { orgForbidden, type OrgAccess } from '../access/org-access.js';
import { findTeam, type TeamRow } from '../teams/team-rows.js';
import { EVERYBODY } from './shown-sums.js';

/** Whose sums are told. */
export interface ToldGroup {
  /** A team's id, or `EVERYBODY`. */
  group: number;
  /** Null: everybody. */
  team: { publicId: string; name: string } | null;
}

/**
 * The team that a report names, by id or name in any case, or everybody. Whoever sees sums as a lead alone sees those of the own teams: without a team, of the one
 * that they lead. Not found: there is no such team. Forbidden: a lead asks for another team; refused: one of several that they lead must be named.
 */
export async function toldGroupOf(reads: ReadPool, org: OrgAccess, team: string | undefined): Promise<ToldGroup> {
  const isLeadAlone = !org.seesAllSums;
  if (team === undefined && !isLeadAlone) return { group: EVERYBODY, team: null };
  const found = await (team === undefined ? theOnlyTeam(reads, org) : findTeam(reads, org.orgId, team));
  if (!found) throw noTeam();
  const { id: group, publicId, name } = found;
  if (isLeadAlone && !org.leads.includes(group)) throw orgForbidden('reports:aggregate', 'You have it for the teams that you lead.');
  return { group, team: { publicId, name } };
}

async function theOnlyTeam(reads: ReadPool, { orgId, leads }: OrgAccess): Promise<TeamRow | undefined> {
  if (leads.length > 1)
    throw new DomainError('invalid', 'team.missing', 'team: You lead several teams. Name one: its id or its name.', {
      team: ['Name one of the teams that you lead.'],
    });
  const [found] = await reads.query<TeamRow>({ name: 'org-team-by-id', text: TEAM_BY_ID, params: [orgId, leads[0] ?? null] });
  return found;
}

const TEAM_BY_ID = 'SELECT id, public_id AS "publicId", name FROM org_teams WHERE org_id = $1 AND id = $2::int';

function noTeam(): DomainError {
  return new DomainError('not-found', 'team.unknown', 'There is no such team in this organization.');
}
