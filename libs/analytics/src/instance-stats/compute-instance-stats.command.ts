import { type Actor, Clock, localDate } from '@app/core';
import { BackgroundPace, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DateRange } from '../date-range.js';
import { HAS_PUBLIC_TIME } from '../leaders/ranked.js';
import { GROUP, readGroup } from '../leaders/read-groups.js';
import { rangeReader } from '../ranges.js';
import type { TimeRead } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { instanceRangeOf } from './instance-ranges.js';
import { FEWEST, INSTANCE_LISTS, type InstanceMeasures, InstanceSums, type Part } from './measures.js';

/** Names of a person's list that are counted: those with the most time. */
const NAMES = { names: 50, bytes: 100_000 };

/**
 * Computes the statistics of the instance over one range, the days before today in each person's own zone, and keeps them in place of the last ones.
 * Counted is only who made profile and amount of time public, and in each list only who made that public; what fewer than five people share is
 * not kept. Stopped in between it has changed nothing and begins again. Its progress counts people. Returns how many were looked at.
 */
export class ComputeInstanceStats extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly range: string,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

interface Person {
  zone: string;
  id: number;
  /** Which lists are public. */
  category: boolean;
  editor: boolean;
  language: boolean;
  operatingSystem: boolean;
}

@CommandHandler(ComputeInstanceStats)
export class ComputeInstanceStatsHandler implements ICommandHandler<ComputeInstanceStats> {
  private readonly log = new Logger(ComputeInstanceStats.name);

  constructor(
    private readonly em: EntityManager,
    private readonly times: TimeReader,
    private readonly clock: Clock,
  ) {}

  async execute({ range: asked, context }: ComputeInstanceStats): Promise<number> {
    const range = instanceRangeOf(asked, this.clock.now());
    const [{ people } = { people: 0 }] = await sql<{ people: number }>(this.em, COUNT);
    const [sums, counted]: [InstanceSums, Person[]] = [new InstanceSums(), []];
    const done = people < FEWEST ? 0 : await this.addAll(sums, counted, range, people, context);
    await this.keep(range, sums.result(), counted);
    return done;
  }

  private async addAll(
    sums: InstanceSums,
    counted: Person[],
    range: string,
    total: number,
    { signal, progress }: JobContext,
  ): Promise<number> {
    const reader = { times: this.times, clock: this.clock, log: this.log, signal };
    const pace = new BackgroundPace(this.em, this.clock, signal);
    const { datesOf } = rangeReader(range, false);
    const rangesOf = (today: string): DateRange[] => [datesOf({ today, weekdayStart: 1, firstDay: today })];
    let done = 0;
    let [zone, id] = ['', 0];
    for (;;) {
      const people = await sql<Person>(this.em, NEXT, [zone, id]);
      const group = people.filter((person) => person.zone === people[0]?.zone);
      const last = group.at(-1);
      if (!last) return done;
      const read = await readGroup(reader, { zone: last.zone, ids: group.map((person) => person.id) }, rangesOf, {
        times: 'range',
        lists: INSTANCE_LISTS,
        limits: NAMES,
      });
      for (const person of group) for (const time of read.get(person.id) ?? []) if (sums.add(partOf(person, time))) counted.push(person);
      [zone, id] = [last.zone, last.id];
      done += group.length;
      progress(Math.min(done, total), total);
      await pace.afterDay();
    }
  }

  private async keep(range: string, result: InstanceMeasures | undefined, counted: readonly Person[]): Promise<void> {
    const today = localDate('UTC', this.clock.now());
    const dates = rangeReader(range, false).datesOf({ today, weekdayStart: 1, firstDay: today });
    await sql(this.em, KEEP, [
      range,
      result ? JSON.stringify({ ...dates, ...result }) : null,
      counted.map(({ id }) => id),
      counted.map((person) => INSTANCE_LISTS.reduce((sum, list, n) => sum + (person[list] ? 2 ** n : 0), 0)),
    ]);
  }
}

function partOf(person: Person, { lists, dayTotals }: TimeRead): Part {
  return {
    us: lists.category.reduce((sum, { us }) => sum + us, 0),
    activeDays: [...dayTotals.values()].filter((us) => us > 0).length,
    lists: Object.fromEntries(INSTANCE_LISTS.flatMap((list) => (person[list] ? [[list, lists[list]]] : []))),
  };
}

const COUNT = `SELECT count(*)::int AS people FROM users u WHERE ${HAS_PUBLIC_TIME}`;

const NEXT = `
  SELECT u.id, u.timezone AS zone, u.categories_used_public AS category, u.editors_used_public AS editor,
         u.languages_used_public AS language, u.os_used_public AS "operatingSystem"
    FROM users u
   WHERE ${HAS_PUBLIC_TIME} AND (u.timezone COLLATE "C", u.id) > ($1, $2::int)
   ORDER BY u.timezone COLLATE "C", u.id
   LIMIT ${GROUP}`;

const KEEP = `
  INSERT INTO instance_stats (range, data, counted, counted_lists, computed_at) VALUES ($1, $2::jsonb, $3::int[], $4::int[], now())
  ON CONFLICT (range) DO UPDATE
     SET data = excluded.data, counted = excluded.counted, counted_lists = excluded.counted_lists, computed_at = excluded.computed_at`;
