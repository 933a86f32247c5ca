import { codesOf, willPass } from './database-waiter.js';

/** A start that cannot go on, with what to do about it: one line for the person who started it. */
export class StartProblem extends Error {}

/** One line that says what is wrong with the database and what to do, for an error while starting; undefined for what is something else. */
export function databaseProblem(error: unknown): string | undefined {
  if (error instanceof StartProblem) return error.message;
  if (willPass(error)) return `the database at DATABASE_URL does not answer (${reasonOf(error)}). Start it, or correct DATABASE_URL.`;
  const code = codesOf(error).find((one) => one !== '') ?? '';
  // Class 28: authorization; 3D000: no such database.
  if (/^(28|3D)/.test(code)) return `the database at DATABASE_URL refuses: ${reasonOf(error)}. Correct DATABASE_URL.`;
  if (code === '42501')
    return `the role of DATABASE_URL may not do what it must: ${reasonOf(error)}. Let it own the database, or name one that it owns in DATABASE_URL.`;
  return undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  // MikroORM puts the statement before PostgreSQL's own words.
  return error instanceof Error ? (error.message.split(' - ').at(-1) ?? error.message) : String(error);
}
