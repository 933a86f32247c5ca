import { must } from '@app/core';
import { lockGroups, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { digestOf } from '../digests.js';
import { holdNames } from '../names/change-names.js';
import { namedProjectsSql, projectAddress, shownProjectsSql } from './project-name.js';

/**
 * Holds a user's projects until the end of the transaction: what they are shown as, and what is said of them. Taken before shown names are read
 * to change what is said of them.
 */
export async function lockProjects(em: EntityManager, userId: number): Promise<void> {
  await holdNames(em, userId);
  await lockGroups(em, userId);
}

const NAMED = namedProjectsSql('$1', '$2::text[]', '$3::text[]');

/** The shown names of the projects that these addresses call, in their order: a shown name, one that was sent, or an id. Undefined: none is. */
export async function findProjects(em: EntityManager, userId: number, projects: readonly string[]): Promise<(string | undefined)[]> {
  const addresses = projects.map((project) => projectAddress(project));
  const found = await sql<{ address: string; name: string }>(em, NAMED, [
    userId,
    addresses.map(({ name }) => name),
    addresses.map(({ digest }) => digest),
  ]);
  const names = new Map(found.map(({ address, name }) => [Number(address), name]));
  return projects.map((_, n) => names.get(n + 1));
}

// What a rename shows so keeps what is said of it when it is renamed again.
const MISSING = `
  WITH own AS MATERIALIZED (${shownProjectsSql('$1')})
  SELECT DISTINCT coalesce(r.name, w.name) AS name
    FROM unnest($2::text[]) AS w (name)
    LEFT JOIN own ON own.shown_name = w.name
    LEFT JOIN renames r ON r.user_id = $1 AND r.dimension = 'project' AND r.shown_name = w.name
   WHERE own.id IS NULL`;

const TAKE_IDS = `
  INSERT INTO dimension_counters AS c (user_id, activities, entities, user_agents, projects) VALUES ($1, 0, 0, 0, $2)
  ON CONFLICT (user_id) DO UPDATE SET projects = c.projects + excluded.projects
  RETURNING projects`;

const INSERT = `
  INSERT INTO projects (user_id, id, digest, sent_name)
  SELECT $1, n.id, n.digest, n.name FROM unnest($2::int[], $3::bytea[], $4::text[]) AS n (id, digest, name)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING`;

/**
 * Makes sure that each of these shown names has a row in `projects`, for what its owner says of it. Names that were sent have one; one that a
 * rule made may have none: it gets one by that name, however a rename shows it.
 */
export async function keepProjects(em: EntityManager, userId: number, names: readonly string[]): Promise<void> {
  const missing = (await sql<{ name: string }>(em, MISSING, [userId, names]))
    .map(({ name }) => ({ name, digest: digestOf(name) }))
    .toSorted((a, b) => Buffer.compare(a.digest, b.digest));
  if (missing.length === 0) return;
  const [row] = await sql<{ projects: number }>(em, TAKE_IDS, [userId, missing.length]);
  const { projects: last } = must(row, 'counter');
  await sql(em, INSERT, [userId, missing.map((_, n) => last - n), missing.map(({ digest }) => digest), missing.map(({ name }) => name)]);
}
