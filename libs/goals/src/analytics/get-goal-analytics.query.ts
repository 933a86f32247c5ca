import { rangeReader } from '@app/analytics';
import { type Actor, Clock, dateOf, dayNumber } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { versionAt } from '../days/goal-days.js';
import { GoalReader, GREATEST_DEPTH, USUAL_DEPTH } from '../evaluation/goal-reader.js';
import { analyse, type GoalsAnalytics } from './goal-analytics.js';

/** Over which range, and how many periods make a trend. */
export interface GoalAnalyticsQuestion {
  /** As `stats/{range}` takes it; today is among "the last 30 days". */
  range: string;
  latest: number;
}

/** The analysis, and the range as answers repeat it. */
export interface GoalAnalyticsResult extends GoalsAnalytics {
  range: { name: string; first: string; last: string };
}

/** How a user's goals went over a range: over ten years at most. Refused: an unknown range. */
export class GetGoalAnalytics extends Query<GoalAnalyticsResult> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly question: GoalAnalyticsQuestion,
  ) {
    super();
  }
}

/** Days that the longest period has, and the difference between any two zones. */
const MARGIN = 40;

@QueryHandler(GetGoalAnalytics)
export class GetGoalAnalyticsHandler implements IQueryHandler<GetGoalAnalytics> {
  constructor(
    private readonly reader: GoalReader,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, question: { range, latest } }: GetGoalAnalytics): Promise<GoalAnalyticsResult> {
    const reader = rangeReader(range, true);
    const about = new Date(this.clock.now()).toISOString().slice(0, 10);
    const { first } = reader.parse({ today: about, weekdayStart: 1 });
    const depth = first === null ? GREATEST_DEPTH : dayNumber(about) - dayNumber(first) + MARGIN;
    const judged = await this.reader.judge(userId, { depth: Math.min(GREATEST_DEPTH, Math.max(USUAL_DEPTH, depth)) });
    const today = dateOf(judged.today);
    const { weekdayStart } = versionAt(judged.calendar, judged.now * 1000);
    const dates = reader.datesOf({ today, weekdayStart, firstDay: dateOf(judged.today - GREATEST_DEPTH) });
    return {
      ...(await analyse(judged, { first: dayNumber(dates.first), last: dayNumber(dates.last) }, latest)),
      range: { name: reader.parse({ today, weekdayStart }).range, ...dates },
    };
  }
}
