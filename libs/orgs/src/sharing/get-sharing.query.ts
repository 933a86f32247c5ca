import type { UserActor } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgPermission, Role } from '../access/permissions.js';
import { type DaysQuestion, type PersonTime, TimeByName } from '../by-name/time-by-name.js';
import { administers } from '../members/member-rows.js';
import type { SharingState } from './answer-sharing.js';
import { AGGREGATE, TOTALS } from './levels.js';
import { type OwnMembership, ownMembership } from './own-membership.js';
import { isSeenByName, type Sharer, sharersOf, type Viewer } from './sharers.js';

/** Answers that are listed. */
export const MOST_ANSWERS = 100;
/** People who may see one by name that are listed. */
export const MOST_SEEING = 100;

/** An answer of a member. */
export interface PastAnswer extends SharingState {
  /** The id of the team; null: none was named, or it is there no more. */
  team: string | null;
  teamName: string | null;
  /** ms since 1970. */
  answeredAt: number;
}

/** Somebody who may see one by name. */
export interface Seeing {
  publicId: string;
  username: string;
  displayName: string;
  /** `owner` or `admin`; null: as a lead alone. */
  role: string | null;
  /** The teams of one that they lead, by name. */
  leads: string[];
}

/** What somebody shares with an organization, and what is seen of it. */
export interface Sharing {
  membership: OwnMembership;
  /** Newest first, at most `MOST_ANSWERS`; none: nothing was answered. */
  answers: PastAnswer[];
  /** Who may see one by name now, at most `MOST_SEEING`. */
  seenBy: Seeing[];
  /** What owners and administrators see of the days that were asked for; null: nothing by name. */
  byOwner: PersonTime | null;
  /** What leads of the member’s teams see; null: nothing by name. */
  byLead: PersonTime | null;
  /** What is a part of sums; null: nothing. */
  inSums: PersonTime | null;
}

/**
 * What a user shares with an organization, what was answered when, who may see it, and what they see of some days: by the code of the reports. Also of
 * an organization that the user left. Not found: no such organization, never a member.
 */
export class GetSharing extends Query<Sharing> {
  constructor(
    readonly actor: UserActor,
    readonly userId: number,
    readonly org: string,
    readonly question: DaysQuestion,
  ) {
    super();
  }
}

const ANSWERS = `
  SELECT s.version, s.level, s.team_id AS "teamId", s.spans, t.public_id AS team, t.name AS "teamName",
         ${msSql('s.answered_at')} AS "answeredAt"
    FROM org_shares s
    LEFT JOIN org_teams t ON t.org_id = s.org_id AND t.id = s.team_id
   WHERE s.org_id = $1 AND s.user_id = $2
   ORDER BY s.version DESC
   LIMIT ${MOST_ANSWERS}`;

/** Owners, administrators and whoever leads a team, with the teams of $2 that they lead. */
const VIEWERS = `
  SELECT m.user_id AS "userId", u.public_id AS "publicId", u.username, u.display_name AS "displayName", m.role,
         ARRAY(SELECT l.team_id FROM org_team_members l WHERE l.org_id = m.org_id AND l.user_id = m.user_id AND l.is_lead ORDER BY 1) AS leads,
         ARRAY(SELECT t.name
                 FROM org_team_members l
                 JOIN org_team_members own ON own.org_id = l.org_id AND own.team_id = l.team_id AND own.user_id = $2
                 JOIN org_teams t ON t.id = l.team_id
                WHERE l.org_id = m.org_id AND l.user_id = m.user_id AND l.is_lead
                ORDER BY lower(t.name) COLLATE "C") AS "leadsOfOwn"
    FROM org_members m
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE m.org_id = $1 AND m.left_at IS NULL AND m.user_id <> $2
     AND (m.role IN ('owner', 'admin')
          OR EXISTS (SELECT
                       FROM org_team_members l
                       JOIN org_team_members own ON own.org_id = l.org_id AND own.team_id = l.team_id AND own.user_id = $2
                      WHERE l.org_id = m.org_id AND l.user_id = m.user_id AND l.is_lead))
   ORDER BY m.role IN ('owner', 'admin') DESC, lower(u.username) COLLATE "C"
   LIMIT 1000`;

interface ViewerRow {
  publicId: string;
  username: string;
  displayName: string;
  role: Role;
  leads: number[];
  leadsOfOwn: string[];
}

const MAY_SEE_PEOPLE: ReadonlySet<OrgPermission> = new Set<OrgPermission>(['reports:people']);
const OWNER: Viewer = { role: 'owner', leads: [], permissions: MAY_SEE_PEOPLE };

@QueryHandler(GetSharing)
export class GetSharingHandler implements IQueryHandler<GetSharing> {
  constructor(
    private readonly reads: ReadPool,
    private readonly times: TimeByName,
  ) {}

  async execute({ userId, org, question }: GetSharing): Promise<Sharing> {
    const membership = await ownMembership(this.reads, userId, org);
    const { orgId } = membership;
    const answers = await this.reads.query<PastAnswer>({ name: 'org-answers', text: ANSWERS, params: [orgId, userId] });
    const sharer = (await sharersOf(this.reads, orgId)).find((one) => one.userId === userId);
    const seen = async (person: Sharer | undefined, least = TOTALS): Promise<PersonTime | null> => {
      const [time] = await this.times.read(orgId, person ? [person] : [], question, 'lists', least);
      return time?.days.some(({ level }) => level >= least) ? time : null;
    };
    return {
      membership,
      answers,
      seenBy: await this.seenBy(orgId, sharer),
      byOwner: await seen(sharer && isSeenByName(sharer, OWNER) ? sharer : undefined),
      byLead: await seen(sharer && isSeenByName(sharer, leadOf(sharer.teams)) ? sharer : undefined),
      // Sums name nobody, so they tell of all days.
      inSums: await seen(sharer && { ...sharer, detailsDays: null }, AGGREGATE),
    };
  }

  private async seenBy(orgId: number, sharer: Sharer | undefined): Promise<Seeing[]> {
    if (!sharer || sharesAtMost(sharer) < TOTALS) return [];
    const rows = await this.reads.query<ViewerRow>({ name: 'org-viewers', text: VIEWERS, params: [orgId, sharer.userId] });
    return rows
      .filter(({ role, leads }) => isSeenByName(sharer, { ...leadOf(leads), role: administers(role) ? role : 'member' }))
      .slice(0, MOST_SEEING)
      .map(({ publicId, username, displayName, role, leadsOfOwn }) => ({
        publicId,
        username,
        displayName,
        role: administers(role) ? role : null,
        leads: leadsOfOwn,
      }));
  }
}

/** The highest level of any day. */
function sharesAtMost({ spans, mostShared }: Sharer): number {
  return Math.min(mostShared, Math.max(0, ...spans.map(([, level]) => level)));
}

/** Somebody who leads these teams and is nothing else. */
function leadOf(teams: readonly number[]): Viewer {
  return { role: 'member', leads: teams, permissions: MAY_SEE_PEOPLE };
}
