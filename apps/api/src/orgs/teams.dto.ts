import { Flag, isoSeconds, MayBeLeftOut, RuledText } from '@app/core';
import { type ListedTeam, teamNameProblem } from '@app/orgs';

export class TeamBody {
  /** 1 to 100 characters, another than those of the other teams in any case. @example "Engines" */
  @RuledText(teamNameProblem, { minLength: 1, maxLength: 100 })
  name: string;
}

export class TeamMemberBody {
  /** Whether they lead the team; owners and administrators say so. Left out: unchanged, and no lead who is new. @example false */
  @MayBeLeftOut()
  @Flag()
  is_lead?: boolean;
}

export class TeamLead {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
}

export class TeamData {
  /** @example "0c9e4b7a-51d2-4f63-8a7e-9b0c1d2e3f4a" */
  id: string;
  /** @example "Engines" */
  name: string;
  /** @example 7 */
  member_count: number;
  leads: TeamLead[];
  /** Whether you are in it. @example true */
  is_member: boolean;
  /** Whether you lead it. @example false */
  is_lead: boolean;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  modified_at: string | null;
}

export class TeamAnswer {
  data: TeamData;
}

export class TeamsAnswer {
  data: TeamData[];
  /** @example 1 */
  total: number;
}

export function toTeam(team: ListedTeam): TeamAnswer {
  return { data: toTeamData(team) };
}

export function toTeams(teams: readonly ListedTeam[]): TeamsAnswer {
  return { data: teams.map(toTeamData), total: teams.length };
}

function toTeamData(team: ListedTeam): TeamData {
  return {
    id: team.id,
    name: team.name,
    member_count: team.members,
    leads: team.leads.map(({ id, username, displayName }) => ({ id, username, display_name: displayName })),
    is_member: team.isMember,
    is_lead: team.isLead,
    created_at: isoSeconds(team.createdAt),
    modified_at: team.modifiedAt === null ? null : isoSeconds(team.modifiedAt),
  };
}
