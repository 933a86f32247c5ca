import { TimeReader } from '@app/analytics';
import { badParameter, Clock, dateOf, dayNumber } from '@app/core';
import { Injectable } from '@nestjs/common';
import { goalDays, isPlain, versionAt } from '../days/goal-days.js';
import { GoalReader, GREATEST_DEPTH, USUAL_DEPTH } from '../evaluation/goal-reader.js';
import { datesOfWeek, weekOf, weekProblem } from './iso-weeks.js';
import { reportedGoals } from './report-goals.js';
import { STREAK_DAYS, toWeeklyReport, type WeeklyReport } from './weekly-report.js';

const MS_PER_DAY = 86_400_000;
/** Days that a period which ends in a week may reach before it. */
const LONGEST_PERIOD = 31;

/** Makes weekly reports from what the time reader and the reader of goals say. */
@Injectable()
export class WeeklyReports {
  constructor(
    private readonly times: TimeReader,
    private readonly goals: GoalReader,
    private readonly clock: Clock,
  ) {}

  /**
   * The report of a week; without one, of the last week that is over for the user. Refused: a week that there is not, or that has not begun. Not
   * found: there is no such user.
   */
  async read(userId: number, asked?: string): Promise<WeeklyReport> {
    const problem = asked === undefined ? undefined : weekProblem(asked);
    if (problem !== undefined) throw badParameter('week', problem);
    const weekAt = (day: number): string => asked ?? weekOf(dateOf(day - 7));
    const { calendar, zone, now, today, goals } = await this.goals.judge(userId, {
      depth: this.depthOf(asked),
      streaksUntil: (day) => dayNumber(datesOfWeek(weekAt(day)).last),
    });
    const week = weekAt(today);
    const dates = datesOfWeek(week);
    const [first, last] = [dayNumber(dates.first), dayNumber(dates.last)];
    if (first > today) throw badParameter('week', `${week} has not begun yet. Ask for ${weekOf(dateOf(today))} or an earlier week.`);
    const areLocal = isPlain(calendar);
    const read = await this.times.readDays(
      { userId, zone },
      { days: goalDays(calendar, first, last), areLocal },
      {},
      { times: 'range', lists: ['project', 'language', 'editor'], crossed: ['category', 'aiAgent', 'aiModel'] },
    );
    const year = goalDays(calendar, last + 1 - STREAK_DAYS, last);
    const { dayTotals } = await this.times.readDays({ userId, zone }, { days: year, areLocal }, {}, { times: 'totals' });
    return toWeeklyReport({
      week,
      today,
      read,
      totals: dayTotals,
      dayStart: versionAt(calendar, now * 1000).dayStart,
      goals: reportedGoals(goals, first, last),
    });
  }

  /** How far back goals are to be judged: as far as the week, at least as usual and at most ten years. Older reports tell of no goals. */
  private depthOf(asked: string | undefined): number {
    if (asked === undefined) return USUAL_DEPTH;
    const days = this.clock.now() / MS_PER_DAY - dayNumber(datesOfWeek(asked).first);
    return Math.min(GREATEST_DEPTH, Math.max(USUAL_DEPTH, Math.ceil(days) + LONGEST_PERIOD));
  }
}
