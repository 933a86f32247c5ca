import { statsRangeProblem } from '@app/analytics';
import { OptionalFlag, OptionalRuledParameter, OptionalText } from '@app/core';
import { GroupParams } from '../time/time-params.dto.js';

/** Which of your time an analysis is of. */
export class AnalyticsParams extends GroupParams {
  /** Only this project. */
  @OptionalText()
  project?: string;

  /** A named range, `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DD_to_YYYY-MM-DD`; left out: `last_7_days`. */
  @OptionalRuledParameter(statsRangeProblem)
  range?: string;

  /** Whether ranges such as `last_7_days` end today. Left out: yes under `/api/v1`, no under `/api/v1/compat/waka`. */
  @OptionalFlag()
  is_including_today?: boolean;
}

/** What every answer says of the time that it is of. */
export class AnalyticsHead {
  /** @example "last_7_days" */
  range: string;
  /** @example "last 7 days" */
  human_readable_range: string;
  /** First second of the first day that was read. @example "2026-01-23T03:00:00Z" */
  start: string;
  /** Last second of the last day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** How many days were read. @example 7 */
  days: number;
  is_including_today: boolean;
  /** @example "America/Sao_Paulo" */
  timezone: string;
  /** Keystroke timeout in minutes. @example 15 */
  timeout: number;
  writes_only: boolean;
}
