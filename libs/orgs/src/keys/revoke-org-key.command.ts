import { Audited, auditDetails, Clock, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { noOrgKey } from './org-key-rules.js';

/** Takes a service key away. It is refused everywhere within a second. Not found: the organization has none of that id. */
@Audited<RevokeOrgKey>(({ org, key }) => ({ orgId: org.orgId, details: { key } }))
export class RevokeOrgKey extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly key: string,
  ) {
    super();
  }
}

const REVOKE = 'UPDATE org_keys SET revoked_at = $3 WHERE org_id = $1 AND public_id = $2 AND revoked_at IS NULL RETURNING name';

@CommandHandler(RevokeOrgKey)
export class RevokeOrgKeyHandler implements ICommandHandler<RevokeOrgKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, key }: RevokeOrgKey): Promise<void> {
    if (!isPublicId(key)) throw noOrgKey();
    await transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'keys:manage');
      const [row] = await sql<{ name: string }>(em, REVOKE, [org.orgId, key, new Date(this.clock.now())]);
      if (!row) throw noOrgKey();
      auditDetails({ name: row.name });
    });
  }
}
