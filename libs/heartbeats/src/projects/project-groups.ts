import { badParameter, DomainError } from '@app/core';
import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { findProjects, keepProjects } from './own-projects.js';
import { shownProjectsSql } from './project-name.js';

/** What projects are grouped under: a project has any number of labels, and one client or none. */
export type GroupKind = 'label' | 'client';

/** Labels, and clients, of an account. */
export const MOST_GROUPS = 100;
/** Projects of a label or a client. */
export const MOST_PROJECTS = 500;

/** A label or a client, with the shown names of its projects. */
export interface ProjectGroup {
  id: string;
  name: string;
  color: string | null;
  rate: number | null;
  /** Minutes. */
  timeout: number | null;
  /** ms since 1970. */
  createdAt: number;
  projects: string[];
}

/** What of a label or a client can be changed; left out: it stays. */
export interface GroupChange {
  /** 1 to 100 characters, and no other of its kind has it. */
  name?: string;
  /** `#rrggbb`. */
  color?: string | null;
  rate?: number | null;
  timeout?: number | null;
  /** All its projects, each by its shown name, one that was sent, or its id. */
  projects?: readonly string[];
}

/**
 * SQL for the projects of a user `user` under labels and clients: `(project, id, kind, name, rate, timeout, place)`, `project` as shown. A
 * project that others were merged into has the labels of all; its client is that at place 1: its own, or else the first of the others.
 */
export function groupedProjectsSql(user: string): string {
  return `SELECT p.shown_name AS project, g.id, g.kind, g.name, g.rate, g.timeout,
         row_number() OVER (PARTITION BY p.shown_name, g.kind ORDER BY (p.sent_name <> p.shown_name)::int, p.id, g.id) AS place
    FROM project_groups g
    JOIN grouped_projects m ON m.user_id = ${user} AND m.group_id = g.id
    JOIN (${shownProjectsSql(user)}) p ON p.id = m.project_id
   WHERE g.user_id = ${user}`;
}

/** The groups of a kind $2 of user $1 that `test` names, by name. */
export function groupsSql(test: string): string {
  return `
  WITH members AS (
    SELECT DISTINCT id, project
      FROM (${groupedProjectsSql('$1')}) x
     WHERE kind = $2 AND (kind <> 'client' OR place = 1)),
  lists AS (
    SELECT id, json_agg(project ORDER BY project COLLATE "C") AS projects
      FROM members
     GROUP BY id)
  SELECT g.id, g.name, g.color, g.rate, g.timeout, ${msSql('g.created_at')} AS "createdAt",
         coalesce(l.projects, '[]')::text AS projects
    FROM project_groups g
    LEFT JOIN lists l ON l.id = g.id
   WHERE g.user_id = $1 AND g.kind = $2 AND ${test}
   ORDER BY g.name COLLATE "C", g.id`;
}

/** A row of `groupsSql`. */
export type GroupRow = Omit<ProjectGroup, 'projects'> & { projects: string };

/** The group of a row. */
export function toGroup(row: GroupRow): ProjectGroup {
  return { ...row, projects: JSON.parse(row.projects) };
}

const FIND =
  'SELECT id FROM project_groups WHERE user_id = $1 AND kind = $2 AND (id::text = lower($3) OR name = $3) ORDER BY name = $3 LIMIT 1';
const ONE = groupsSql('g.id = $3');

/** The id of the group that an address calls, by its id or its name. Not found: there is none of this user's. */
export async function findGroup(em: EntityManager, userId: number, kind: GroupKind, address: string): Promise<string> {
  const [row] = await sql<{ id: string }>(em, FIND, [userId, kind, address]);
  if (!row)
    throw new DomainError('not-found', `${kind}.unknown`, `There is no such ${kind}. GET users/current/${kind}s lists all of them.`);
  return row.id;
}

/** The group with this id. */
export async function groupOf(em: EntityManager, userId: number, kind: GroupKind, id: string): Promise<ProjectGroup> {
  const [row] = await sql<GroupRow>(em, ONE, [userId, kind, id]);
  if (!row) throw new DomainError('not-found', `${kind}.unknown`, `There is no such ${kind}.`);
  return toGroup(row);
}

const TAKEN = 'SELECT count(*)::int AS groups FROM project_groups WHERE user_id = $1 AND kind = $2 AND name = $3 AND id::text <> $4';

/** Refuses a name that another group of the kind has than the one with this id. Call it after `lockProjects`. */
export async function checkGroupName(em: EntityManager, userId: number, kind: GroupKind, name: string, id = ''): Promise<void> {
  const [row] = await sql<{ groups: number }>(em, TAKEN, [userId, kind, name, id]);
  if (row?.groups === 0) return;
  throw new DomainError('conflict', `${kind}.taken`, `You have a ${kind} ${name} already; choose another name.`, { name: ['Taken.'] });
}

/** A name as it is kept. Refused: only blanks. */
export function groupName(name: string): string {
  const kept = name.normalize('NFC').trim();
  if (kept === '') throw badParameter('name', 'Use 1 to 100 characters, not only blanks.');
  return kept;
}

/** Projects of user $1 that are shown by the names $3. */
const CHOSEN = `SELECT id FROM (${shownProjectsSql('$1')}) p WHERE shown_name = ANY($3::text[])`;

const LEAVE_OTHERS = `
  DELETE FROM grouped_projects
   WHERE user_id = $1 AND project_id IN (${CHOSEN})
     AND group_id IN (SELECT id FROM project_groups WHERE user_id = $1 AND kind = 'client' AND id <> $2)`;

const SET_PROJECTS = `
  WITH chosen AS MATERIALIZED (${CHOSEN}),
  gone AS (
    DELETE FROM grouped_projects WHERE user_id = $1 AND group_id = $2 AND project_id NOT IN (SELECT id FROM chosen))
  INSERT INTO grouped_projects (user_id, group_id, project_id)
  SELECT $1, $2, id FROM chosen ORDER BY id
  ON CONFLICT (user_id, group_id, project_id) DO NOTHING`;

/**
 * Gives a group exactly these projects. A project that gets a client leaves the one that it had. Call it after `lockProjects`. Refused: projects
 * that there are not.
 */
export async function setProjects(
  em: EntityManager,
  userId: number,
  { kind, id }: { kind: GroupKind; id: string },
  projects: readonly string[],
): Promise<void> {
  const names = await namesOfProjects(em, userId, projects);
  await keepProjects(em, userId, names);
  if (kind === 'client') await sql(em, LEAVE_OTHERS, [userId, id, names]);
  await sql(em, SET_PROJECTS, [userId, id, names]);
}

/** The shown names of the projects that these addresses call, each once. Refused: one that there is not. */
async function namesOfProjects(em: EntityManager, userId: number, projects: readonly string[]): Promise<string[]> {
  const names = await findProjects(em, userId, projects);
  const unknown = projects.find((_, n) => names[n] === undefined);
  if (unknown !== undefined)
    throw badParameter('projects', `There is no project ${JSON.stringify(unknown)}. Use names as the list of projects has them.`);
  return [...new Set(names.filter((name) => name !== undefined))];
}
