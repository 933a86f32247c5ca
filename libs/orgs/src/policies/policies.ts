import { badParameter } from '@app/core';
import { domainOf } from '../domains/domain-rules.js';
import { knownOrgKeyPermissions } from '../keys/org-key-rules.js';
import { LEVELS } from '../sharing/levels.js';
import type { PersonalKeys } from './access-policies.js';

/** No number is shown that fewer people make up: the policy `min_group` is in these bounds. */
export const LEAST_GROUP = 3;
export const MOST_GROUP = 100;
/** Domains that the policy `email_domains` can name. */
export const MOST_EMAIL_DOMAINS = 20;
/** Bounds of `session_hours`, `key_days` and `details_days`. */
export const LONGEST_SESSION_HOURS = 720;
export const LONGEST_KEY_DAYS = 730;
export const FEWEST_DETAILS_DAYS = 30;
export const MOST_DETAILS_DAYS = 3_660;
/** The most of `former_names_days`. */
export const MOST_FORMER_DAYS = 3_660;

/** What an organization decides about what can be seen of its members, and about who gets in. Levels are places in `LEVELS`. */
export interface Policies {
  minGroup: number;
  mostShared: number;
  askedToShare: number;
  membersSeeReports: boolean;
  /** The zone that days are cut in where not each member's own are; null: each member's own alone. */
  zone: string | null;
  /** Members have a confirmed address of one of these; none: of any. In lower case. */
  emailDomains: readonly string[];
  /** How long ago a browser's session may have begun; null: as long as it lasts. */
  sessionHours: number | null;
  /** How long ago a key may have been made; null: as long as it lasts. */
  keyDays: number | null;
  /** What service keys may do; null: all that one can. */
  keyPermissions: readonly string[] | null;
  /** What keys of members may do here. */
  personalKeys: PersonalKeys;
  /** Of how many days, today among them, reports by name tell; null: of all. */
  detailsDays: number | null;
  /** For how many days who left is named in the list of members; null: for ever. */
  formerNamesDays: number | null;
}

/** Left out: unchanged. */
export type PoliciesChange = { [P in keyof Policies]?: Policies[P] | undefined };

/** The policies of an organization $1, locked by the caller where it changes them. */
export const POLICIES_SQL = `
  SELECT o.min_group AS "minGroup", o.most_shared AS "mostShared", o.asked_to_share AS "askedToShare", o.members_see_reports AS "membersSeeReports",
         o.timezone AS zone, o.email_domains AS "emailDomains", o.session_hours AS "sessionHours", o.key_days AS "keyDays",
         o.key_permissions AS "keyPermissions", o.personal_keys AS "personalKeys", o.details_days AS "detailsDays",
         o.former_names_days AS "formerNamesDays"
    FROM organizations o WHERE o.id = $1`;

/** Those of the domains $2 that are not proven by the organization $1. */
export const UNPROVEN_SQL = `
  SELECT w.domain
    FROM unnest($2::text[]) WITH ORDINALITY AS w (domain, place)
    LEFT JOIN org_domains d ON d.org_id = $1 AND d.domain = w.domain AND d.verified_at IS NOT NULL
   WHERE d.id IS NULL
   ORDER BY w.place`;

/** Refuses a policy that names domains that are not proven. */
export function refuseUnproven(unproven: readonly { domain: string }[]): void {
  if (unproven.length === 0) return;
  const names = unproven.map(({ domain }) => domain).join(', ');
  throw badParameter(
    'email_domains',
    `This organization has not proven ${names}. Add it and prove it first: POST organizations/{org}/domains, then POST …/domains/{domain}/verify.`,
  );
}

/** The policies after a change. Refused: to ask members for more than they can share, domains that are none. */
export function changedPolicies(before: Policies, change: PoliciesChange): Policies {
  const after: Policies = {
    minGroup: changed(change.minGroup, before.minGroup),
    mostShared: changed(change.mostShared, before.mostShared),
    askedToShare: changed(change.askedToShare, before.askedToShare),
    membersSeeReports: changed(change.membersSeeReports, before.membersSeeReports),
    zone: changed(change.zone, before.zone),
    emailDomains: changed(change.emailDomains && domainsOf(change.emailDomains), before.emailDomains),
    sessionHours: changed(change.sessionHours, before.sessionHours),
    keyDays: changed(change.keyDays, before.keyDays),
    keyPermissions: changed(change.keyPermissions && knownOrgKeyPermissions(change.keyPermissions), before.keyPermissions),
    personalKeys: changed(change.personalKeys, before.personalKeys),
    detailsDays: changed(change.detailsDays, before.detailsDays),
    formerNamesDays: changed(change.formerNamesDays, before.formerNamesDays),
  };
  if (after.askedToShare > after.mostShared)
    throw badParameter('asked_to_share', `Members can share ${LEVELS[after.mostShared]} at most; ask for no more, or raise most_shared.`);
  return after;
}

function changed<T>(value: T | undefined, before: T): T {
  return value === undefined ? before : value;
}

/** Domains as they stand in addresses, each once. */
function domainsOf(written: readonly string[]): string[] {
  const domains = written.map((text) => {
    const domain = domainOf(text);
    if (domain === undefined) throw badParameter('email_domains', `"${text.slice(0, 100)}" is not a domain. Write it as example.com.`);
    return domain;
  });
  return [...new Set(domains)];
}

/** Which changes let more be seen than before. */
export function relaxedPolicies(before: Policies, after: Policies): (keyof Policies)[] {
  const relaxed: Record<keyof Policies, boolean> = {
    ...SECURITY,
    minGroup: after.minGroup < before.minGroup,
    mostShared: after.mostShared > before.mostShared,
    // Only asks: what is shared is what a member answers.
    askedToShare: false,
    membersSeeReports: after.membersSeeReports && !before.membersSeeReports,
    // Two cuts of the same days tell of single hours.
    zone: after.zone !== before.zone,
    detailsDays: isLonger(before.detailsDays, after.detailsDays),
    formerNamesDays: isLonger(before.formerNamesDays, after.formerNamesDays),
  };
  return POLICY_KEYS.filter((policy) => relaxed[policy]);
}

/** They decide who gets in and how, and let nobody see more of a member than a role does. */
const SECURITY = { emailDomains: false, sessionHours: false, keyDays: false, keyPermissions: false, personalKeys: false };

/** Null: for ever. */
function isLonger(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}

/** What routes and the audit log call policies. */
export const POLICY_NAMES: Readonly<Record<keyof Policies, string>> = {
  minGroup: 'min_group',
  mostShared: 'most_shared',
  askedToShare: 'asked_to_share',
  membersSeeReports: 'members_see_reports',
  zone: 'timezone',
  emailDomains: 'email_domains',
  sessionHours: 'session_hours',
  keyDays: 'key_days',
  keyPermissions: 'key_permissions',
  personalKeys: 'personal_keys',
  detailsDays: 'details_days',
  formerNamesDays: 'former_names_days',
};

const POLICY_KEYS = [
  'minGroup',
  'mostShared',
  'askedToShare',
  'membersSeeReports',
  'zone',
  'emailDomains',
  'sessionHours',
  'keyDays',
  'keyPermissions',
  'personalKeys',
  'detailsDays',
  'formerNamesDays',
] as const satisfies readonly (keyof Policies)[];

/** Policies in the words of routes and of the audit log. */
export interface ShownPolicies {
  min_group: number;
  most_shared: string;
  asked_to_share: string;
  members_see_reports: boolean;
  timezone: string | null;
  email_domains: string[];
  session_hours: number | null;
  key_days: number | null;
  key_permissions: string[] | null;
  personal_keys: string;
  details_days: number | null;
  former_names_days: number | null;
}

export function shownPolicies(policies: Policies): ShownPolicies {
  return {
    min_group: policies.minGroup,
    most_shared: LEVELS[policies.mostShared] ?? '',
    asked_to_share: LEVELS[policies.askedToShare] ?? '',
    members_see_reports: policies.membersSeeReports,
    timezone: policies.zone,
    email_domains: [...policies.emailDomains],
    session_hours: policies.sessionHours,
    key_days: policies.keyDays,
    key_permissions: policies.keyPermissions && [...policies.keyPermissions],
    personal_keys: policies.personalKeys,
    details_days: policies.detailsDays,
    former_names_days: policies.formerNamesDays,
  };
}
