import { type Actor, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { isTeamName, type ListedTeam, noTeam, teamIn, TEAMS_SQL } from './team-rows.js';

/** The teams of an organization, by name: at most two hundred. */
export class ListTeams extends Query<ListedTeam[]> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

/** A team, by public id or name in any case. Not found: there is none. */
export class GetTeam extends Query<ListedTeam> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly team: string,
  ) {
    super();
  }
}

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ actor, org }: ListTeams): Promise<ListedTeam[]> {
    const [row] = await this.reads.query<{ teams: string }>({
      name: 'org-teams',
      text: TEAMS_SQL,
      params: [org.orgId, actor.userId, null],
    });
    return JSON.parse(must(row, 'teams').teams);
  }
}

@QueryHandler(GetTeam)
export class GetTeamHandler implements IQueryHandler<GetTeam> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ actor, org, team }: GetTeam): Promise<ListedTeam> {
    if (!isTeamName(team)) throw noTeam();
    return teamIn(await this.reads.query({ name: 'org-teams', text: TEAMS_SQL, params: [org.orgId, actor.userId, team] }));
  }
}
