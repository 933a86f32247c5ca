import { type Actor, Audited, auditDetails, auditOrg, auditSubject, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId, type Plan, usernameProblem } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addMember } from '../members/add-member.js';
import { hasOtherOwner, setRole } from '../members/member-rows.js';
import { slugProblem } from '../organizations/org-names.js';
import { checkRoom, lockOrg } from '../organizations/org-rows.js';
import { type ListedOrg, listedOrg, type OrgStatus } from './billing-rows.js';

/** What an administrator of the instance changes of an organization. Left out: unchanged. */
export interface BillingChange {
  plan?: Plan | undefined;
  status?: OrgStatus | undefined;
  /** Null: as many as an organization can have. */
  seats?: number | null | undefined;
  /** ms since 1970. */
  periodEnd?: number | null | undefined;
  /** Becomes an owner, and a member where they are none: a username, @username or public id. */
  owner?: string | undefined;
}

/**
 * Sets plan, status, seats and period of an organization, or names an owner of it, as where the account of the only one is disabled, and returns it.
 * Not found: no such organization or account. Conflict: fewer seats than members.
 */
@Audited<ChangeBilling>(({ name }) => ({ details: { organization: name } }))
export class ChangeBilling extends Command<ListedOrg> {
  constructor(
    readonly actor: Actor,
    /** An id or slug. */
    readonly name: string,
    readonly change: BillingChange,
  ) {
    super();
  }
}

const FIND = 'SELECT id FROM organizations WHERE public_id = $1::uuid OR slug = $2';
const FIND_USER = `
  SELECT u.id, u.username, m.role
    FROM users u
    LEFT JOIN org_members m ON m.org_id = $3 AND m.user_id = u.id AND m.left_at IS NULL
   WHERE (u.public_id = $1::uuid OR lower(u.username) = $2) AND u.disabled_at IS NULL`;
const CHANGE = `
  UPDATE organizations SET plan = $2, status = $3, seats = $4, period_end = to_timestamp($5::float8 / 1000), modified_at = now() WHERE id = $1`;

@CommandHandler(ChangeBilling)
export class ChangeBillingHandler implements ICommandHandler<ChangeBilling> {
  constructor(private readonly em: EntityManager) {}

  execute({ name, change }: ChangeBilling): Promise<ListedOrg> {
    return transaction(this.em, async (em) => {
      const orgId = await orgNamed(em, name);
      await lockOrg(em, orgId);
      auditOrg(orgId);
      const present = await listedOrg(em, orgId);
      const before = { plan: present.plan, status: present.status, seats: present.seatsSet, periodEnd: present.periodEnd };
      const after = {
        plan: change.plan ?? before.plan,
        status: change.status ?? before.status,
        seats: change.seats === undefined ? before.seats : change.seats,
        periodEnd: change.periodEnd === undefined ? before.periodEnd : change.periodEnd,
      };
      if (change.seats != null && change.seats < present.seatsUsed) throw tooFewSeats(present.seatsUsed);
      auditDetails({ organization: present.slug, before, after });
      await sql(em, CHANGE, [orgId, after.plan, after.status, after.seats, after.periodEnd]);
      if (change.owner !== undefined) await nameOwner(em, orgId, change.owner);
      return listedOrg(em, orgId);
    });
  }
}

async function orgNamed(em: EntityManager, name: string): Promise<number> {
  const text = name.toLowerCase();
  const known = isPublicId(text) || slugProblem(text) === undefined;
  const [org] = known ? await sql<{ id: number }>(em, FIND, [isPublicId(text) ? text : null, text]) : [];
  if (!org) throw new DomainError('not-found', 'org.unknown', 'There is no such organization.');
  return org.id;
}

async function nameOwner(em: EntityManager, orgId: number, name: string): Promise<void> {
  const text = name.replace(/^@/, '').toLowerCase();
  const known = isPublicId(text) || usernameProblem(text) === undefined;
  const params = [isPublicId(text) ? text : null, text, orgId];
  const [user] = known ? await sql<{ id: number; username: string; role: string | null }>(em, FIND_USER, params) : [];
  if (!user) throw new DomainError('not-found', 'user.unknown', 'There is no such user, or the account is disabled.');
  auditSubject(user.id);
  auditDetails({ owner: user.username });
  if (user.role === 'owner') return;
  if (await hasOtherOwner(em, orgId, user.id))
    throw new DomainError(
      'conflict',
      'org.has-owner',
      'The organization has an owner, who can hand it over. An owner is named where none has an account that works.',
    );
  if (user.role === null) await addMember(em, { orgId, userId: user.id, role: 'owner', source: 'link' });
  else {
    await checkRoom(em, user.id, { joins: false, owns: true });
    await setRole(em, orgId, user.id, 'owner');
  }
}

function tooFewSeats(members: number): DomainError {
  return new DomainError(
    'conflict',
    'org.seats-taken',
    `The organization has ${members} members: it needs as many seats. Members must be removed first.`,
    { seats: ['Fewer than its members.'] },
  );
}
