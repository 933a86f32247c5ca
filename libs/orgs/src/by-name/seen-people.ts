import { type Actor, badParameter } from '@app/core';
import type { ReadPool } from '@app/database';
import type { OrgAccess } from '../access/org-access.js';
import { isSeenByName, type Sharer, sharersOf } from '../sharing/sharers.js';
import { findTeam } from '../teams/team-rows.js';

/**
 * Whom a report names to who asks: members who share by name with them, and themselves as far as they share. `team`: of this team alone, by its id or
 * name. Refused: a team that is none.
 */
export async function seenPeople(
  reads: ReadPool,
  { actor, org, team }: { actor: Actor; org: OrgAccess; team?: string | undefined },
): Promise<Sharer[]> {
  const found = team === undefined ? undefined : await findTeam(reads, org.orgId, team.trim());
  if (team !== undefined && !found)
    throw badParameter('team', 'The organization has no such team. Give the id or the name of one of its teams.');
  const sharers = await sharersOf(reads, org.orgId);
  return sharers.filter(
    (sharer) =>
      (isSeenByName(sharer, org) || (sharer.userId === actor.userId && sharer.leftDay === null)) &&
      (!found || sharer.teams.includes(found.id)),
  );
}
