import { DomainError } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noOrg } from '../access/org-access.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { answered, levelOn, type Spans } from './levels.js';

/** What somebody answers: how much they share with an organization. */
export interface SharingAnswer {
  orgId: number;
  userId: number;
  /** A place in `LEVELS`. */
  level: number;
  /** Only the leads of this team, one of the organization’s, see them by name; null: every reader of reports by name. */
  teamId: number | null;
  /** Whether a higher level counts for all of the past, too. */
  withPast: boolean;
  /** The day that it is where the member is, days since 1970. */
  today: number;
}

/** What was shared before an answer, and what is after it. */
export interface AnsweredSharing {
  before: SharingState;
  after: SharingState;
}

/** What is shared after the newest answer. */
export interface SharingState {
  /** 0: nothing was answered. */
  version: number;
  level: number;
  teamId: number | null;
  spans: Spans;
}

/** Also of who left: they can still share less. */
const LOCK = 'SELECT left_at IS NOT NULL AS "hasLeft" FROM org_members WHERE org_id = $1 AND user_id = $2 FOR NO KEY UPDATE';
const NEWEST = `
  SELECT version, level, team_id AS "teamId", spans FROM org_shares WHERE org_id = $1 AND user_id = $2 ORDER BY version DESC LIMIT 1`;
const HAS_TEAM = 'SELECT FROM org_teams WHERE org_id = $1 AND id = $2';
const APPEND = `
  INSERT INTO org_shares (org_id, user_id, version, level, team_id, spans) VALUES ($1, $2, $3, $4, $5, $6)`;

/**
 * Writes down what a member agrees to share, as a new version, in the caller's transaction. The member’s row is locked to its end: of two answers at
 * once the later one counts, and both are kept. Sums of the organization are computed anew. Not found: they never were a member. Refused: a team of another organization; who left and would
 * share more.
 */
export async function answerSharing(em: EntityManager, answer: SharingAnswer): Promise<AnsweredSharing> {
  const { orgId, userId, level, teamId, withPast, today } = answer;
  const [member] = await sql<{ hasLeft: boolean }>(em, LOCK, [orgId, userId]);
  if (!member) throw noOrg();
  if (teamId !== null && (await sql(em, HAS_TEAM, [orgId, teamId])).length === 0) throw unknownTeam();
  const newest = await newestAnswer(em, orgId, userId);
  const before = newest ?? { version: 0, level: 0, teamId: null, spans: [] };
  const spans = answered(before.spans, level, { today, withPast });
  if (member.hasLeft && isMore(before.spans, spans, today)) throw leftAlready();
  // The same answer again changes nothing.
  if (newest && newest.level === level && newest.teamId === teamId && JSON.stringify(newest.spans) === JSON.stringify(spans))
    return { before, after: before };
  const after = { version: before.version + 1, level, teamId, spans };
  await sql(em, APPEND, [orgId, userId, after.version, level, teamId, JSON.stringify(spans)]);
  await markOrgSums(em, orgId);
  return { before, after };
}

/** The newest answer of a member, or of who left; undefined: nothing was answered. */
export async function newestAnswer(em: EntityManager, orgId: number, userId: number): Promise<SharingState | undefined> {
  const [newest] = await sql<SharingState>(em, NEWEST, [orgId, userId]);
  return newest;
}

/** Whether more is shared of any day: levels change on the days that spans begin on. */
function isMore(before: Spans, after: Spans, today: number): boolean {
  const days = [...before, ...after].map(([from]) => from ?? Number.MIN_SAFE_INTEGER);
  return [...days, today].some((day) => levelOn(after, day) > levelOn(before, day));
}

function leftAlready(): DomainError {
  return new DomainError('forbidden', 'sharing.left', 'You left this organization: you can share less with it, and not more.');
}

/** The refusal of a team that is none of the organization’s. */
export function unknownTeam(): DomainError {
  return new DomainError('invalid', 'sharing.unknown-team', 'The organization has no such team. Ask for its teams.', {
    team: ['The organization has no such team.'],
  });
}
