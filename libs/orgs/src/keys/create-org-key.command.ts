import { randomUUID } from 'node:crypto';
import { Audited, auditDetails, badParameter, Clock, DomainError, isoSeconds, must, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { checkOutlives, expiryOf, keyNameProblem } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { keyWorksSql, type OrgKeyFacts, type OrgKeyRow, ORG_KEYS_SQL, toOrgKeyFacts } from './org-key-rows.js';
import { KEY_MAKERS, MOST_ORG_KEYS, newOrgKey, orgKeyPermissionsOf } from './org-key-rules.js';

export interface CreatedOrgKey extends OrgKeyFacts {
  /** `chro_…`, shown this once: only its hash is kept. */
  key: string;
}

/** What a service key begins with. */
export interface OrgKeyWish {
  name: string;
  permissions: readonly string[];
  /** ISO 8601 with a zone, or a date; null or left out: as late as the organization lets keys end. */
  expiresAt?: string | null | undefined;
}

/**
 * Gives an organization a service key. Refused: a name that is none, permissions that no service key, or none of this organization, can have, an expiry that
 * is over or later than that of who asks or than the organization's policy says; the 51st key that works (conflict).
 */
@Audited<CreateOrgKey>(({ org, wish }) => ({ orgId: org.orgId, details: { ...wish } }))
export class CreateOrgKey extends Command<CreatedOrgKey> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly wish: OrgKeyWish,
  ) {
    super();
  }
}

const DAY_MS = 86_400_000;

const COUNT = `
  SELECT count(*)::int AS n FROM org_keys k WHERE k.org_id = $1 AND ${keyWorksSql('$2::timestamptz', '$3')}`;
const POLICY = 'SELECT key_days, key_permissions FROM organizations WHERE id = $1';
const INSERT = `
  INSERT INTO org_keys (org_id, public_id, hash, name, prefix, permissions, made_by, expires_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const READ = `${ORG_KEYS_SQL} AND k.org_id = $1 AND k.public_id = $2`;

@CommandHandler(CreateOrgKey)
export class CreateOrgKeyHandler implements ICommandHandler<CreateOrgKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org, wish }: CreateOrgKey): Promise<CreatedOrgKey> {
    const { orgId } = org;
    const now = this.clock.now();
    const problem = keyNameProblem(wish.name);
    if (problem !== undefined) throw badParameter('name', problem);
    const permissions = orgKeyPermissionsOf(wish.permissions);
    const wishedEnd = wish.expiresAt ? expiryOf(wish.expiresAt, now) : null;
    const { shown, hash, prefix } = newOrgKey();
    const publicId = randomUUID();
    return transaction(this.em, async (em) => {
      const madeBy = await lockAsPerson(em, actor, org, 'keys:manage');
      const [policy] = await sql<KeyPolicy>(em, POLICY, [orgId]);
      const end = endOf(wishedEnd, must(policy, 'organization'), now);
      checkAllowed(permissions, must(policy, 'organization'));
      checkOutlives(actor, end);
      const [count] = await sql<{ n: number }>(em, COUNT, [orgId, new Date(now), KEY_MAKERS]);
      if (must(count, 'count of keys').n >= MOST_ORG_KEYS) throw tooMany();
      await sql(em, INSERT, [
        orgId,
        publicId,
        hash,
        wish.name.trim(),
        prefix,
        permissions,
        madeBy,
        end === null ? null : new Date(end),
        new Date(now),
      ]);
      auditDetails({ key: publicId });
      const [row] = await sql<OrgKeyRow>(em, READ, [orgId, publicId]);
      return { ...toOrgKeyFacts(must(row, 'new key')), key: shown };
    });
  }
}

/** What an organization lets service keys be. */
interface KeyPolicy {
  key_days: number | null;
  key_permissions: string[] | null;
}

/** When a key ends that is made now: by the organization's policy at the latest, and then where nobody says when. */
function endOf(wished: number | null, { key_days: days }: KeyPolicy, now: number): number | null {
  if (days === null) return wished;
  const latest = now + days * DAY_MS;
  if (wished !== null && wished > latest)
    throw badParameter(
      'expires_at',
      `In this organization keys end within ${days === 1 ? 'a day' : `${days} days`} (policy key_days): by ${isoSeconds(latest)}. Say an earlier time, or leave it out.`,
    );
  return wished ?? latest;
}

/** Refuses permissions that the organization gives no key. */
function checkAllowed(permissions: readonly string[], { key_permissions: allowed }: KeyPolicy): void {
  if (allowed === null || permissions.every((permission) => allowed.includes(permission))) return;
  throw badParameter(
    'permissions',
    `Service keys of this organization may have ${allowed.join(', ')} (policy key_permissions), and nothing else.`,
  );
}

function tooMany(): DomainError {
  return new DomainError(
    'conflict',
    'org-key.too-many',
    `This organization has ${MOST_ORG_KEYS} service keys that work, and there may be no more. Revoke those that are not needed.`,
  );
}
