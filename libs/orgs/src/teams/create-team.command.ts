import { randomUUID } from 'node:crypto';
import { Audited, DomainError, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { type ListedTeam, listedTeam, MOST_TEAMS, teamNameOf, teamTaken } from './team-rows.js';

/** Makes a team without members, and returns it. Conflict: another has the name in any case, or the organization has two hundred. */
@Audited<CreateTeam>(({ org, name }) => ({ orgId: org.orgId, details: { team: name } }))
export class CreateTeam extends Command<ListedTeam> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly name: string,
  ) {
    super();
  }
}

const COUNT = 'SELECT count(*)::int AS teams FROM org_teams WHERE org_id = $1';
const INSERT = `
  INSERT INTO org_teams (org_id, public_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id`;

@CommandHandler(CreateTeam)
export class CreateTeamHandler implements ICommandHandler<CreateTeam> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, name: text }: CreateTeam): Promise<ListedTeam> {
    const name = teamNameOf(text);
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'teams:manage');
      const [count] = await sql<{ teams: number }>(em, COUNT, [org.orgId]);
      if ((count?.teams ?? 0) >= MOST_TEAMS)
        throw new DomainError('conflict', 'org.too-many-teams', `An organization has ${MOST_TEAMS} teams at most. Delete one first.`);
      const publicId = randomUUID();
      const made = await sql(em, INSERT, [org.orgId, publicId, name]);
      if (made.length === 0) throw teamTaken(name);
      return listedTeam(em, org.orgId, actor.userId, publicId);
    });
  }
}
