import { DomainError } from '@app/core';
import type { PeriodKind } from '../days/periods.js';
import type { GoalDimension, GoalVersion } from '../evaluation/goal-rules.js';

/** A goal as its user made it, with what it asks for at present. Instants in ms since 1970. */
export interface Goal extends GoalWords {
  id: number;
  publicId: string;
  /** What it asks for, and what it asked for before, the present version last. */
  versions: readonly [GoalVersion, ...GoalVersion[]];
  createdAt: number;
  modifiedAt: number | null;
}

/** What a goal is apart from what it asks for. */
export interface GoalWords {
  /** Null: what it asks for stands for it. */
  title: string | null;
  /** As it was sent: `daily`, `coding_time` … */
  type: string;
  period: PeriodKind;
  /** Of `days_of_week`, 1 to 7. */
  daysPerWeek: number | null;
  /** ms since 1970. */
  snoozeUntil: number | null;
  category: string | null;
  difficulty: string | null;
  priority: number | null;
  tags: string | null;
  /** Whether a mail is wanted when it is met or, of "at most", broken. */
  isMailed: boolean;
}

/** Names by dimension; an empty list: any. */
export type FilterNames = Readonly<Record<GoalDimension, readonly string[]>>;

/** All that a user says of a goal. */
export interface GoalForm extends GoalWords {
  targetSeconds: number;
  filter: FilterNames;
  isInverse: boolean;
  /** 0 = Sunday … 6 = Saturday. */
  ignoreDays: readonly number[];
  ignoreZeroDays: boolean;
  improveByPercent: number | null;
  isEnabled: boolean;
}

/** What was said of a title; undefined: nothing. */
export interface SaidTitle {
  /** As clients read it and send it back, also where nobody gave it. */
  title?: string | null;
  /** The title that its user gave. */
  customTitle?: string | null;
}

/** A goal that is to be. */
export type NewGoal = Omit<GoalForm, 'title'> & SaidTitle;

/** Goals of an account. */
export const MOST_GOALS = 100;

/** Refuses a goal that is not there, or is somebody else's. */
export function unknownGoal(): DomainError {
  return new DomainError('not-found', 'goal.unknown', 'There is no such goal. GET /api/v1/users/current/goals lists all of them.');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id as it is stored. Not found: it is no id of a goal. */
export function goalIdOf(text: string): string {
  if (!UUID.test(text)) throw unknownGoal();
  return text.toLowerCase();
}
