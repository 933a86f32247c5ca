import { type Actor, Audited, auditDetails, auditOrg, Clock, dayNumber, localDate } from '@app/core';
import { ReadPool, sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answerSharing, type SharingState, unknownTeam } from './answer-sharing.js';
import { checkTaken, type Level, LEVELS } from './levels.js';
import { ownMembership } from './own-membership.js';

/** What a member answers. */
export interface SharingForm {
  level: Level;
  /** The id of a team: only its leads see the member by name. Left out or null: every reader of reports by name. */
  team?: string | null | undefined;
  /** Whether a higher level counts for all of the past, too. */
  includePast?: boolean | undefined;
}

/**
 * Changes what a user shares with an organization from now on, and returns it: a new version, the older ones stay. Less is shared at once, of the past
 * too. Also of who left, who can share less alone. Not found: no such organization, never a member. Refused: an unknown team, a level above what the
 * organization takes.
 */
@Audited<ChangeSharing>(({ userId }) => ({ subjectId: userId }))
export class ChangeSharing extends Command<SharingState> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly org: string,
    readonly form: SharingForm,
  ) {
    super();
  }
}

const TEAM = 'SELECT id FROM org_teams WHERE org_id = $1 AND public_id = $2';

@CommandHandler(ChangeSharing)
export class ChangeSharingHandler implements ICommandHandler<ChangeSharing> {
  constructor(
    private readonly em: EntityManager,
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, org, form: { level, team, includePast } }: ChangeSharing): Promise<SharingState> {
    const { orgId, zone, mostShared } = await ownMembership(this.reads, userId, org);
    const place = LEVELS.indexOf(level);
    checkTaken(place, mostShared, 'level');
    return transaction(this.em, async (em) => {
      const teamId = team === undefined || team === null ? null : await teamOf(em, orgId, team);
      const today = dayNumber(localDate(zone, this.clock.now()));
      const { before, after } = await answerSharing(em, { orgId, userId, level: place, teamId, withPast: includePast === true, today });
      auditOrg(orgId);
      auditDetails({ before: told(before), after: told(after) });
      return after;
    });
  }
}

/** What the audit log tells of it. */
function told({ version, level, teamId, spans }: SharingState): Record<string, unknown> {
  return { version, level: LEVELS[level], teamId, spans };
}

async function teamOf(em: EntityManager, orgId: number, team: string): Promise<number> {
  const [found] = isPublicId(team) ? await sql<{ id: number }>(em, TEAM, [orgId, team]) : [];
  if (!found) throw unknownTeam();
  return found.id;
}
