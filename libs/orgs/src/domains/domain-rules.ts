import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { domainToASCII } from 'node:url';
import { DomainError } from '@app/core';
import { emailOf } from '@app/users';

/** Domains of one organization. */
export const MOST_DOMAINS = 20;
/** What a domain can do: nothing, or let whoever has a confirmed address of it join. */
export const CAPTURES = ['off', 'join'] as const;
export type Capture = (typeof CAPTURES)[number];
/** What somebody can be who joins without being invited. */
export const DOMAIN_ROLES = ['member', 'viewer'] as const;
export type DomainRole = (typeof DOMAIN_ROLES)[number];

/** A record that was found is looked for again after a week, one that was not after a day. */
export const CHECKED_EVERY_MS = 7 * 86_400_000;
export const MISSED_EVERY_MS = 86_400_000;
/** So often in a row not found, and the domain is proven no more. */
export const MOST_MISSES = 3;
/** A domain is looked up at most once within this time by hand. */
export const VERIFY_PAUSE_MS = 30_000;

const require = createRequire(import.meta.url);

/** Where everybody can have an address: such a domain is nobody's own. */
const PROVIDERS: ReadonlySet<string> = new Set<string>(require('email-providers/all.json'));

/** How a domain is stored: as it stands in addresses. Undefined: addresses have no such domain. */
export function domainOf(text: string): string | undefined {
  const written = text.trim().replace(/\.$/, '');
  return written.includes('@') ? undefined : emailOf(`a@${written}`)?.slice(2);
}

/** Why a text is no domain that an organization can have, or undefined. */
export function domainProblem(text: string): string | undefined {
  const domain = domainOf(text);
  if (domain === undefined) return 'This is not a domain of e-mail addresses. Write it as example.com.';
  if (PROVIDERS.has(domain)) return 'Everybody can have an address of this domain, so it is no organization’s own.';
  return undefined;
}

/** Where the record of a domain must be. */
export function recordNameOf(domain: string): string {
  return `_chronova-challenge.${domainToASCII(domain)}`;
}

/** What the record of a domain must say: no secret, but nothing that anybody could have written by chance. */
export function newChallenge(): string {
  return `chronova-domain-verification=${randomBytes(20).toString('hex')}`;
}

/** The refusal of a domain that the organization does not have. */
export function noSuchDomain(): DomainError {
  return new DomainError('not-found', 'domain.unknown', 'The organization has no such domain.');
}
