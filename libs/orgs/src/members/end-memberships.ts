import { Clock, SERVER } from '@app/core';
import { type AuditRow, sql } from '@app/database';
import { AccountEnds } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Role } from '../access/permissions.js';
import { findOwner } from '../organizations/find-owner.js';
import { leaveOrg } from './leave-org.js';

const LOCK = `
  SELECT o.id FROM organizations o
   WHERE o.id IN (SELECT m.org_id FROM org_members m WHERE m.user_id = $1 AND m.left_at IS NULL)
   ORDER BY o.id FOR UPDATE`;
/** A statement of its own: it sees what was committed before the locks were granted. */
const MEMBERSHIPS = `
  SELECT m.org_id AS "orgId", m.role, u.username, o.deleted_at IS NOT NULL AS "isDeleted"
    FROM org_members m
    JOIN organizations o ON o.id = m.org_id
    JOIN users u ON u.id = m.user_id
   WHERE m.user_id = $1 AND m.left_at IS NULL AND m.org_id = ANY ($2::int[])
   ORDER BY m.org_id`;

interface Membership {
  orgId: number;
  role: Role;
  username: string;
  isDeleted: boolean;
}

/**
 * Ends the memberships of an account that is being deleted, in the transaction in which that begins: none of its organizations, fifty at most, is without an owner
 * for a moment, also where two owners are deleted at once.
 */
@Injectable()
export class EndMemberships implements OnModuleInit {
  constructor(
    private readonly ends: AccountEnds,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.ends.add((em, userId) => this.end(em, userId));
  }

  private async end(em: EntityManager, userId: number): Promise<AuditRow[]> {
    const locked = await sql<{ id: number }>(em, LOCK, [userId]);
    const memberships = await sql<Membership>(em, MEMBERSHIPS, [userId, locked.map(({ id }) => id)]);
    const rows: AuditRow[] = [];
    for (const membership of memberships) rows.push(...(await this.leave(em, userId, membership)));
    return rows;
  }

  private async leave(em: EntityManager, userId: number, { orgId, role, username, isDeleted }: Membership): Promise<AuditRow[]> {
    const now = this.clock.now();
    await leaveOrg(em, orgId, userId, now);
    const details = { member: username, before: { role }, reason: 'account deleted' };
    const left: AuditRow = { actor: SERVER, message: 'RemoveMember', subjectId: userId, orgId, details };
    return [left, ...(isDeleted ? [] : await findOwner(em, orgId, now))];
  }
}
