import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { groupedProjectsSql } from '@app/heartbeats';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { NO_CLIENT, nameOf, restOf } from '../names.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import type { Dimension } from '../results.js';
import type { CrossedTime } from '../time/time-question.js';
import type { Rounding } from './rounding.js';
import { type Sheet, sheetOf } from './timesheet.js';

/** What rows of a timesheet may be told apart by. A project has one client; it may have several labels, so there is no row of a label. */
export const SHEET_COLUMNS = ['client', 'project', 'branch', 'category', 'language'] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** How many rows a timesheet has, beside the one that the others are folded into. */
const MOST_ROWS = 1000;

const CLIENTS = `
  SELECT project, name
    FROM (${groupedProjectsSql('$1')}) x
   WHERE kind = 'client' AND place = 1`;

/** Of which time, by which rules, in which rows, rounded how. */
export interface TimesheetQuestion extends StatsQuestion {
  /** One or more, none twice. */
  by: readonly SheetColumn[];
  rounding: Rounding;
  /** Days that an answer has at most. */
  mostDays: number;
}

export interface TimesheetResult {
  head: RangeTime;
  by: readonly SheetColumn[];
  rounding: Rounding;
  /** Ascending. */
  dates: string[];
  sheet: Sheet;
}

/**
 * One's own time of a range by row and day, rounded: what people invoice from. Refused: as for `GetStats`, and a range of more than `mostDays`
 * days.
 */
export class GetTimesheet extends Query<TimesheetResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: TimesheetQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetTimesheet)
export class GetTimesheetHandler implements IQueryHandler<GetTimesheet> {
  constructor(
    private readonly own: OwnTime,
    private readonly reads: ReadPool,
  ) {}

  async execute({ subject, question }: GetTimesheet): Promise<TimesheetResult> {
    const { by, rounding, mostDays } = question;
    const crossed = [...new Set(by.map((column): Dimension => (column === 'client' ? 'project' : column)))];
    const longest = {
      days: mostDays,
      advice: `this timesheet has at most ${mostDays}. Ask for fewer days, or with format=csv for up to a year.`,
    };
    const read = await this.own.read(subject, question, { times: 'totals', crossed }, longest);
    const { days, head } = read;
    const clients = by.includes('client') ? await this.clientsOf(subject.userId) : new Map<string, string>();
    const times = read.crossed.map(({ day, names, us }) => ({
      day,
      us,
      names: names && by.map((column) => cellOf(column, names, clients)),
    }));
    const rest = by.map((column) => (column === 'client' ? 'All other clients' : restOf(column)));
    return {
      head,
      by,
      rounding,
      dates: days.map(({ date }) => date),
      sheet: sheetOf(
        times,
        days.map(({ day }) => day),
        rounding,
        rest,
        MOST_ROWS,
      ),
    };
  }

  /** The client of each project that has one, by the shown name of the project. */
  private async clientsOf(userId: number): Promise<Map<string, string>> {
    const rows = await this.reads.query<{ project: string; name: string }>({
      name: 'clients of projects',
      text: CLIENTS,
      params: [userId],
    });
    return new Map(rows.map(({ project, name }) => [project, name]));
  }
}

function cellOf(column: SheetColumn, names: NonNullable<CrossedTime['names']>, clients: ReadonlyMap<string, string>): string {
  if (column === 'client') return clients.get(names.project ?? '') ?? NO_CLIENT;
  return nameOf(column, names[column] ?? '');
}
