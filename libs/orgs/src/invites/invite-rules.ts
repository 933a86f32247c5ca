import { DomainError } from '@app/core';
import { type Role, ROLES, rolesThatMay } from '../access/permissions.js';

/** How long an invitation is good. */
export const INVITE_DAYS = 7;
/** How long one is kept that was answered, withdrawn or is too old. */
export const KEPT_INVITE_DAYS = 90;
/** Addresses of one request. */
export const MOST_INVITED_AT_ONCE = 100;
/** Invitations of an organization that nobody answered. */
export const MOST_PENDING = 1_000;
/** Mails that an organization, and an account in all of its organizations, may ask for within a day. */
export const MOST_MAILS_A_DAY = 1_000;
/** Teams of one invitation. */
export const MOST_TEAMS_OF_INVITE = 20;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What somebody can be invited as: an owner is made by handing the ownership over. */
export const INVITABLE_ROLES = ROLES.filter((role) => role !== 'owner');

/** The roles that may invite; who invited must still have one when the invitation is accepted. */
export const INVITERS: readonly Role[] = rolesThatMay('invites:manage');

/** What became of an address that was to be invited. */
export type InviteResult =
  'invited' | 'already_invited' | 'already_member' | 'domain_not_allowed' | 'invalid' | 'no_seat' | 'too_many' | 'too_many_mails';

/** What each means, for people. */
export const RESULT_TEXTS: Readonly<Record<InviteResult, string>> = {
  invited: 'Invited.',
  already_invited:
    'Invited before: the invitation is as it was written now. Its link was replaced if the last mail is more than an hour old.',
  already_member: 'Whoever has this address is a member already.',
  domain_not_allowed: 'Members of this organization have an address of the domains that its policy email_domains names.',
  invalid: 'This is not an e-mail address. Write it as name@example.com.',
  no_seat: 'No seat is free: members and open invitations have them all. Withdraw an invitation, or ask for more seats.',
  too_many: `${MOST_PENDING} invitations are open, which is the most. Withdraw some, or wait for answers.`,
  too_many_mails: `${MOST_MAILS_A_DAY} mails were asked for within a day, which is the most. Try again tomorrow.`,
};

/** What is there before somebody is invited. */
export interface InviteRoom {
  /** Seats that neither members nor open invitations have. */
  seats: number;
  /** Open invitations that may still be added. */
  pending: number;
  /** Mails that may still be asked for. */
  mails: number;
}

/** What is known of an address. */
export interface KnownAddress {
  email: string;
  isMember: boolean;
  /** Whether the organization takes addresses of its domain. */
  isAllowed: boolean;
  /** Since when it is invited, ms since 1970; null: it is not. */
  askedAt: number | null;
}

/**
 * What becomes of each address, in their order, with the room that is left. Whoever is invited anew takes a seat, a place among the open ones and a
 * mail; who was invited before takes a mail, where the last one is an hour old.
 */
export function decideInvites(addresses: readonly KnownAddress[], room: InviteRoom, now: number): Map<string, InviteResult> {
  const left = { ...room };
  return new Map(addresses.map((address) => [address.email, decide(address, left, now)]));
}

function decide({ isMember, isAllowed, askedAt }: KnownAddress, left: InviteRoom, now: number): InviteResult {
  if (isMember) return 'already_member';
  if (!isAllowed) return 'domain_not_allowed';
  if (askedAt !== null && !mayMailAgain(askedAt, now)) return 'already_invited';
  if (left.mails <= 0) return 'too_many_mails';
  if (askedAt === null && left.pending <= 0) return 'too_many';
  if (askedAt === null && left.seats <= 0) return 'no_seat';
  left.mails -= 1;
  if (askedAt !== null) return 'already_invited';
  left.pending -= 1;
  left.seats -= 1;
  return 'invited';
}

/** Whether an address may get a mail again: an hour after the last one. */
export function mayMailAgain(askedAt: number, now: number): boolean {
  return now - askedAt >= HOUR_MS;
}

/** One refusal for every invitation that does not work, whatever the reason: it tells a stranger nothing. */
export function deadInvite(): DomainError {
  return new DomainError(
    'not-found',
    'invite.dead',
    `There is no such invitation, or it does not work: it was answered or withdrawn, a newer link replaced it, it is older than ${INVITE_DAYS} days, or whoever invited may not do so any more. Ask for a new one.`,
  );
}

/** The refusal of an address of an organization that names no invitation of it that is open. */
export function noSuchInvite(): DomainError {
  return new DomainError('not-found', 'invite.unknown', 'There is no such invitation, or it was answered or withdrawn.');
}
