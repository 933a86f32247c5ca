import { type Actor, Clock } from '@app/core';
import { BackgroundPace, lockBoards, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noLists } from '../lists.js';
import { restOf } from '../names.js';
import type { TimeRead } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { datesOfLeaders, LEADER_RANGES } from './leader-ranges.js';
import { IS_RANKED } from './ranked.js';
import { GROUP, readGroup } from './read-groups.js';
import type { ZoneGroup } from './read-ranges.js';

/** Languages of a user that are kept, those with the most time: as many as others see in a list. */
const LANGUAGES = { names: 100, bytes: 100_000 };

/**
 * Computes the time of everybody on a leaderboard whose entries are older than `since` (ms since 1970), a group at a time, and forgets who is on
 * none any more. Each user's days are those of the user's own zone, today included, joined by the user's own rules, as in `stats/{range}`. Stopped
 * in between it goes on where it is called again, and several may run at once. Its progress counts users. Returns how many were computed.
 */
export class ComputeLeaders extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly since: number,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

@CommandHandler(ComputeLeaders)
export class ComputeLeadersHandler implements ICommandHandler<ComputeLeaders> {
  private readonly log = new Logger(ComputeLeaders.name);

  constructor(
    private readonly em: EntityManager,
    private readonly times: TimeReader,
    private readonly clock: Clock,
  ) {}

  async execute({ since, context }: ComputeLeaders): Promise<number> {
    const { signal, before, progress } = context;
    await sql(this.em, FORGET);
    await sql(this.em, FORGET_EMPTY_BOARDS);
    await sql(this.em, FORGET_EXPIRED_INVITES);
    const [left = { users: 0 }] = await sql<{ users: number }>(this.em, COUNT_DUE, [since]);
    const total = Math.max(before.total, left.users);
    const reader = { times: this.times, clock: this.clock, log: this.log, signal };
    const pace = new BackgroundPace(this.em, this.clock, signal);
    let done = 0;
    for (let after: Place = { zone: '', id: 0 }, group = await this.next(since, after); group; group = await this.next(since, after)) {
      const read = await readGroup(reader, group, (today) => LEADER_RANGES.map((range) => datesOfLeaders(range, today)), {
        times: 'range',
        lists: ['language'],
        limits: LANGUAGES,
      });
      await this.write(group.ids, read);
      after = { zone: group.zone, id: group.ids.at(-1) ?? 0 };
      done += group.ids.length;
      progress(Math.min(total, total - left.users + done), total);
      await pace.afterDay();
    }
    progress(total, total);
    return done;
  }

  /** The next group of one zone that is due; undefined: there is none. */
  private async next(since: number, { zone, id }: Place): Promise<ZoneGroup | undefined> {
    const users = await sql<Place>(this.em, NEXT_DUE, [since, zone, id]);
    const [first] = users;
    return first && { zone: first.zone, ids: users.filter((user) => user.zone === first.zone).map((user) => user.id) };
  }

  /** Whose time cannot be read has none here, and is looked at again when all others are. */
  private async write(ids: readonly number[], read: ReadonlyMap<number, readonly TimeRead[]>): Promise<void> {
    const entries = ids.flatMap((userId) => LEADER_RANGES.flatMap((range, n) => entriesOf(userId, range, read.get(userId)?.[n])));
    await this.em.fork().transactional(async (em) => {
      await lockBoards(em);
      await sql(em, WRITE, [
        entries.map((entry) => entry.userId),
        entries.map((entry) => entry.range),
        entries.map((entry) => entry.language),
        entries.map((entry) => entry.us),
        entries.map((entry) => entry.activeDays),
      ]);
      await sql(em, FORGET_OLD, [ids]);
    });
  }
}

/** Where in the order of zones and ids. */
interface Place {
  zone: string;
  id: number;
}

interface Entry {
  userId: number;
  range: string;
  language: string;
  us: number;
  activeDays: number;
}

/** One entry of all languages, also where there is no time, and one a language. What a list has no room for is no language. */
function entriesOf(userId: number, range: string, { lists, dayTotals }: Pick<TimeRead, 'lists' | 'dayTotals'> = NO_TIME): Entry[] {
  const activeDays = [...dayTotals.values()].filter((us) => us > 0).length;
  const entry = (language: string, us: number): Entry => ({ userId, range, language, us, activeDays });
  const all = lists.language.reduce((sum, { us }) => sum + us, 0);
  return [entry('', all), ...lists.language.filter(({ name }) => name !== restOf('language')).map(({ name, us }) => entry(name, us))];
}

const NO_TIME = { lists: noLists(), dayTotals: new Map<number, number>() };

const DUE = `u.disabled_at IS NULL AND ${IS_RANKED}
     AND u.id NOT IN (
       SELECT user_id FROM leader_entries
        WHERE range = 'last_7_days' AND language = '' AND computed_at >= to_timestamp($1::float8 / 1000))`;

const COUNT_DUE = `SELECT count(*)::int AS users FROM users u WHERE ${DUE}`;

const NEXT_DUE = `
  SELECT u.id, u.timezone AS zone
    FROM users u
   WHERE ${DUE} AND (u.timezone COLLATE "C", u.id) > ($2, $3::int)
   ORDER BY u.timezone COLLATE "C", u.id
   LIMIT ${GROUP}`;

const FORGET = `
  DELETE FROM leader_entries
   WHERE user_id NOT IN (SELECT u.id FROM users u WHERE u.disabled_at IS NULL AND ${IS_RANKED})`;

/** Whose last member was deleted. */
const FORGET_EMPTY_BOARDS = `
  WITH gone AS (
    DELETE FROM leaderboards WHERE id NOT IN (SELECT leaderboard_id FROM leaderboard_members) RETURNING id)
  DELETE FROM leaderboard_invites WHERE leaderboard_id IN (SELECT id FROM gone)`;

const FORGET_EXPIRED_INVITES = 'DELETE FROM leaderboard_invites WHERE expires_at <= now()';

const WRITE = `
  INSERT INTO leader_entries (user_id, range, language, us, active_days, computed_at)
  SELECT e.user_id, e.range, e.language, e.us, e.active_days, now()
    FROM unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::smallint[]) AS e (user_id, range, language, us, active_days)
    JOIN users u ON u.id = e.user_id AND u.disabled_at IS NULL
   ORDER BY e.user_id, e.range, e.language
  ON CONFLICT (user_id, range, language)
  DO UPDATE SET us = excluded.us, active_days = excluded.active_days, computed_at = excluded.computed_at`;

/** What users $1 no longer have. */
const FORGET_OLD = 'DELETE FROM leader_entries WHERE user_id = ANY($1::int[]) AND computed_at < now()';
