import { dateOf, isDate, isoSeconds, MayBeLeftOut, OneLine, RuledText, Text } from '@app/core';
import type { Pause, PauseChange, PauseForm } from '@app/goals';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { GoalDone } from './goals.dto.js';

const dateProblem = (text: string): string | undefined => (isDate(text) ? undefined : 'Use YYYY-MM-DD, a day that exists.');

/** Days on which goals rest. */
export class AddPauseBody {
  /** The goal; null or left out: all goals. @example null */
  @IsOptional()
  @Text(100)
  goal_id?: string | null;

  /** The first day, at most 30 days back; null or left out: today. @example "2026-12-24" */
  @IsOptional()
  @RuledText(dateProblem)
  from?: string | null;

  /** The last day; null or left out: until you end it by changing this. @example "2027-01-01" */
  @IsOptional()
  @RuledText(dateProblem)
  until?: string | null;

  /** Why, for yourself. @example "vacation" */
  @IsOptional()
  @OneLine(100)
  reason?: string | null;
}

/** Another end or reason of a pause. */
export class ChangePauseBody {
  /** The last day, so that it ends then; null: until you delete it. @example "2026-12-30" */
  @IsOptional()
  @RuledText(dateProblem)
  until?: string | null;

  /** Why, for yourself. @example "vacation" */
  @MayBeLeftOut()
  @OneLine(100)
  reason?: string;
}

/** Days on which one goal or all of them rest. */
export class PauseData {
  /** @example "1" */
  id: string;
  /** Null: all goals. */
  @ApiProperty({ type: String, nullable: true, example: null })
  goal_id: string | null;
  /** @example "2026-12-24" */
  from: string;
  /** Null: until it is deleted. */
  @ApiProperty({ type: String, nullable: true, example: '2027-01-01' })
  until: string | null;
  /** @example "vacation" */
  reason: string;
  /** @example "2026-11-27T09:30:00Z" */
  created_at: string;
}

/** All pauses: 200 at most. */
export class PausesAnswer {
  data: PauseData[];
}

export class PauseAnswer {
  data: PauseData;
}

export function toPauseForm({ goal_id: goalId, from, until, reason }: AddPauseBody): PauseForm {
  return { goalId: goalId ?? null, from: from ?? null, until: until ?? null, reason: reason?.trim() ?? 'paused' };
}

export function toPauseChange({ until, reason }: ChangePauseBody): PauseChange {
  return { ...(until !== undefined && { until }), ...(reason !== undefined && { reason: reason.trim() }) };
}

export function toPause({ id, goalId, fromDay, untilDay, reason, createdAt }: Pause): PauseData {
  return {
    id: String(id),
    goal_id: goalId,
    from: dateOf(fromDay),
    until: untilDay === null ? null : dateOf(untilDay),
    reason,
    created_at: isoSeconds(createdAt),
  };
}

export const PAUSE_DELETED: GoalDone = { message: 'Deleted. Its days are judged again.' };
