import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager, PostgreSqlConnection } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

const cancelled = new AsyncLocalStorage<AbortSignal>();

/**
 * Runs `work`. From the moment `signal` is aborted no `sql()` in it starts, and the one that runs is cancelled in PostgreSQL: both fail, so
 * that a transaction around them is rolled back.
 */
export function cancelledBy<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return cancelled.run(signal, work);
}

/**
 * Runs a statement in the entity manager's transaction, if it has one. Arrays are passed as PostgreSQL arrays.
 * Columns come back as PostgreSQL names them; the caller states the row's type once, beside the statement.
 */
export async function sql<Row>(em: EntityManager, text: string, params: readonly unknown[] = []): Promise<Row[]> {
  const signal = cancelled.getStore();
  const { rows } = await em
    .getKysely()
    .executeQuery<Row>(CompiledQuery.raw(text, [...params]), signal && { signal, inflightQueryAbortStrategy: 'cancel query' });
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

/** The SQL of an instant, such as of a column, as ms since 1970. */
export function msSql(instant: string): string {
  return `floor(extract(epoch FROM ${instant}) * 1000)::float8`;
}
