import { Amount } from '../insights/insights.dto.js';

/** How many people. */
export class PeopleCount {
  /** @example "12 people" */
  text: string;
}

/** Time of several people. */
export class AverageMeasures {
  average: Amount;
  count: PeopleCount;
  /** Of the person with the most. */
  max: Amount;
  median: Amount;
}

/** Time of several people, and all of it. */
export class TimeMeasures extends AverageMeasures {
  sum: Amount;
}

/** Time of several people under one name. */
export class NamedMeasures extends TimeMeasures {
  /** @example "TypeScript" */
  name: string;
  /** Always true: an entry needs five people. */
  is_verified: boolean;
}

/** The days of the statistics; each person's own are those of their zone. */
export class InstanceRange {
  /** @example "last_7_days" */
  name: string;
  /** @example "2026-01-22" */
  start_date: string;
  /** @example "Thu Jan 22nd 2026" */
  start_text: string;
  /** @example "2026-01-28" */
  end_date: string;
  /** @example "Wed Jan 28th 2026" */
  end_text: string;
  /** @example "from Thu Jan 22nd 2026 until Wed Jan 28th 2026" */
  text: string;
}

export class InstanceStatsData {
  total: TimeMeasures;
  /** Time a day, over each person's days that have time. */
  daily_average: AverageMeasures;
  categories: NamedMeasures[];
  editors: NamedMeasures[];
  languages: NamedMeasures[];
  operating_systems: NamedMeasures[];
  range: InstanceRange;
  /** WakaTime's default. Here each person's time is by their own keystroke timeout. @example 15 */
  timeout: number;
  writes_only: boolean;
}

/** What the people of this server did. `range`, `timeout` and `writes_only` stand beside `data` too, where the real server has them. */
export class InstanceStatsAnswer {
  data: InstanceStatsData;
  range: InstanceRange;
  /** @example 15 */
  timeout: number;
  writes_only: boolean;
}
