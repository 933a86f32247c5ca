import { badParameter } from '@app/core';
import { LEVELS } from '../sharing/levels.js';

/** No number is shown that fewer people make up: the policy `min_group` is in these bounds. */
export const LEAST_GROUP = 3;
export const MOST_GROUP = 100;

/** What an organization decides about what can be seen of its members. Levels are places in `LEVELS`. */
export interface Policies {
  minGroup: number;
  mostShared: number;
  askedToShare: number;
  membersSeeReports: boolean;
  /** The zone that days are cut in where not each member's own are; null: each member's own alone. */
  zone: string | null;
}

/** Left out: unchanged. */
export type PoliciesChange = { [P in keyof Policies]?: Policies[P] | undefined };

/** The policies of an organization $1, locked by the caller where it changes them. */
export const POLICIES_SQL = `
  SELECT o.min_group AS "minGroup", o.most_shared AS "mostShared", o.asked_to_share AS "askedToShare", o.members_see_reports AS "membersSeeReports",
         o.timezone AS zone
    FROM organizations o WHERE o.id = $1`;

/** The policies after a change. Refused: to ask members for more than they can share. */
export function changedPolicies(before: Policies, change: PoliciesChange): Policies {
  const after: Policies = {
    minGroup: change.minGroup ?? before.minGroup,
    mostShared: change.mostShared ?? before.mostShared,
    askedToShare: change.askedToShare ?? before.askedToShare,
    membersSeeReports: change.membersSeeReports ?? before.membersSeeReports,
    zone: change.zone === undefined ? before.zone : change.zone,
  };
  if (after.askedToShare > after.mostShared)
    throw badParameter('asked_to_share', `Members can share ${LEVELS[after.mostShared]} at most; ask for no more, or raise most_shared.`);
  return after;
}

/** Which changes let more be seen than before. */
export function relaxedPolicies(before: Policies, after: Policies): (keyof Policies)[] {
  const relaxed: Record<keyof Policies, boolean> = {
    minGroup: after.minGroup < before.minGroup,
    mostShared: after.mostShared > before.mostShared,
    // Only asks: what is shared is what a member answers.
    askedToShare: false,
    membersSeeReports: after.membersSeeReports && !before.membersSeeReports,
    // Two cuts of the same days tell of single hours.
    zone: after.zone !== before.zone,
  };
  return POLICY_KEYS.filter((policy) => relaxed[policy]);
}

export const POLICY_KEYS = [
  'minGroup',
  'mostShared',
  'askedToShare',
  'membersSeeReports',
  'zone',
] as const satisfies readonly (keyof Policies)[];

/** What routes and the audit log call policies. */
export const POLICY_NAMES: Readonly<Record<keyof Policies, string>> = {
  minGroup: 'min_group',
  mostShared: 'most_shared',
  askedToShare: 'asked_to_share',
  membersSeeReports: 'members_see_reports',
  zone: 'timezone',
};

/** Policies in the words of routes and of the audit log. */
export function shownPolicies({ minGroup, mostShared, askedToShare, membersSeeReports, zone }: Policies): Record<string, unknown> {
  return {
    min_group: minGroup,
    most_shared: LEVELS[mostShared],
    asked_to_share: LEVELS[askedToShare],
    members_see_reports: membersSeeReports,
    timezone: zone,
  };
}
