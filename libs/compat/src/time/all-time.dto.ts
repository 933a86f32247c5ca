/** From the first heartbeat to today. */
export class AllTimeRange {
  /** @example "2024-03-05T03:00:00Z" */
  start: string;
  /** @example "2024-03-05" */
  start_date: string;
  /** @example "Tue Mar 5th 2024" */
  start_text: string;
  /** @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "2026-01-29" */
  end_date: string;
  /** @example "Today" */
  end_text: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
}

export class AllTimeData {
  /** @example 4442700.25 */
  total_seconds: number;
  /** @example "1,234 hrs 5 mins" */
  text: string;
  /** Hours to two decimals. @example "1234.08" */
  decimal: string;
  /** @example "1234:05" */
  digital: string;
  /** Seconds a day, over the days that have any. @example 16095 */
  daily_average: number;
  /** Always true: the answer is computed when it is asked for. */
  is_up_to_date: boolean;
  /** Always 100. @example 100 */
  percent_calculated: number;
  range: AllTimeRange;
  /** Keystroke timeout in minutes. @example 15 */
  timeout: number;
}

/** All time since the account's first heartbeat. */
export class AllTime {
  data: AllTimeData;
}
