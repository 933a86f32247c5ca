import { msSql, sql } from '@app/database';
import { isPublicId } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Capture, type DomainRole, domainOf, noSuchDomain } from './domain-rules.js';

/** A domain of an organization. Instants in ms since 1970. */
export interface Domain {
  id: number;
  publicId: string;
  domain: string;
  challenge: string;
  capture: Capture;
  role: DomainRole;
  createdAt: number;
  /** Null: it is not proven. */
  verifiedAt: number | null;
  checkedAt: number | null;
  misses: number;
}

/** The columns of a domain `d`, as `Domain`. */
export const DOMAIN_COLUMNS = `
  d.id, d.public_id AS "publicId", d.domain, d.challenge, d.capture, d.role, ${msSql('d.created_at')} AS "createdAt",
  ${msSql('d.verified_at')} AS "verifiedAt", ${msSql('d.checked_at')} AS "checkedAt", d.misses`;

const FIND = `
  SELECT ${DOMAIN_COLUMNS} FROM org_domains d WHERE d.org_id = $1 AND (d.public_id = $2::uuid OR d.domain = $3)`;

/** A domain of an organization, by its id or itself. Not found: it has none such. */
export async function domainOfOrg(em: EntityManager, orgId: number, name: string): Promise<Domain> {
  const [domain] = await sql<Domain>(em, FIND, [orgId, isPublicId(name) ? name : null, domainOf(name) ?? null]);
  if (!domain) throw noSuchDomain();
  return domain;
}
