import { ApiProperty } from '@nestjs/swagger';

/** A goal that your own last weeks suggest. `POST users/current/goals` takes its title, type, seconds, delta, language and project. */
export class GoalSuggestionItem {
  /** The same for the same names and target. @example "8d1f6f0e-3c0a-8b57-9a0e-0c1d2e3f4a5b" */
  id: string;
  /** @example "Code 1 hr a day in TypeScript" */
  title: string;
  /** Always `coding_time`. @example "coding_time" */
  type: string;
  /** The target. @example 3600 */
  seconds: number;
  /** Always `day`. @example "day" */
  delta: string;
  /** 0 to 1, two decimals. @example 0.42 */
  confidence: number;
  /** @example "You used TypeScript on 10 days in 5 of the last 8 weeks, half of these days for 1 hr or more. 60 % of them had 1 hr or more." */
  reasoning: string;
  /** Absent: any. @example "TypeScript" */
  @ApiProperty({ required: false })
  language?: string;
  /** Absent: any. @example "chronova" */
  @ApiProperty({ required: false })
  project?: string;
}

/** Goals that your own last weeks suggest. */
export class GoalSuggestionsAnswer {
  /** Of all time, of a language, of a project: as far as there is enough time. */
  data: GoalSuggestionItem[];
}
