import { nameOf, OwnTime, type RangeTime, type StatsQuestion } from '@app/analytics';
import { type Actor, offsetSegments } from '@app/core';
import { ReadPool } from '@app/database';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { SOURCE_CTES } from '../commit-times/commit-sources.js';
import { IS_TIMED } from '../commits/own-commits.js';
import { type Correlation, pearson, type Quartiles, quartilesOf, spearman } from './correlation.js';

/** Coding time and commits of one local day. */
export interface CommitDayTime {
  date: string;
  us: number;
  commits: number;
}

/** A project, its time and its commits. */
export interface CommitDensity {
  project: string;
  us: number;
  commits: number;
  perHour: number;
}

/** Amounts are µs. */
export interface CommitCorrelation {
  head: RangeTime;
  us: number;
  commits: number;
  /** Whether there are more commits than were read. */
  isShortened: boolean;
  /** Commits in an hour of coding; null without time. */
  perHour: number | null;
  days: CommitDayTime[];
  /** Of the time behind a commit, of those with any. */
  totalPerCommit: Quartiles | null;
  /** Of the time on the files of a commit, of those with any. */
  filePerCommit: Quartiles | null;
  sessions: { total: number; committed: number };
  /** From the beginning of the time behind a commit to its author date. */
  firstEditToCommit: Quartiles | null;
  /** By local hour. */
  hours: { us: number; commits: number }[];
  /** 0 = Sunday. */
  weekdays: { us: number; commits: number }[];
  /** Days with time or commits. */
  n: number;
  pearson: Correlation | null;
  spearman: Correlation | null;
  most: CommitDensity[];
  least: CommitDensity[];
  /** Of the time behind commits, what was spent with an AI. */
  behind: { us: number; aiUs: number };
}

/**
 * How one's own coding time of a range and one's own commits go together. Of at most 366 days, and of the newest 50,000 commits. Refused: an unknown,
 * reversed or over-long range, a zone or a timeout that is none.
 */
export class GetCommitCorrelation extends Query<CommitCorrelation> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

const LONGEST = { days: 366, advice: 'ask for at most 366 days at once.' };
const MOST_COMMITS = 50_000;
const HOUR_US = 3_600_000_000;
/** Projects in each list, and the time that one has at least. */
const MOST_PROJECTS = 5;
const QUARTER_US = HOUR_US / 4;
const DAY_QUARTERS = 96;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

interface CommitRow {
  project: string;
  at: number;
  total_us: number;
  file_us: number;
  ai_us: number;
  first_time: number | null;
}

@QueryHandler(GetCommitCorrelation)
export class GetCommitCorrelationHandler implements IQueryHandler<GetCommitCorrelation> {
  constructor(
    private readonly own: OwnTime,
    private readonly reads: ReadPool,
  ) {}

  async execute({ subject, question }: GetCommitCorrelation): Promise<CommitCorrelation> {
    const { userId } = subject;
    const read = await this.own.read(subject, question, { times: 'range', lists: ['project'], hours: true }, LONGEST);
    const { filter } = await this.own.asked(subject, question);
    const { first, last, zone } = read.head;
    const params = [userId, first.from, last.to, filter.project ?? null];
    const found = await this.reads.query<CommitRow>({ name: 'correlated-commits', text: COMMITS, params, long: true });
    const [sessions] = await this.reads.query<{ total: number; committed: number }>({
      name: 'committed-sessions',
      text: SESSIONS,
      params,
      long: true,
    });
    const commits = found.slice(0, MOST_COMMITS);
    const place = placesOf(zone, first.from, last.to);
    const places = commits.map(({ at }) => place(at));
    const countOf = (test: (place: LocalPlace) => boolean): number => places.filter(test).length;
    const byDay = Map.groupBy(places, ({ day }) => day);
    const days = read.days.map(({ date, day }) => ({ date, us: read.dayTotals.get(day) ?? 0, commits: byDay.get(day)?.length ?? 0 }));
    const us = days.reduce((sum, day) => sum + day.us, 0);
    const pairs = days.filter((day) => day.us > 0 || day.commits > 0).map((day) => [day.us / HOUR_US, day.commits] as const);
    const densities = densitiesOf(read.lists.project, commits);
    return {
      head: read.head,
      us,
      commits: commits.length,
      isShortened: found.length > MOST_COMMITS,
      perHour: us === 0 ? null : commits.length / (us / HOUR_US),
      days,
      totalPerCommit: quartilesOf(commits.map((commit) => commit.total_us).filter((time) => time > 0)),
      filePerCommit: quartilesOf(commits.map((commit) => commit.file_us).filter((time) => time > 0)),
      sessions: sessions ?? { total: 0, committed: 0 },
      firstEditToCommit: quartilesOf(commits.flatMap((commit) => (commit.first_time === null ? [] : [commit.at - commit.first_time]))),
      hours: read.hours.map((time, hour) => ({ us: time, commits: countOf((one) => one.hour === hour) })),
      weekdays: read.weekHours.map((times, weekday) => ({
        us: times.reduce((sum, time) => sum + time, 0),
        commits: countOf((one) => one.weekday === weekday),
      })),
      n: pairs.length,
      pearson: pearson(pairs),
      spearman: spearman(pairs),
      most: densities.slice(0, MOST_PROJECTS),
      least: densities.toReversed().slice(0, MOST_PROJECTS),
      behind: {
        us: commits.reduce((sum, commit) => sum + commit.total_us, 0),
        aiUs: commits.reduce((sum, commit) => sum + commit.ai_us, 0),
      },
    };
  }
}

/** Where an instant lies in a zone. */
interface LocalPlace {
  day: number;
  hour: number;
  weekday: number;
}

/** Places instants of a range; every offset is a multiple of a quarter of an hour. */
function placesOf(zone: string, from: number, to: number): (at: number) => LocalPlace {
  const segments = offsetSegments(zone, from, to);
  return (at) => {
    const offset = segments.findLast((segment) => segment.from <= at)?.offset ?? 0;
    const quarter = Math.floor(at / QUARTER_US) + offset;
    const day = Math.floor(quarter / DAY_QUARTERS);
    return { day, hour: Math.floor((quarter - day * DAY_QUARTERS) / 4), weekday: (((day + FIRST_WEEKDAY) % 7) + 7) % 7 };
  };
}

/** Projects with commits and an hour of time or more, the most commits an hour first. */
function densitiesOf(times: readonly { name: string; us: number }[], commits: readonly CommitRow[]): CommitDensity[] {
  const counts = new Map<string, number>();
  for (const { project } of commits) {
    const name = nameOf('project', project);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return times
    .filter(({ name, us }) => us >= HOUR_US && counts.has(name))
    .map(({ name, us }) => ({ project: name, us, commits: counts.get(name) ?? 0, perHour: (counts.get(name) ?? 0) / (us / HOUR_US) }))
    .toSorted((a, b) => b.perHour - a.perHour || (a.project < b.project ? -1 : 1));
}

/** The commits of user $1 that time may be behind, authored from $2 to $3, µs, in the projects $4 (NULL: all), newest first: one more than are told of. */
const COMMITS = `
  WITH ${SOURCE_CTES},
  own AS MATERIALIZED (
    SELECT DISTINCT ON (s.project, c.sha) s.project, c.repository_id, c.project_id, c.sha, c.authored_at
      FROM commits c
      JOIN sources s ON s.repository_id = c.repository_id AND s.project_id = c.project_id
     WHERE c.user_id = $1 AND c.authored_at >= $2::bigint AND c.authored_at < $3::bigint AND ${IS_TIMED}
       AND ($4::text[] IS NULL OR s.project = ANY($4::text[]))
     ORDER BY s.project, c.sha, c.repository_id),
  behind AS MATERIALIZED (
    SELECT repository_id, project_id, sha, sum(total_us) AS total_us, sum(file_us) AS file_us, sum(ai_us) AS ai_us, min(first_time) AS first_time
      FROM commit_times
     WHERE user_id = $1 AND day BETWEEN $2::bigint / 86400000000 - 15 AND $3::bigint / 86400000000
     GROUP BY 1, 2, 3)
  SELECT c.project, c.authored_at::float8 AS at, coalesce(b.total_us, 0)::float8 AS total_us, coalesce(b.file_us, 0)::float8 AS file_us,
         coalesce(b.ai_us, 0)::float8 AS ai_us, b.first_time::float8 AS first_time
    FROM own c
    LEFT JOIN behind b ON b.repository_id = c.repository_id AND b.project_id = c.project_id AND b.sha = c.sha
   ORDER BY c.authored_at DESC, c.sha
   LIMIT ${MOST_COMMITS + 1}`;

/** Sessions of user $1 that end after $2 and until $3, µs, with their last time in one of the projects $4 (NULL: in any). */
const SESSIONS = `
  SELECT count(*)::int AS total, (count(*) FILTER (WHERE s.committed))::int AS committed
    FROM commit_days d, jsonb_to_recordset(d.sessions) AS s (at float8, project text, committed bool)
   WHERE d.user_id = $1 AND d.day BETWEEN ($2::bigint - 1) / 86400000000 - 1 AND $3::bigint / 86400000000
     AND s.at > $2::bigint AND s.at <= $3::bigint
     AND ($4::text[] IS NULL OR s.project = ANY($4::text[]))`;
