import { isoSeconds, MayBeLeftOut, OneOf, RuledText } from '@app/core';
import { type Capture, CAPTURES, type Domain, DOMAIN_ROLES, type DomainRole, domainProblem, recordNameOf } from '@app/orgs';

export class AddDomainBody {
  /** The part of your addresses after the `@`. @example "acme.dev" */
  @RuledText(domainProblem, { minLength: 4, maxLength: 253 })
  domain: string;
}

export class ChangeDomainBody {
  /** `join`: whoever has a confirmed address of the domain may join, if they want to. `off`: nothing. @example "join" */
  @MayBeLeftOut()
  @OneOf(CAPTURES)
  capture?: Capture;

  /** What they are then. @example "member" */
  @MayBeLeftOut()
  @OneOf(DOMAIN_ROLES)
  role?: DomainRole;
}

/** The DNS record that proves a domain. */
export class DomainRecordData {
  /** @example "TXT" */
  type: string;
  /** @example "_chronova-challenge.acme.dev" */
  name: string;
  /** @example "chronova-domain-verification=0f1e2d3c4b5a69788796a5b4c3d2e1f001234567" */
  value: string;
}

export class DomainData {
  /** @example "3d19bdf5-7e2a-4c4b-9d3a-9a8b7f6e5d4c" */
  id: string;
  /** @example "acme.dev" */
  domain: string;
  /** pending, until it is proven, or verified. @example "verified" */
  status: string;
  record: DomainRecordData;
  /** off or join. @example "join" */
  capture: string;
  /** What who joins by it is: member or viewer. @example "member" */
  role: string;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  verified_at: string | null;
  /** When its record was last looked for. */
  checked_at: string | null;
  /** How often in a row it was missing; at the third time the domain is proven no more. @example 0 */
  misses: number;
}

export class DomainAnswer {
  data: DomainData;
}

export class DomainsAnswer {
  data: DomainData[];
  /** At most 20. @example 1 */
  total: number;
}

export function toDomain(domain: Domain): DomainAnswer {
  return { data: toDomainData(domain) };
}

export function toDomains(domains: readonly Domain[]): DomainsAnswer {
  return { data: domains.map(toDomainData), total: domains.length };
}

function toDomainData({ publicId, domain, challenge, capture, role, createdAt, verifiedAt, checkedAt, misses }: Domain): DomainData {
  return {
    id: publicId,
    domain,
    status: verifiedAt === null ? 'pending' : 'verified',
    record: { type: 'TXT', name: recordNameOf(domain), value: challenge },
    capture,
    role,
    created_at: isoSeconds(createdAt),
    verified_at: verifiedAt === null ? null : isoSeconds(verifiedAt),
    checked_at: checkedAt === null ? null : isoSeconds(checkedAt),
    misses,
  };
}
