import { type DayBounds, type ProjectBlock, ProjectBlocksReader } from '@app/analytics';
import { Clock, dayNumber, dayOfParameter, localDate, must } from '@app/core';
import { Injectable } from '@nestjs/common';
import { EVERYTHING_SHARED, TOTALS } from '../sharing/levels.js';
import type { Sharer } from '../sharing/sharers.js';
import { namedLevelOfDay } from './shared-days.js';

/** One day of somebody, in the member's own zone, as far as it is shared. */
export interface PersonDurations {
  person: Sharer;
  day: DayBounds;
  /** Whether totals of the day are shared by name. */
  isSeen: boolean;
  /** Whether everything of the day is shared: else there are no blocks. */
  isWhole: boolean;
  /** Ascending. */
  blocks: ProjectBlock[];
}

/** Reads when members worked on what on one day: of whoever shares everything of it, and of nobody else. */
@Injectable()
export class DurationsByName {
  constructor(
    private readonly blocks: ProjectBlocksReader,
    private readonly clock: Clock,
  ) {}

  /** In the order of `people`, who share something with who asks; one statement for those of one zone. Refused: a date that is none. */
  async read(people: readonly Sharer[], date: string): Promise<PersonDurations[]> {
    const days = people.map((person) => {
      const day = this.dayIn(person.zone, date);
      const { zone } = person;
      const level = namedLevelOfDay(person, dayNumber(day.date), { zone, today: dayNumber(localDate(zone, this.clock.now())) });
      return { person, day, isSeen: level >= TOTALS, isWhole: level >= EVERYTHING_SHARED };
    });
    const found = new Map<number, ProjectBlock[]>();
    const whole = days.filter(({ isWhole }) => isWhole);
    for (const [zone, ofZone] of Map.groupBy(whole, ({ person }) => person.zone)) {
      const ids = ofZone.map(({ person }) => person.userId);
      for (const [userId, blocks] of await this.blocks.readMany(ids, zone, must(ofZone[0], 'somebody').day)) found.set(userId, blocks);
    }
    return days.map((day) => ({ ...day, blocks: found.get(day.person.userId) ?? [] }));
  }

  /** The day of a zone, `YYYY-MM-DD` or `today`. Refused: a date that is none. */
  dayIn(zone: string, date: string): DayBounds {
    return dayOfParameter('date', date, zone, this.clock.now());
  }
}
