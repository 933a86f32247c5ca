import { must, DomainError } from '@app/core';
import { PriorityPool, Turns } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { Heartbeat } from './heartbeat.js';

const PLACEHOLDERS = { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>' } as const;
type Field = keyof typeof PLACEHOLDERS;
const FIELDS: readonly Field[] = ['project', 'branch', 'language'];
/** A value older than this is not "last" any more. */
const REACH_US = 24 * 3_600_000_000;
/** Stored heartbeats that are looked at for one request, the newest ones: far more than anybody has in the days that it reaches back to. */
const MOST_STORED = 100_000;
/** Of one account: it looks at many rows. */
const TURNS = { running: 1, waiting: 100, longestMs: 9_000 };

interface Resolved {
  n: number;
  project: string | null;
  branch: string | null;
  language: string | null;
}

/** Real values in the place of placeholders. */
@Injectable()
export class Placeholders {
  private readonly turns = new Turns();

  constructor(private readonly priority: PriorityPool) {}

  /**
   * Puts the user's last real value in the place of `<<LAST_PROJECT>>` and its like (contract §2.4): the newest one not later than the
   * heartbeat and at most 24 h older, from the same batch or from the store. The project first, then branch and language of that project;
   * none found: none. Returns the heartbeats in the same order.
   */
  async resolve(userId: number, heartbeats: readonly Heartbeat[]): Promise<readonly Heartbeat[]> {
    const open = heartbeats.filter((h) => FIELDS.some((field) => h[field] === PLACEHOLDERS[field]));
    if (open.length === 0) return heartbeats;
    const end = await this.turns.take(`${userId}`, TURNS, tooMany);
    try {
      const windows = windowsBefore(open.map((h) => h.time));
      const rows = await this.priority.query<Resolved>('resolve-placeholders', RESOLVE, [
        userId,
        heartbeats.map((h) => h.time),
        ...FIELDS.map((field) => heartbeats.map((h) => h[field])),
        windows.map(([from]) => from),
        windows.map(([, to]) => to),
      ]);
      const resolved = [...heartbeats];
      for (const { n, ...values } of rows) resolved[n - 1] = withValues(must(heartbeats[n - 1], 'heartbeat'), values);
      return resolved;
    } finally {
      end();
    }
  }
}

function withValues(heartbeat: Heartbeat, values: Omit<Resolved, 'n'>): Heartbeat {
  const open = FIELDS.filter((field) => heartbeat[field] === PLACEHOLDERS[field]);
  return { ...heartbeat, ...Object.fromEntries(open.map((field) => [field, values[field] ?? ''])) };
}

/** The stretches of time (µs, both ends in) in which the last values of these instants lie, without overlap, newest first. */
export function windowsBefore(times: readonly number[]): [from: number, to: number][] {
  const windows: [number, number][] = [];
  for (const time of times.toSorted((a, b) => b - a)) {
    const last = windows.at(-1);
    if (last && time >= last[0]) last[0] = time - REACH_US;
    else windows.push([time - REACH_US, time]);
  }
  return windows;
}

function tooMany(): DomainError {
  return new DomainError(
    'unavailable',
    'placeholders.busy',
    'Too many requests with <<LAST_…>> are being stored. Send the same request again.',
  );
}

const realOr = (field: Field): string => `nullif(nullif(${field}, ''), '${PLACEHOLDERS[field]}')`;

/** In order of time; of the same time the stored ones first, then the batch in its order, and what has no value after what has one. */
const inOrder = (field: string): string => `ORDER BY time, ${field} IS NULL, id, n`;

/** The newest real value up to here, if it is recent enough, where `run` counts the real values and so is the same from one to the next. */
const lastReal = (field: string, window: string): string =>
  `CASE WHEN time - first_value(time) OVER ${window} <= ${REACH_US} THEN first_value(${field}) OVER ${window} END`;

// One look at the stored heartbeats of the time that is asked about, however many of the batch ask. A project is the same in whatever Unicode form.
const RESOLVE = `
  WITH stored AS (
    SELECT h.time, h.id, NULL::bigint AS n, nullif(a.sent_project, '') AS project, nullif(a.sent_branch, '') AS branch,
           nullif(a.sent_language, '') AS language, false AS is_open, false AS takes_project
      FROM (SELECT h.*
              FROM unnest($6::bigint[], $7::bigint[]) WITH ORDINALITY AS w (from_us, to_us, place)
             CROSS JOIN LATERAL (
               SELECT time, id, activity_id
                 FROM heartbeats
                WHERE user_id = $1 AND time >= w.from_us AND time <= w.to_us
                ORDER BY time DESC, id DESC
                LIMIT ${MOST_STORED}) h
             LIMIT ${MOST_STORED}) h
      JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id),
  sent AS (
    SELECT time, NULL::uuid AS id, n, ${FIELDS.map((field) => `${realOr(field)} AS ${field}`).join(', ')},
           ${FIELDS.map((field) => `${field} = '${PLACEHOLDERS[field]}'`).join(' OR ')} AS is_open, project = '${PLACEHOLDERS.project}' AS takes_project
      FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS s (time, project, branch, language, n)),
  rows AS (
    SELECT *, count(project) OVER (${inOrder('project')}) AS run
      FROM (SELECT * FROM stored UNION ALL SELECT * FROM sent) r),
  in_projects AS (
    SELECT time, id, n, branch, language, is_open, CASE WHEN takes_project THEN ${lastReal('project', 'o')} ELSE project END AS project
      FROM rows
    WINDOW o AS (PARTITION BY run ${inOrder('project')})),
  counted AS (
    SELECT *, count(branch) OVER (PARTITION BY project_seen ${inOrder('branch')}) AS branch_run,
           count(language) OVER (PARTITION BY project_seen ${inOrder('language')}) AS language_run
      FROM (SELECT *, normalize(project, NFC) AS project_seen FROM in_projects) p),
  resolved AS (
    SELECT n, is_open, project, ${lastReal('branch', 'b')} AS branch, ${lastReal('language', 'l')} AS language
      FROM counted
    WINDOW b AS (PARTITION BY project_seen, branch_run ${inOrder('branch')}), l AS (PARTITION BY project_seen, language_run ${inOrder('language')}))
  SELECT n::int, project, branch, language FROM resolved WHERE is_open`;
