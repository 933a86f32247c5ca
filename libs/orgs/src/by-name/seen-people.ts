import { type Actor, badParameter, DomainError } from '@app/core';
import type { ReadPool } from '@app/database';
import { isPublicId } from '@app/users';
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

/** The same of one member, by user id, username or @username: none where there is no such member, or they share nothing by name with who asks. */
export async function seenMember(
  reads: ReadPool,
  { actor, org, member }: { actor: Actor; org: OrgAccess; member: string },
): Promise<Sharer[]> {
  const name = member.replace(/^@/, '').toLowerCase();
  const people = await seenPeople(reads, { actor, org });
  return people.filter(({ publicId, username }) => (isPublicId(name) ? publicId === name : username.toLowerCase() === name));
}

/** The refusal of a member of whom nothing may be told by name, and of one that is none. */
export function notByName(): DomainError {
  return new DomainError(
    'not-found',
    'org.not-by-name',
    'There is no such member, or they share no time of these days by name with you. Ask for the leaders to see who does.',
  );
}
