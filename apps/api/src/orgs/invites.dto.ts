import { PageInfo, PageParams, toPageInfo } from '@app/compat';
import { badParameter, isoSeconds, MayBeLeftOut, NameList, OneOf, OptionalRuledParameter, RuledText, TextList } from '@app/core';
import {
  INVITABLE_ROLES,
  type Invite,
  INVITE_STATES,
  type InvitedAddress,
  type InviteForm,
  type InvitePage,
  type InviteState,
  MOST_INVITED_AT_ONCE,
  MOST_TEAMS_OF_INVITE,
  RESULT_TEXTS,
  type Role,
} from '@app/orgs';
import { EMAIL_SCHEMA, emailProblem } from '@app/users';

const LONGEST_TEAM = 100;
const STATES = [...INVITE_STATES, 'all'] as const;

export class InviteBody {
  /** One address: the answer is then one invitation. @example "newmember@example.com" */
  @MayBeLeftOut()
  @RuledText(emailProblem, EMAIL_SCHEMA)
  email?: string;

  /** Up to 100 addresses: the answer is then a list, and says of each what became of it. */
  @MayBeLeftOut()
  @TextList(MOST_INVITED_AT_ONCE)
  emails?: string[];

  /** Left out: member. An owner is made by handing the ownership over. @example "member" */
  @MayBeLeftOut()
  @OneOf(INVITABLE_ROLES)
  role?: Role;

  /** Ids or names of teams that they are in once they accept: at most 20. @example [] */
  @MayBeLeftOut()
  @NameList(MOST_TEAMS_OF_INVITE, LONGEST_TEAM)
  teams?: string[];
}

function stateProblem(text: string): string | undefined {
  return STATES.some((state) => state === text) ? undefined : `status must be one of ${STATES.join(', ')}.`;
}

export class InvitesParams extends PageParams {
  /** pending, expired, accepted, declined, withdrawn or all. Left out: pending. @example "pending" */
  @OptionalRuledParameter(stateProblem)
  status?: InviteState | 'all';
}

export class InviterData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "ada" */
  username: string;
  /** @example "Ada Lovelace" */
  display_name: string;
}

export class InviteTeamData {
  /** @example "1b97fbe3-5c0e-4a2f-9b18-7e6f5d4c3b2a" */
  id: string;
  /** @example "Engines" */
  name: string;
}

/** An invitation. */
export class InviteData {
  /** @example "2c08acf4-6d1f-4b3a-8c29-8f7a6e5d4c3b" */
  id: string;
  /** @example "newmember@example.com" */
  email: string;
  /** @example "member" */
  role: string;
  /** pending, expired, accepted, declined or withdrawn. @example "pending" */
  status: string;
  teams: InviteTeamData[];
  /** Who invited last. Null: the account is gone. */
  invited_by: InviterData | null;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** @example "2026-11-29T10:03:20Z" */
  expires_at: string;
  answered_at: string | null;
  /** When the mail server took the last mail. Null: none was sent; the person finds the invitation under `users/current/invites`. */
  mailed_at: string | null;
  /** Whether a mail is still to be sent. @example true */
  mail_pending: boolean;
}

/** What became of an address. */
export class InvitedData {
  /** Null, as all that follows: there is no invitation. @example "2c08acf4-6d1f-4b3a-8c29-8f7a6e5d4c3b" */
  id: string | null;
  /** The address; of what is invalid, as it was written. @example "newmember@example.com" */
  email: string;
  /** invited, already_invited, already_member, domain_not_allowed, invalid, no_seat, too_many or too_many_mails. @example "invited" */
  result: string;
  /** The same for people. @example "Invited." */
  message: string;
  /** @example "member" */
  role: string | null;
  /** @example "pending" */
  status: string | null;
  teams: InviteTeamData[];
  invited_by: InviterData | null;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string | null;
  /** @example "2026-11-29T10:03:20Z" */
  expires_at: string | null;
  answered_at: string | null;
  mailed_at: string | null;
  /** @example true */
  mail_pending: boolean;
}

/** For one address. */
export class InvitedAnswer {
  data: InvitedData;
}

/** For a list of addresses, in its order. */
export class InvitedListAnswer {
  data: InvitedData[];
}

export class InviteAnswer {
  data: InviteData;
}

export class InvitesAnswer extends PageInfo {
  data: InviteData[];
}

export function toInviteForm({ email, emails, role = 'member', teams = [] }: InviteBody): InviteForm {
  const all = [...(email === undefined ? [] : [email]), ...(emails ?? [])];
  if (all.length === 0) throw badParameter('email', `Send an address as email, or up to ${MOST_INVITED_AT_ONCE} as emails.`);
  return { emails: all, role, teams, isOne: emails === undefined };
}

export function toInvited(invited: readonly InvitedAddress[], { emails }: InviteBody): InvitedAnswer | InvitedListAnswer {
  const data = invited.map(toInvitedData);
  const [one] = data;
  return emails === undefined && one ? { data: one } : { data };
}

function toInvitedData({ email, result, invite }: InvitedAddress): InvitedData {
  const said = { result, message: RESULT_TEXTS[result] };
  if (invite) return { ...toInviteData(invite), ...said };
  return {
    id: null,
    email,
    ...said,
    role: null,
    status: null,
    teams: [],
    invited_by: null,
    created_at: null,
    expires_at: null,
    answered_at: null,
    mailed_at: null,
    mail_pending: false,
  };
}

export function toInvite(invite: Invite): InviteAnswer {
  return { data: toInviteData(invite) };
}

function toInviteData({ publicId, invitedBy, createdAt, expiresAt, answeredAt, mailedAt, isMailDue, ...invite }: Invite): InviteData {
  return {
    id: publicId,
    ...invite,
    invited_by: invitedBy && { id: invitedBy.id, username: invitedBy.username, display_name: invitedBy.displayName },
    created_at: isoSeconds(createdAt),
    expires_at: isoSeconds(expiresAt),
    answered_at: answeredAt === null ? null : isoSeconds(answeredAt),
    mailed_at: mailedAt === null ? null : isoSeconds(mailedAt),
    mail_pending: isMailDue,
  };
}

export function toInvites({ invites, total }: InvitePage, page: { page: number; perPage: number }): InvitesAnswer {
  return { data: invites.map(toInviteData), ...toPageInfo(total, page) };
}
