import { Audited, auditDetails, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { type ListedTeam, listedTeam, teamNamed, teamNameOf, teamTaken } from './team-rows.js';

/** Renames a team, and returns it. Conflict: another has the name in any case. */
@Audited<RenameTeam>(({ org, team, name }) => ({ orgId: org.orgId, details: { team, after: { name } } }))
export class RenameTeam extends Command<ListedTeam> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id or name. */
    readonly team: string,
    readonly name: string,
  ) {
    super();
  }
}

const TAKEN = 'SELECT FROM org_teams WHERE org_id = $1 AND lower(name) = lower($2) AND id <> $3';
const RENAME = 'UPDATE org_teams SET name = $3, modified_at = now() WHERE org_id = $1 AND id = $2';

@CommandHandler(RenameTeam)
export class RenameTeamHandler implements ICommandHandler<RenameTeam> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, team, name: text }: RenameTeam): Promise<ListedTeam> {
    const name = teamNameOf(text);
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'teams:manage');
      const found = await teamNamed(em, org.orgId, team);
      auditDetails({ team: found.name, before: { name: found.name } });
      const taken = await sql(em, TAKEN, [org.orgId, name, found.id]);
      if (taken.length > 0) throw teamTaken(name);
      await sql(em, RENAME, [org.orgId, found.id, name]);
      return listedTeam(em, org.orgId, actor.userId, found.publicId);
    });
  }
}
