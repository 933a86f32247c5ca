import { randomUUID } from 'node:crypto';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Names that were given by renames and are shown no more, and what is shown in their place. Renames know only what each own name is shown as: of "a
 * is b" and "b is c" there is "a is c" left. Goals that say b are followed by these. All in the transaction that `changeNames` gives.
 */

/** Names that are kept of an account; beyond, the oldest is forgotten. */
const MOST_FORMER_NAMES = 1_000;

/** Everything that was shown as `name` is shown as `to` now. `isOwn`: something is called `name` without a rename, so that renames know it. */
export async function followRename(
  em: EntityManager,
  userId: number,
  dimension: string,
  { name, to, isOwn }: { name: string; to: string; isOwn: boolean },
): Promise<void> {
  await sql(em, MOVE, [userId, dimension, name, to]);
  if (!isOwn) await sql(em, ADD, [userId, randomUUID(), dimension, name, to]);
  await sql(em, FORGET_OWN, [userId, dimension]);
  await sql(em, FORGET_OLDEST, [userId]);
}

/** A rename that is no more: what was shown so has its own name again. */
export interface UndoneRename {
  dimension: string;
  name: string;
  shown: string;
}

/** What had a name on the way to one that was undone has its own name again. */
export async function followUndo(em: EntityManager, userId: number, undone: readonly UndoneRename[]): Promise<void> {
  const columns = [undone.map(({ dimension }) => dimension), undone.map(({ name }) => name), undone.map(({ shown }) => shown)];
  await sql(em, GIVE_BACK, [userId, ...columns]);
  await sql(em, FORGET_UNDONE, [userId, columns[0], columns[2]]);
  await sql(em, FORGET_OLDEST, [userId]);
}

const MOVE = 'UPDATE former_names SET shown_name = $4 WHERE user_id = $1 AND dimension = $2 AND shown_name = $3';

const ADD = `
  INSERT INTO former_names (user_id, id, dimension, name, shown_name)
  SELECT $1::int, $2::uuid, $3::text, $4::text, $5::text
   WHERE NOT EXISTS (SELECT FROM former_names WHERE user_id = $1::int AND dimension = $3::text AND name = $4::text AND shown_name = $5::text)`;

const FORGET_OWN = 'DELETE FROM former_names WHERE user_id = $1 AND dimension = $2 AND name = shown_name';

const GIVE_BACK = `
  INSERT INTO former_names (user_id, id, dimension, name, shown_name)
  SELECT f.user_id, gen_random_uuid(), f.dimension, f.name, u.name
    FROM former_names f
    JOIN unnest($2::text[], $3::text[], $4::text[]) AS u (dimension, name, shown) ON u.dimension = f.dimension AND u.shown = f.shown_name AND u.name <> f.name
   WHERE f.user_id = $1
   ORDER BY f.id`;

/** What is shown so by another rename still is. */
const FORGET_UNDONE = `
  DELETE FROM former_names f
   USING unnest($2::text[], $3::text[]) AS u (dimension, shown)
   WHERE f.user_id = $1 AND f.dimension = u.dimension AND f.shown_name = u.shown
     AND NOT EXISTS (SELECT FROM renames r WHERE r.user_id = $1 AND r.dimension = f.dimension AND r.shown_name = f.shown_name)`;

const FORGET_OLDEST = `
  DELETE FROM former_names
   WHERE user_id = $1
     AND id IN (SELECT id FROM former_names WHERE user_id = $1 ORDER BY created_at DESC, id OFFSET ${MOST_FORMER_NAMES})`;
