import { randomUUID } from 'node:crypto';
import { Audited, auditDetails, badParameter, Clock, DomainError, must, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { checkOutlives, expiryOf, keyNameProblem } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { type OrgKeyFacts, type OrgKeyRow, ORG_KEYS_SQL, toOrgKeyFacts } from './org-key-rows.js';
import { MOST_ORG_KEYS, newOrgKey, orgKeyPermissionsOf } from './org-key-rules.js';

export interface CreatedOrgKey extends OrgKeyFacts {
  /** `chro_…`, shown this once: only its hash is kept. */
  key: string;
}

/** What a service key begins with. */
export interface OrgKeyWish {
  name: string;
  permissions: readonly string[];
  /** ISO 8601 with a zone, or a date; null or left out: it does not expire. */
  expiresAt?: string | null | undefined;
}

/**
 * Gives an organization a service key. Refused: a name that is none, permissions that no service key can have, an expiry that is over or later than that
 * of who asks; the 51st key that works (conflict).
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

const COUNT = `
  SELECT count(*)::int AS n FROM org_keys k
   WHERE k.org_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2::timestamptz)`;
const INSERT = `
  INSERT INTO org_keys (org_id, public_id, hash, name, prefix, permissions, made_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
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
    const expiresAt = wish.expiresAt ? expiryOf(wish.expiresAt, now) : null;
    checkOutlives(actor, expiresAt);
    const { shown, hash, prefix } = newOrgKey();
    const publicId = randomUUID();
    const end = expiresAt === null ? null : new Date(expiresAt);
    return transaction(this.em, async (em) => {
      const madeBy = await lockAsPerson(em, actor, org, 'keys:manage');
      const [count] = await sql<{ n: number }>(em, COUNT, [orgId, new Date(now)]);
      if (must(count, 'count of keys').n >= MOST_ORG_KEYS) throw tooMany();
      await sql(em, INSERT, [orgId, publicId, hash, wish.name.trim(), prefix, permissions, madeBy, end]);
      auditDetails({ key: publicId });
      const [row] = await sql<OrgKeyRow>(em, READ, [orgId, publicId]);
      return { ...toOrgKeyFacts(must(row, 'new key')), key: shown };
    });
  }
}

function tooMany(): DomainError {
  return new DomainError(
    'conflict',
    'org-key.too-many',
    `This organization has ${MOST_ORG_KEYS} service keys that work, and there may be no more. Revoke those that are not needed.`,
  );
}
