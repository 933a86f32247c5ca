import { type Actor, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { worksSql } from '../keys/key-room.js';

/** An account as administrators see it. Instants in ms since 1970. */
export interface ListedUser {
  publicId: string;
  username: string;
  displayName: string;
  email: string | null;
  emailConfirmed: boolean;
  zone: string;
  plan: string;
  isOwner: boolean;
  isAdmin: boolean;
  disabled: boolean;
  createdAt: number;
  /** Keys that work. */
  keys: number;
  /** The newest local day with heartbeats, as far as they are rolled up; null before the first. */
  lastActiveDay: string | null;
}

export interface UserPage {
  users: ListedUser[];
  total: number;
}

/** A page of all accounts, oldest first; `search` is a part of a username, display name or e-mail address, in any case. For administrators. */
export class ListUsers extends Query<UserPage> {
  constructor(
    readonly actor: Actor,
    readonly page: { page: number; perPage: number },
    readonly search?: string,
  ) {
    super();
  }
}

/** SQL for the JSON of one account `u`, as `ListedUser`. Its statement has `listedParts` before and `LISTED_JOINS` beside `u`. */
export const LISTED_USER = `
  json_build_object(
    'publicId', u.public_id, 'username', u.username, 'displayName', u.display_name, 'email', u.email,
    'emailConfirmed', u.email_confirmed_at IS NOT NULL, 'zone', u.timezone, 'plan', u.plan, 'isOwner', u.is_owner, 'isAdmin', u.is_admin,
    'disabled', u.disabled_at IS NOT NULL, 'createdAt', floor(extract(epoch FROM u.created_at) * 1000),
    'keys', coalesce(live.keys, 0), 'lastActiveDay', to_char('epoch'::date + active.day, 'YYYY-MM-DD'))`;

/**
 * What a listed account has elsewhere, of the users that `ids` names: `active`, the newest day, and `live`, the keys. Apart from the account, not
 * in a subquery of it: a cluster takes none beside a common table expression.
 */
export const listedParts = (ids: string): string => `
  active AS (SELECT user_id, max(day) AS day FROM daily_rollups WHERE user_id IN (${ids}) GROUP BY user_id),
  live AS (
    SELECT user_id, count(*) AS keys FROM api_keys k
     WHERE user_id IN (${ids}) AND ${worksSql('now()')} GROUP BY user_id)`;

export const LISTED_JOINS = 'LEFT JOIN active ON active.user_id = u.id LEFT JOIN live ON live.user_id = u.id';

const LIST = `
  WITH found AS MATERIALIZED (
    SELECT id FROM users WHERE $1 = '' OR strpos(lower(username || ' ' || display_name || ' ' || coalesce(email, '')), lower($1)) > 0),
  page AS (SELECT id FROM found ORDER BY id LIMIT $2::int OFFSET $3::bigint),${listedParts('SELECT id FROM page')}
  SELECT (SELECT count(*) FROM found)::int AS total,
         coalesce((SELECT json_agg(${LISTED_USER} ORDER BY u.id) FROM page JOIN users u USING (id) ${LISTED_JOINS}), '[]')::text AS users`;

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ page: { page, perPage }, search }: ListUsers): Promise<UserPage> {
    const [row] = await this.reads.query<{ total: number; users: string }>({
      name: 'list-users',
      text: LIST,
      params: [search ?? '', perPage, (page - 1) * perPage],
    });
    const { total, users } = must(row, 'page');
    return { total, users: JSON.parse(users) };
  }
}
