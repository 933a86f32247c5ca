import { type Actor, Audited, auditSubject, DomainError, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isPublicId, unknownUser } from '../accounts/user-rules.js';
import { LISTED_JOINS, LISTED_USER, listedParts, type ListedUser } from './list-users.query.js';

/** Labels without a price: an administrator gives them. */
export const PLANS = ['free', 'pro', 'team', 'enterprise'] as const;
export type Plan = (typeof PLANS)[number];

/** What an administrator may change of an account. Left out: unchanged. */
export interface UserChange {
  /** A disabled account's keys, sessions and password are refused, within a second; what it has stays. */
  disabled?: boolean;
  isAdmin?: boolean;
  plan?: Plan;
}

/**
 * Changes an account as an administrator, and returns it. Refused: an unknown account; to disable or demote the owner or oneself, so that
 * an instance never is without somebody who can undo it.
 */
@Audited<ChangeUser>(({ publicId, change }) => ({ details: { user: publicId, ...change } }))
export class ChangeUser extends Command<ListedUser> {
  constructor(
    readonly actor: Actor,
    readonly publicId: string,
    readonly change: UserChange,
  ) {
    super();
  }
}

// `least` takes no notice of NULL: a disabled account keeps its instant. On a cluster CASE and coalesce may not hold `now()`.
const CHANGE = `
  WITH u AS (
    UPDATE users SET
      disabled_at = least(CASE WHEN $2::bool IS DISTINCT FROM false THEN disabled_at END, now() + CASE WHEN $2::bool THEN interval '0' END),
      is_admin = coalesce($3::bool, is_admin), plan = coalesce($4, plan), modified_at = now()
     WHERE public_id = $1 RETURNING *),${listedParts('$5::int')}
  SELECT (${LISTED_USER})::text AS changed FROM u ${LISTED_JOINS}`;

@CommandHandler(ChangeUser)
export class ChangeUserHandler implements ICommandHandler<ChangeUser> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor, publicId, change }: ChangeUser): Promise<ListedUser> {
    if (!isPublicId(publicId)) return Promise.reject(unknownUser());
    return transaction(this.em, async (em) => {
      const [user] = await sql<{ id: number; is_owner: boolean }>(em, 'SELECT id, is_owner FROM users WHERE public_id = $1 FOR UPDATE', [
        publicId,
      ]);
      if (!user) throw unknownUser();
      auditSubject(user.id);
      const loses = change.disabled === true || change.isAdmin === false;
      if (loses && user.is_owner) throw new DomainError('forbidden', 'user.owner', 'The owner can be neither disabled nor demoted.');
      if (loses && user.id === actor.userId)
        throw new DomainError('forbidden', 'user.self', 'Let another administrator disable or demote you.');
      const [row] = await sql<{ changed: string }>(em, CHANGE, [
        publicId,
        change.disabled ?? null,
        change.isAdmin ?? null,
        change.plan ?? null,
        user.id,
      ]);
      return JSON.parse(must(row, 'changed account').changed);
    });
  }
}
