import { DomainError, must } from '@app/core';
import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CalendarVersion, GoalCalendar } from '../days/goal-days.js';
import type { GoalVersion, Rest } from '../evaluation/goal-rules.js';
import type { Renamed } from '../evaluation/goal-times.js';
import { byDimension } from './goal-form.js';
import { GOAL_DIMENSIONS } from '../evaluation/goal-rules.js';
import type { FilterNames, Goal, GoalForm, GoalWords } from './goal.js';

const US_PER_SECOND = 1_000_000;
const QUARTER_US = 900_000_000;

/** A pause of one goal or all, as it is stored. */
export interface GoalPauseRow extends Rest {
  id: number;
  /** Null: all goals. */
  goalId: number | null;
  /** ms since 1970. */
  createdAt: number;
}

/** All that is stored of a user's goals, from one snapshot. */
export interface StoredGoals {
  owner: GoalOwner;
  calendar: GoalCalendar;
  /** µs since 1970; null: there is no time yet. */
  firstTime: number | null;
  /** By their making. */
  goals: Goal[];
  pauses: GoalPauseRow[];
  /** Names that are, or were, shown and are shown otherwise now; read where there are goals. */
  renames: Renamed[];
}

/** Whose goals they are. */
export interface GoalOwner {
  publicId: string;
  username: string;
  displayName: string;
  email: string | null;
}

/** As the statement writes them. */
interface VersionJson extends FilterNames {
  since: number;
  isEnabled: boolean;
  targetSeconds: number;
  isInverse: boolean;
  ignoreDays: number[];
  ignoreZeroDays: boolean;
  improveByPercent: number | null;
}

interface GoalJson extends GoalWords {
  id: number;
  publicId: string;
  createdAt: number;
  modifiedAt: number | null;
  versions: VersionJson[];
}

interface StoredJson {
  owner: GoalOwner;
  settings: Omit<CalendarVersion, 'since'>;
  firstTime: number | null;
  calendar: (Omit<CalendarVersion, 'since'> & { sinceBucket: number })[] | null;
  goals: GoalJson[] | null;
  pauses: GoalPauseRow[] | null;
  renames: Renamed[] | null;
  formerNames: Renamed[] | null;
}

/** Reads what is stored of a user's goals; of one goal alone where its public id is given. Not found: there is no such user. */
export async function storedGoals(em: EntityManager, userId: number, publicId: string | null = null): Promise<StoredGoals> {
  const [row] = await sql<{ stored: string }>(em, LOAD, [userId, publicId]);
  if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
  const { owner, settings, firstTime, calendar, goals, pauses, renames, formerNames }: StoredJson = JSON.parse(row.stored);
  return {
    owner,
    calendar: calendarOf(settings, calendar ?? []),
    firstTime,
    goals: (goals ?? []).map(toGoal),
    pauses: pauses ?? [],
    renames: [...(renames ?? []), ...(formerNames ?? [])],
  };
}

function calendarOf(settings: StoredJson['settings'], rows: NonNullable<StoredJson['calendar']>): GoalCalendar {
  const [first, ...others] = rows.map(({ sinceBucket, ...version }) => ({ ...version, since: sinceBucket * QUARTER_US }));
  return first ? [first, ...others] : [{ ...settings, since: 0 }];
}

function toGoal({ versions, ...goal }: GoalJson): Goal {
  const [first, ...others] = versions.map(toVersion);
  return { ...goal, versions: [must(first, 'version of a goal'), ...others] };
}

function toVersion({
  since,
  isEnabled,
  targetSeconds,
  isInverse,
  ignoreDays,
  ignoreZeroDays,
  improveByPercent,
  ...names
}: VersionJson): GoalVersion {
  return {
    since,
    isEnabled,
    targetUs: targetSeconds * US_PER_SECOND,
    filter: Object.fromEntries(
      GOAL_DIMENSIONS.flatMap((dimension) => (names[dimension].length > 0 ? [[dimension, names[dimension]]] : [])),
    ),
    isInverse,
    ignoreDays,
    ignoreZeroDays,
    improveByPercent,
  };
}

/** The version that holds now. */
export function presentVersion({ versions }: Pick<Goal, 'versions'>): GoalVersion {
  return must(versions.at(-1), 'present version');
}

/** What its user says of a goal, at present. */
export function formOf(goal: Goal): GoalForm {
  const { title, type, period, daysPerWeek, snoozeUntil, category, difficulty, priority, tags, isMailed } = goal;
  const { targetUs, filter, isInverse, ignoreDays, ignoreZeroDays, improveByPercent, isEnabled } = presentVersion(goal);
  return {
    title,
    type,
    period,
    daysPerWeek,
    snoozeUntil,
    category,
    difficulty,
    priority,
    tags,
    isMailed,
    targetSeconds: targetUs / US_PER_SECOND,
    filter: byDimension((dimension) => filter[dimension] ?? []),
    isInverse,
    ignoreDays,
    ignoreZeroDays,
    improveByPercent,
    isEnabled,
  };
}

/** One change of a user's goals at a time. Held to the end of the transaction. */
export async function lockGoals(em: EntityManager, userId: number): Promise<void> {
  await sql(em, 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
}

/**
 * Writes a new version of what a goal asks for, from an instant on (µs), in the place of those that began in the same goal day, whose first instant
 * is `day`: no period ends between them, so they never judge anything. The oldest of very many are forgotten.
 */
export async function storeVersion(
  em: EntityManager,
  { userId, goalId, since, day }: { userId: number; goalId: number; since: number; day: number },
  form: GoalForm,
): Promise<void> {
  await sql(em, FORGET_REPLACED, [userId, goalId, day]);
  const { targetSeconds, isEnabled, isInverse, ignoreDays, ignoreZeroDays, improveByPercent, filter } = form;
  await sql(em, STORE_VERSION, [
    userId,
    goalId,
    since,
    isEnabled,
    targetSeconds,
    filter.project,
    filter.branch,
    filter.language,
    filter.category,
    filter.editor,
    filter.machine,
    filter.aiAgent,
    isInverse,
    ignoreDays,
    ignoreZeroDays,
    improveByPercent,
  ]);
  await sql(em, FORGET_VERSIONS, [userId, goalId]);
}

const LOAD = `
  SELECT json_build_object(
    'owner', json_build_object('publicId', u.public_id, 'username', u.username, 'displayName', u.display_name, 'email', u.email),
    'settings', json_build_object('zone', u.timezone, 'weekdayStart', u.weekday_start, 'dayStart', u.day_start),
    'firstTime', least(
      (SELECT min(time) FROM heartbeats h WHERE h.user_id = u.id),
      (SELECT min(start_time) FROM external_durations x WHERE x.user_id = u.id AND u.counts_external_durations)),
    'calendar', (
      SELECT json_agg(json_build_object('sinceBucket', since_bucket, 'zone', zone, 'weekdayStart', weekday_start, 'dayStart', day_start) ORDER BY since_bucket)
        FROM goal_calendar c
       WHERE c.user_id = u.id),
    'goals', (
      SELECT json_agg(json_build_object(
               'id', g.id, 'publicId', g.public_id, 'title', g.title, 'type', g.type, 'period', g.period, 'daysPerWeek', g.days_per_week,
               'snoozeUntil', ${msSql('g.snooze_until')}, 'category', g.category, 'difficulty', g.difficulty, 'priority', g.priority, 'tags', g.tags,
               'isMailed', g.is_mailed, 'createdAt', ${msSql('g.created_at')}, 'modifiedAt', ${msSql('g.modified_at')},
               'versions', v.list) ORDER BY g.id)
        FROM goals g
       CROSS JOIN LATERAL (
         SELECT json_agg(json_build_object(
                  'since', since, 'isEnabled', is_enabled, 'targetSeconds', target_seconds, 'project', projects, 'branch', branches,
                  'language', languages, 'category', categories, 'editor', editors, 'machine', machines, 'aiAgent', ai_agents,
                  'isInverse', is_inverse, 'ignoreDays', ignore_days, 'ignoreZeroDays', ignore_zero_days,
                  'improveByPercent', improve_by_percent) ORDER BY since) AS list
           FROM goal_versions
          WHERE user_id = g.user_id AND goal_id = g.id
         OFFSET 0) v
       WHERE g.user_id = u.id AND ($2::uuid IS NULL OR g.public_id = $2::uuid)),
    'pauses', (
      SELECT json_agg(json_build_object('id', p.id, 'goalId', p.goal_id, 'fromDay', p.from_day, 'untilDay', p.until_day, 'reason', p.reason,
                                        'isSnooze', p.is_snooze, 'createdAt', ${msSql('p.created_at')}) ORDER BY p.from_day, p.id)
        FROM goal_pauses p
       WHERE p.user_id = u.id),
    'renames', (
      SELECT json_agg(json_build_object('dimension', CASE r.dimension WHEN 'ai_agent' THEN 'aiAgent' ELSE r.dimension END, 'name', r.name, 'shown', r.shown_name))
        FROM renames r
       WHERE r.user_id = u.id AND EXISTS (SELECT FROM goals g WHERE g.user_id = u.id)),
    'formerNames', (
      SELECT json_agg(json_build_object('dimension', CASE f.dimension WHEN 'ai_agent' THEN 'aiAgent' ELSE f.dimension END, 'name', f.name, 'shown', f.shown_name))
        FROM former_names f
       WHERE f.user_id = u.id AND EXISTS (SELECT FROM goals g WHERE g.user_id = u.id)))::text AS stored
    FROM users u
   WHERE u.id = $1`;

/** Changes that are kept of a goal, at most one a day. Beyond, the oldest is forgotten, and the one after it holds since ever. */
const MOST_VERSIONS = 400;

const STORE_VERSION = `
  INSERT INTO goal_versions (user_id, goal_id, since, is_enabled, target_seconds, projects, branches, languages, categories, editors, machines,
         ai_agents, is_inverse, ignore_days, ignore_zero_days, improve_by_percent)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (user_id, goal_id, since) DO UPDATE
     SET is_enabled = excluded.is_enabled, target_seconds = excluded.target_seconds, projects = excluded.projects, branches = excluded.branches,
         languages = excluded.languages, categories = excluded.categories, editors = excluded.editors, machines = excluded.machines,
         ai_agents = excluded.ai_agents, is_inverse = excluded.is_inverse, ignore_days = excluded.ignore_days,
         ignore_zero_days = excluded.ignore_zero_days, improve_by_percent = excluded.improve_by_percent`;

const FORGET_REPLACED = 'DELETE FROM goal_versions WHERE user_id = $1 AND goal_id = $2 AND since > 0 AND since >= $3::bigint';

const FORGET_VERSIONS = `
  DELETE FROM goal_versions
   WHERE user_id = $1 AND goal_id = $2
     AND since < (SELECT since FROM goal_versions WHERE user_id = $1 AND goal_id = $2 ORDER BY since DESC OFFSET ${MOST_VERSIONS - 1} LIMIT 1)`;
