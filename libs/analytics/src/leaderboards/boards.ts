import { badParameter, DomainError } from '@app/core';
import { msSql, sql } from '@app/database';
import { isPublicId } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Boards that somebody is on, people on a board, how often a board may ask somebody within `INVITE_DAYS`, and invitations that wait for one person. */
export const MOST_BOARDS = 20;
export const MOST_MEMBERS = 100;
export const MOST_INVITES = 100;
export const MOST_INVITES_FOR_ONE = 50;

/** How long a link and an invitation are good. */
export const LINK_DAYS = 7;
export const INVITE_DAYS = 30;

/** A private leaderboard as one of its members sees it. Instants in ms since 1970. */
export interface Board {
  id: number;
  publicId: string;
  name: string;
  timeRange: string;
  members: number;
  /** Whether it belongs to who asks: whoever has been on it longest. */
  isOwner: boolean;
  createdAt: number;
  modifiedAt: number | null;
}

/** A board as somebody sees it who may join. */
export interface OfferedBoard {
  publicId: string;
  name: string;
  timeRange: string;
  members: number;
  /** The username of who asked; null: a link, or an account that is gone. */
  invitedBy: string | null;
  /** ms since 1970. */
  expiresAt: number;
}

/** Members of a board `b` who count: not the disabled ones. */
export const MEMBERS_SQL = `(
    SELECT count(*)::int FROM leaderboard_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE m.leaderboard_id = b.id)`;

/** To whom a board `b` belongs. */
const OWNER_SQL = `(
    SELECT m.user_id FROM leaderboard_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
     WHERE m.leaderboard_id = b.id ORDER BY m.joined_at, m.user_id LIMIT 1)`;

const BOARD_SQL = `
  SELECT b.id, b.public_id AS "publicId", b.name, b.time_range AS "timeRange", ${MEMBERS_SQL} AS members, ${OWNER_SQL} = $1::int AS "isOwner",
         ${msSql('b.created_at')} AS "createdAt",
         ${msSql('b.modified_at')} AS "modifiedAt"
    FROM leaderboards b
    JOIN leaderboard_members own ON own.leaderboard_id = b.id AND own.user_id = $1::int`;

/** The boards of user $1, by name. */
export const BOARDS_OF_SQL = `${BOARD_SQL} ORDER BY lower(b.name) COLLATE "C", b.id`;

/** The board $2 of user $1. */
export const BOARD_OF_SQL = `${BOARD_SQL} WHERE b.public_id = $2::uuid`;

const LOCK_BOARD = 'SELECT b.id FROM leaderboards b WHERE b.public_id = $1::uuid FOR UPDATE';
const LOCK_USER = 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE';
const COUNT_BOARDS = 'SELECT count(*)::int AS boards FROM leaderboard_members WHERE user_id = $1';

/** A board that somebody is on. Locked: nobody joins or leaves until the transaction ends. Not found: it is not there, or they are not on it. */
export async function boardOf(em: EntityManager, userId: number, publicId: string): Promise<Board> {
  if (!isPublicId(publicId)) throw noBoard();
  await sql(em, LOCK_BOARD, [publicId]);
  // A statement of its own: it sees what was committed before the lock was granted.
  const [board] = await sql<Board>(em, BOARD_OF_SQL, [userId, publicId]);
  if (!board) throw noBoard();
  return board;
}

/** The same for whoever owns it. Forbidden: a member who does not. */
export async function ownBoardOf(em: EntityManager, userId: number, publicId: string): Promise<Board> {
  const board = await boardOf(em, userId, publicId);
  if (!board.isOwner)
    throw new DomainError('forbidden', 'leaderboard.not-yours', 'Only whoever has been on this leaderboard longest may do that.');
  return board;
}

/** Refuses who is on as many boards as may be. Held to the end of the transaction; to be called before a board is locked. */
export async function checkRoomForUser(em: EntityManager, userId: number): Promise<void> {
  await sql(em, LOCK_USER, [userId]);
  const [row] = await sql<{ boards: number }>(em, COUNT_BOARDS, [userId]);
  if ((row?.boards ?? 0) >= MOST_BOARDS)
    throw new DomainError(
      'conflict',
      'leaderboards.too-many',
      `You are on ${MOST_BOARDS} leaderboards, which is the most there may be. Leave one first.`,
    );
}

/** The same for somebody who is not on it, or of whom it cannot be told. */
export function noBoard(): DomainError {
  return new DomainError('not-found', 'leaderboard.unknown', 'There is no such leaderboard, or you are not on it.');
}

/** What members show each other. */
export function consentOf(timeRange: string): string {
  const days = timeRange.replaceAll('_', ' ');
  return `Everybody on this leaderboard sees your name, picture, country, whether you are open for work, and your time and languages of the ${days}, also while your profile is private. You can leave at any time; then they see nothing of you any more.`;
}

/** Refuses who did not say that they agree. */
export function checkConsent(consent: boolean): void {
  if (!consent)
    throw badParameter('consent', 'Read what the others will see (`consent` of the invitation or link), and send true if you agree.');
}
