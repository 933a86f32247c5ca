import { isoSeconds, MayBeLeftOut, OneOf } from '@app/core';
import { type Level, LEVELS, levelTexts, type LinkedOffer, type NextStep, type Offer } from '@app/orgs';

/** What was done, for people. */
export class DoneAnswer {
  /** @example "Done." */
  message: string;
}

export class AcceptInviteBody {
  /** What you share from today on, not of the past. Left out: nothing. You can change it whenever you want. @example "none" */
  @MayBeLeftOut()
  @OneOf(LEVELS)
  share?: Level;
}

export class OfferOrgData {
  /** @example "7f2d8c1a-3b4e-4d5f-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "ACME Corporation" */
  name: string;
  /** @example "acme" */
  slug: string;
}

/** Who would see what at a level of sharing. */
export class SharingLevelData {
  /** @example "aggregate" */
  level: string;
  /** @example "You count in sums of groups. Nobody sees you by name." */
  means: string;
  /** Whether the organization lets its members share so much. @example true */
  possible: boolean;
  /** Whether the organization asks for it. You decide. @example false */
  asked_for: boolean;
}

/** What holds in the organization, for who thinks about joining. */
export class OfferPoliciesData {
  /** No number of a group is shown that fewer people make up. @example 5 */
  min_group: number;
  /** The most that can be shared. @example "everything" */
  most_shared: string;
  /** What the organization asks its members to share. Nobody must. @example "none" */
  asked_to_share: string;
  /** Whether members see sums of groups, as those who lead do. @example false */
  members_see_reports: boolean;
}

/** An organization that you can join, and what is seen of you there. */
export class OfferData {
  /** @example "2c08acf4-6d1f-4b3a-8c29-8f7a6e5d4c3b" */
  id: string;
  /** `invite`: somebody invited you. `domain`: whoever has an address of the organization's domain may join. @example "invite" */
  kind: string;
  organization: OfferOrgData;
  /** The name of who invited. Null: nobody did. @example "Ada Lovelace" */
  invited_by: string | null;
  /** The address that is invited. @example "newmember@example.com" */
  email: string;
  /** What you would be there. @example "member" */
  role: string;
  /** The teams that you would be in. @example ["Engines"] */
  teams: string[];
  expires_at: string | null;
  policies: OfferPoliciesData;
  /** What you share when you have joined and said nothing: nothing. @example "none" */
  shared_at_first: string;
  /** What the levels of sharing mean. Each includes those before it. */
  levels: SharingLevelData[];
}

export class LinkedOfferData extends OfferData {
  /**
   * sign_in: the address has an account. confirm_address: it has one, whose address is to be confirmed first. sign_up: it has none, see `sign_up_url`.
   * ask_for_account: it has none, and nobody can sign up here. @example "sign_up"
   */
  next: NextStep;
  /** Where to sign up with this address: the link proves it. */
  sign_up_url: string | null;
}

export class LinkedOfferAnswer {
  data: LinkedOfferData;
}

export class OffersAnswer {
  data: OfferData[];
  /** At most 100 are listed. @example 1 */
  total: number;
}

function levelOf(place: number): string {
  return LEVELS[place] ?? 'none';
}

function toLevels({ org: { name }, terms }: Offer): SharingLevelData[] {
  return levelTexts({ name, ...terms }).map(({ level, text, isTaken }, place) => ({
    level,
    means: text,
    possible: isTaken,
    asked_for: place > 0 && place === terms.askedToShare,
  }));
}

function toOffer(offer: Offer): OfferData {
  const { publicId, kind, org, invitedBy, email, role, teams, expiresAt, terms } = offer;
  return {
    id: publicId,
    kind,
    organization: org,
    invited_by: invitedBy && (invitedBy.displayName || invitedBy.username),
    email,
    role,
    teams,
    expires_at: expiresAt === null ? null : isoSeconds(expiresAt),
    policies: {
      min_group: terms.minGroup,
      most_shared: levelOf(terms.mostShared),
      asked_to_share: levelOf(terms.askedToShare),
      members_see_reports: terms.membersSeeReports,
    },
    shared_at_first: levelOf(0),
    levels: toLevels(offer),
  };
}

export function toOffers(offers: readonly Offer[]): OffersAnswer {
  return { data: offers.map(toOffer), total: offers.length };
}

export function toLinkedOffer({ next, signUpUrl, ...offer }: LinkedOffer): LinkedOfferAnswer {
  return { data: { ...toOffer(offer), next, sign_up_url: signUpUrl ?? null } };
}
