import { TimeReader } from '@app/analytics';
import { addDays, badParameter } from '@app/core';
import { Injectable } from '@nestjs/common';
import { datesOfWeek, weekOf, weekProblem } from './iso-weeks.js';
import { STREAK_DAYS, toWeeklyReport, type WeeklyReport } from './weekly-report.js';

/** Makes weekly reports from what the time reader says. */
@Injectable()
export class WeeklyReports {
  constructor(private readonly times: TimeReader) {}

  /**
   * The report of a week; without one, of the last week that is over in the user's zone. Refused: a week that there is not, or that has not begun.
   * Not found: there is no such user.
   */
  async read(userId: number, asked?: string): Promise<WeeklyReport> {
    const problem = asked === undefined ? undefined : weekProblem(asked);
    if (problem !== undefined) throw badParameter('week', problem);
    const weekFor = (today: string): string => asked ?? weekOf(addDays(today, -7));
    const read = await this.times.read(
      { userId },
      ({ today }) => datesOfWeek(weekFor(today)),
      {},
      {
        times: 'range',
        lists: ['project', 'language', 'editor'],
        crossed: ['category', 'aiAgent', 'aiModel'],
      },
    );
    const { today } = read.context;
    const week = weekFor(today);
    const { first, last } = datesOfWeek(week);
    if (first > today) throw badParameter('week', `${week} has not begun yet. Ask for ${weekOf(today)} or an earlier week.`);
    const year = { first: addDays(last, 1 - STREAK_DAYS), last };
    const { dayTotals } = await this.times.read({ userId, zone: read.zone }, () => year, {}, { times: 'totals' });
    return toWeeklyReport({ week, today, read, totals: dayTotals });
  }
}
