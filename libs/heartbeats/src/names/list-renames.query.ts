import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NamedField } from './fields.js';

/** A name that is shown otherwise. */
export interface ListedRename {
  id: string;
  dimension: NamedField;
  /** Without the rename. */
  name: string;
  shown: string;
  /** ms since 1970. */
  createdAt: number;
}

/** A page of renames, and how many there are. */
export interface RenameList {
  renames: ListedRename[];
  total: number;
}

/** A user's renames, of all dimensions or one, by dimension and shown name. */
export class ListRenames extends Query<RenameList> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly dimension: NamedField | undefined,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@QueryHandler(ListRenames)
export class ListRenamesHandler implements IQueryHandler<ListRenames> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, dimension, page: { page, perPage } }: ListRenames): Promise<RenameList> {
    const rows = await sql<ListedRename>(this.em, LIST, [userId, dimension ?? null, perPage, (page - 1) * perPage]);
    const [count] = await sql<{ n: number }>(this.em, COUNT, [userId, dimension ?? null]);
    return { renames: rows, total: count?.n ?? 0 };
  }
}

const LIST = `
  SELECT id, dimension, name, shown_name AS shown, extract(epoch FROM created_at)::float8 * 1000 AS "createdAt"
    FROM renames
   WHERE user_id = $1 AND ($2::text IS NULL OR dimension = $2)
   ORDER BY dimension, shown_name COLLATE "C", name COLLATE "C", id
   LIMIT $3 OFFSET $4`;
const COUNT = 'SELECT count(*)::int AS n FROM renames WHERE user_id = $1 AND ($2::text IS NULL OR dimension = $2)';
