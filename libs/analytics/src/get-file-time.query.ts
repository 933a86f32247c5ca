import { type Actor, Clock } from '@app/core';
import { DAY_US, ReadPool } from '@app/database';
import { digestOf } from '@app/heartbeats';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { valuesOf } from './names.js';
import { LONGEST_LIVE_RANGE } from './time/time-question.js';
import { countedCtes, droppedSql } from './time/time-rule.js';

/** A file as heartbeats name it, and the project that it counts in; without one it counts in all. */
export interface FileQuestion {
  entity: string;
  project?: string;
}

/** Somebody who worked on a file, and for how long. */
export interface FileTime {
  us: number;
  publicId: string;
  username: string;
  displayName: string;
}

/**
 * Who worked on a file, and for how long: the user alone, or nobody. Of the last 31 days, and of no more than the newest 20,000 heartbeats in
 * them: editors ask for every file that is opened, and only heartbeats and external durations know files. The latter count as everywhere.
 */
export class GetFileTime extends Query<FileTime[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly file: FileQuestion,
  ) {
    super();
  }
}

const MOST_HEARTBEATS = 20_000;

/** Of user $1 the entity with digest $2, from $3 to $4, µs, in projects that are shown as one of $5 or were sent as $6; NULL: in all. */
const FILE_TIME = `
WITH entity AS MATERIALIZED (
  SELECT id
    FROM entities
   WHERE user_id = $1 AND digest = $2),
newest AS (
  SELECT time
    FROM heartbeats
   WHERE user_id = $1 AND time >= $3::bigint
   ORDER BY time DESC, id DESC
   LIMIT 1 OFFSET ${MOST_HEARTBEATS}),
windows AS MATERIALIZED (
  SELECT u.id AS user_id, greatest($3::bigint, (SELECT time FROM newest)) AS from_us, $4::bigint AS to_us, u.timeout, u.writes_only,
         ${droppedSql('$1')} AS dropped, u.counts_external_durations AS counts_external
    FROM users u, entity
   WHERE u.id = $1),
${countedCtes('counted', 'windows', ['entity_id']).join(',\n')},
wanted AS MATERIALIZED (
  SELECT id
    FROM activities
   WHERE user_id = $1 AND ($5::text[] IS NULL OR project = ANY($5::text[]) OR sent_project = $6::text)),
total AS (
  SELECT sum(to_us - from_us)::float8 AS us
    FROM counted
   WHERE entity_id IN (SELECT id FROM entity) AND activity_id IN (SELECT id FROM wanted))
SELECT total.us, u.public_id AS "publicId", u.username, u.display_name AS "displayName"
  FROM users u, total
 WHERE u.id = $1 AND total.us > 0`;

@QueryHandler(GetFileTime)
export class GetFileTimeHandler implements IQueryHandler<GetFileTime> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  execute({ userId, file: { entity, project } }: GetFileTime): Promise<FileTime[]> {
    const now = this.clock.now() * 1000;
    return this.reads.query<FileTime>({
      name: 'file-time',
      text: FILE_TIME,
      params: [
        userId,
        digestOf(entity),
        now - LONGEST_LIVE_RANGE * DAY_US,
        now + DAY_US,
        project === undefined ? null : valuesOf('project', project),
        project ?? null,
      ],
      long: true,
    });
  }
}
