import { type Actor, DomainError, type UserActor } from '@app/core';
import { prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { checkPermission, type KnownPermission } from '../keys/scopes.js';
import { isPublicId, usernameProblem } from '../accounts/user-rules.js';
import { EVERYTHING, type Shares, SHARES_SQL, type Visibility } from './visibility.js';

/** Whose data it is, and what of it the actor may see. */
export interface Subject {
  userId: number;
  visibility: Visibility;
}

/** Whoever asks, as the subject: one's own data. */
export function oneself({ userId }: UserActor): Subject {
  return { userId, visibility: EVERYTHING };
}

/**
 * The user that an address names, by public id, username or @username, in any case, and what of it `actor` may see: of
 * oneself everything, of others what they made public. Not found, all alike: unknown, private and disabled users. Forbidden: oneself, by a
 * key without the permission `needed`.
 */
export class FindSubject extends Query<Subject> {
  constructor(
    readonly actor: Actor,
    readonly name: string,
    readonly needed: KnownPermission,
  ) {
    super();
  }
}

const FIND = `
  SELECT u.id, u.is_profile_private OR u.disabled_at IS NOT NULL AS hidden, ${SHARES_SQL}::text AS shares
    FROM users u WHERE u.public_id = $1 OR lower(u.username) = $2`;

/** The refusal of whoever is not there for who asks: unknown, private and disabled users alike. */
export function nobody(): DomainError {
  return new DomainError('not-found', 'user.unknown', 'There is no such user, or the profile is private.');
}

@QueryHandler(FindSubject)
export class FindSubjectHandler implements IQueryHandler<FindSubject> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, name, needed }: FindSubject): Promise<Subject> {
    const text = name.replace(/^@/, '').toLowerCase();
    const publicId = isPublicId(text) ? text : null;
    const username = usernameProblem(text) === undefined ? text : null;
    const [row] =
      publicId || username
        ? await prepared<{ id: number; hidden: boolean; shares: string }>(this.em, 'find-subject', FIND, [publicId, username])
        : [];
    if (!row || (row.hidden && row.id !== actor.userId)) {
      throw nobody();
    }
    if (row.id !== actor.userId) {
      const shares: Shares = JSON.parse(row.shares);
      return { userId: row.id, visibility: { ...shares, own: false } };
    }
    checkPermission(actor, needed);
    return { userId: row.id, visibility: EVERYTHING };
  }
}
