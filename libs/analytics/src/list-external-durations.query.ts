import { type Actor, badParameter, Calendars, Clock, dayOfParameter, DomainError, mapInTurns } from '@app/core';
import { DAY_US, ReadPool, type ReadStatement } from '@app/database';
import type { ExternalDuration } from '@app/heartbeats';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BranchLists } from './branch-lists.js';
import { filterOf } from './filters.js';
import type { DayBounds, ProjectFilter } from './results.js';
import type { AskedRules, TimeFilter } from './time/time-question.js';
import { dimensionOfSql } from './time/time-rule.js';
import { checkOwn, visibleRules } from './visible.js';

/** Which local day, of which project and branches, cut in which zone. */
export interface ExternalDurationsRequest extends Pick<AskedRules, 'zone'>, ProjectFilter {
  /** `YYYY-MM-DD` or `today`. */
  date?: string;
}

export interface ExternalDurationList {
  zone: string;
  day: DayBounds;
  /** Ascending, with shown values. */
  durations: ExternalDuration[];
}

/**
 * The user's own external durations that touch a local day, as they were sent, whether they count in totals or not. In one answer are those of the
 * day that begin first, as far as 5 MB go. Refused: no date, or one that is none; an unknown zone; anybody's but one's own.
 */
export class ListExternalDurations extends Query<ExternalDurationList> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: ExternalDurationsRequest,
  ) {
    super();
  }
}

const MOST_BYTES = 5_000_000;
/** External durations in one row: they are read in turns. */
const PART = 500;

interface Row {
  zone: string;
  /** JSON of external durations, one part of those listed; null where there are none. */
  durations: string | null;
}

@QueryHandler(ListExternalDurations)
export class ListExternalDurationsHandler implements IQueryHandler<ListExternalDurations> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
    private readonly branchLists: BranchLists,
  ) {}

  async execute({ subject, question }: ListExternalDurations): Promise<ExternalDurationList> {
    checkOwn(subject);
    const { userId, zone: askedZone } = visibleRules(subject, question);
    const { date } = question;
    if (date === undefined) throw badParameter('date', 'Say which day: YYYY-MM-DD or today.');
    const filter = filterOf(await this.branchLists.split(userId, question));
    return this.calendars.ask(userId, async (guess) => {
      const zone = askedZone ?? guess.zone;
      const day = dayOfParameter('date', date, zone, this.clock.now());
      const reading = externalDurationsStatement(userId, day, askedZone === undefined ? zone : null, filter);
      const rows = await this.reads.query<Row>(reading);
      const [row] = rows;
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      const durations = (await mapInTurns(rows, durationsOf)).flat();
      return { present: askedZone === undefined ? { zone: row.zone } : {}, result: { zone, day, durations } };
    });
  }
}

function durationsOf({ durations }: Row): ExternalDuration[] {
  return JSON.parse(durations ?? '[]');
}

/** Where the user's zone is not `ownZone`, which the day's bounds were computed for, nothing is listed. Null: another zone was asked for. */
export function externalDurationsStatement(userId: number, day: DayBounds, ownZone: string | null, filter: TimeFilter): ReadStatement {
  return {
    name: 'external-durations',
    text: LIST,
    params: [userId, day.from, day.to, ownZone, filter.project ?? null, filter.branch ?? null],
  };
}

const LIST = `
WITH owner AS MATERIALIZED (
  SELECT timezone, timezone = coalesce($4::text, timezone) AS is_current
    FROM users
   WHERE id = $1),
of_day AS MATERIALIZED (
  SELECT *
    FROM external_durations
   WHERE user_id = $1 AND (SELECT is_current FROM owner)
     AND start_time > $2::bigint - ${DAY_US} AND start_time < $3::bigint AND end_time > $2::bigint),
named AS (
  SELECT x.*, a.project, a.branch, a.language, a.category, a.type, e.name AS entity
    FROM of_day x
    ${dimensionOfSql('activities', 'a', 'of_day', 'activity_id', '$1')}
    ${dimensionOfSql('entities', 'e', 'of_day', 'entity_id', '$1')}),
items AS (
  SELECT start_time, external_id, json_build_object(
          'id', id, 'externalId', external_id, 'entity', entity, 'type', type, 'provider', provider, 'category', category,
          'startTime', start_time, 'endTime', end_time, 'project', project, 'branch', branch, 'language', language, 'meta', meta)::text AS item
    FROM named
   WHERE ($5::text[] IS NULL OR project = ANY($5::text[])) AND ($6::text[] IS NULL OR branch = ANY($6::text[]))),
placed AS (
  SELECT item, row_number() OVER o AS place, sum(octet_length(item)) OVER o AS bytes
    FROM items
  WINDOW o AS (ORDER BY start_time, external_id COLLATE "C")),
parts AS (
  SELECT (place - 1) / ${PART} AS part, '[' || string_agg(item, ',' ORDER BY place) || ']' AS durations
    FROM placed
   WHERE bytes <= ${MOST_BYTES}
   GROUP BY 1)
SELECT owner.timezone AS zone, parts.durations
  FROM owner
  LEFT JOIN parts ON true
 ORDER BY parts.part`;
