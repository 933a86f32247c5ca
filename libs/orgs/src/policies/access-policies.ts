import { type Actor, DomainError } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What keys of members may do on routes of an organization. */
export const PERSONAL_KEYS = ['manage', 'read', 'none'] as const;
export type PersonalKeys = (typeof PERSONAL_KEYS)[number];

/** How somebody uses a route of an organization. `leaving`: no policy keeps anybody from it. */
export type OrgUse = 'reading' | 'changing' | 'leaving';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What decides whether a member gets in by what they ask with. */
export interface AccessPolicies {
  email_domains: readonly string[];
  /** Whether the member is no owner and has no confirmed address of these domains. */
  has_other_address: boolean;
  session_hours: number | null;
  key_days: number | null;
  personal_keys: PersonalKeys;
}

/** Whether user `u` has a confirmed address of one of these domains. */
export const addressFitsSql = (domains: string): string =>
  `(u.email_confirmed_at IS NOT NULL AND split_part(u.email, '@', 2) = ANY (${domains}))`;

/**
 * Refuses a member whom a policy of the organization keeps out: by the address of their account, by a session that began too long ago, by a key
 * that is too old or may not do that. Their own routes are not asked, so they can always see and change what they share, and leave.
 */
export function checkAccessPolicies(policies: AccessPolicies, { by }: Actor, use: OrgUse, now: number): void {
  if (use === 'leaving') return;
  if (policies.has_other_address)
    throw new DomainError(
      'forbidden',
      'org.email-domain',
      `This organization takes members with a confirmed e-mail address of ${namesOf(policies.email_domains)} alone. Change the address of your account to one and confirm it: POST /api/auth/email/change.`,
    );
  if (by.kind === 'session') checkSession(policies, by.since, now);
  if (by.kind === 'key') checkKey(policies, by.since, use, now);
}

function checkSession({ session_hours: hours }: AccessPolicies, since: number, now: number): void {
  if (hours === null || now - since < hours * HOUR_MS) return;
  throw new DomainError(
    'forbidden',
    'org.session-too-old',
    `Sign in again: this organization takes sessions that began within the last ${hours === 1 ? 'hour' : `${hours} hours`}.`,
  );
}

function checkKey({ key_days: days, personal_keys: may }: AccessPolicies, since: number, use: OrgUse, now: number): void {
  if (may === 'none')
    throw new DomainError('forbidden', 'org.key-scope', 'This organization takes no API keys of members. Sign in with a browser instead.');
  if (may === 'read' && use === 'changing')
    throw new DomainError(
      'forbidden',
      'org.key-scope',
      'In this organization API keys of members only read. Sign in with a browser to change something.',
    );
  if (days === null || now - since < days * DAY_MS) return;
  throw new DomainError(
    'forbidden',
    'org.key-too-old',
    `This organization takes API keys that were made within the last ${days === 1 ? 'day' : `${days} days`}. Make a new one: POST /api/v1/users/current/api-keys.`,
  );
}

const DOMAINS = 'SELECT email_domains AS domains FROM organizations WHERE id = $1';

/** The domains that addresses of members must have; none: any. In the caller's transaction, after `lockOrg`. */
export async function emailDomainsOf(em: EntityManager, orgId: number): Promise<readonly string[]> {
  const [row] = await sql<{ domains: string[] }>(em, DOMAINS, [orgId]);
  return row?.domains ?? [];
}

/** Refuses who would join with an address of another domain. */
export async function checkJoins(em: EntityManager, orgId: number, email: string): Promise<void> {
  const domains = await emailDomainsOf(em, orgId);
  if (takesAddress(domains, email)) return;
  throw new DomainError(
    'forbidden',
    'org.email-domain',
    `This organization takes members with an e-mail address of ${namesOf(domains)} alone. Ask for an invitation to such an address.`,
  );
}

/** Whether members may have this address, as accounts have it. `domains` none: any. */
export function takesAddress(domains: readonly string[], email: string): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

/** Domains as a text: `a.example, b.example or c.example`. */
export function namesOf(domains: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(domains);
}
