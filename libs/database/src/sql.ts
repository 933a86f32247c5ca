import type { EntityManager, PostgreSqlConnection } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/**
 * Runs a statement in the entity manager's transaction, if it has one. Arrays are passed as PostgreSQL arrays.
 * Columns come back as PostgreSQL names them; the caller states the row's type once, beside the statement.
 */
export async function sql<Row>(em: EntityManager, text: string, params: readonly unknown[] = []): Promise<Row[]> {
  const { rows } = await em.getKysely().executeQuery<Row>(CompiledQuery.raw(text, [...params]));
  return rows;
}

/**
 * Runs a statement by itself, in a transaction of its own, prepared once a connection under `name`: for the few statements that run
 * all the time. One name stands for one text. Int8 columns come back as text: cast to float8 what must be a number.
 */
export async function prepared<Row extends object>(em: EntityManager, name: string, text: string, params: unknown[]): Promise<Row[]> {
  const connection: PostgreSqlConnection = em.getConnection();
  const pool = await connection.getNativeClient();
  const { rows } = await pool.query<Row>({ name, text, values: params });
  return rows;
}
