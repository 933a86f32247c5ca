import { type Actor, must } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ApiKeyFacts, type ApiKeyRow, API_KEY_COLUMNS, toApiKeyFacts } from './api-key-facts.js';

export interface ApiKeyList {
  keys: ApiKeyFacts[];
  /** Of all pages. */
  total: number;
}

/** The user's keys that are not revoked, newest first, expired ones among them: one page of them, counted from 1. */
export class ListApiKeys extends Query<ApiKeyList> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, page: { page, perPage } }: ListApiKeys): Promise<ApiKeyList> {
    const rows = await sql<ApiKeyRow>(
      this.em,
      `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [userId, perPage, (page - 1) * perPage],
    );
    const [count] = await sql<{ total: number }>(
      this.em,
      'SELECT count(*)::int AS total FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL',
      [userId],
    );
    return { keys: rows.map(toApiKeyFacts), total: must(count, 'count').total };
  }
}
