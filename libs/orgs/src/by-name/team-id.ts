import { badParameter } from '@app/core';
import type { ReadPool } from '@app/database';
import { isPublicId } from '@app/users';

const TEAM = 'SELECT id FROM org_teams WHERE org_id = $1 AND (public_id = $2 OR lower(name) = $3)';

/** The team of an organization that a parameter names, by its id or name in any case. Refused: it is none. */
export async function teamIdOf(reads: ReadPool, orgId: number, team: string): Promise<number> {
  const text = team.trim().toLowerCase();
  const [found] = await reads.query<{ id: number }>({
    name: 'org-team-of-name',
    text: TEAM,
    params: [orgId, isPublicId(text) ? text : null, text],
  });
  if (!found) throw badParameter('team', 'The organization has no such team. Give the id or the name of one of its teams.');
  return found.id;
}
