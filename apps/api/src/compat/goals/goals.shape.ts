import { isoOf, lastSecondOf, percentOf, secondsOf, shortDateTextOf, textOf } from '@app/compat';
import { dateOf, isoSeconds, mapInTurns, must } from '@app/core';
import {
  formOf,
  type JudgedGoal,
  type JudgedGoals,
  type JudgedPeriod,
  type PeriodStatus,
  reasonOf,
  SHOWN_PERIODS,
  titleOf,
} from '@app/goals';
import type { GoalAnswer, GoalData, GoalPeriod, GoalPerson, GoalsAnswer, GoalShare, SavedGoal } from './goals.dto.js';
import { WEEKDAYS } from './weekdays.js';

/** Names that explain a period. */
const MOST_SHARES = 20;

/** All goals; `publicUrl` is where this server's pictures are. Each is explained, which takes a while where there are many names: in turns. */
export async function toGoals(judged: JudgedGoals, publicUrl: string): Promise<GoalsAnswer> {
  const data = await mapInTurns(judged.goals, (goal) => toGoal(goal, judged, 1, publicUrl));
  return { data, total: data.length, total_pages: 1 };
}

/** One goal with its last seven periods. */
export function toGoalAnswer(judged: JudgedGoals, publicUrl: string): GoalAnswer {
  return { cached_at: isoSeconds(judged.now), data: toGoal(must(judged.goals[0], 'goal'), judged, SHOWN_PERIODS, publicUrl) };
}

/** A goal that was made or changed. */
export function toSavedGoal(judged: JudgedGoals, publicUrl: string): SavedGoal {
  const data = toGoal(must(judged.goals[0], 'goal'), judged, 1, publicUrl);
  return { ...data, data };
}

function toGoal(judgedGoal: JudgedGoal, judged: JudgedGoals, shown: number, publicUrl: string): GoalData {
  const { goal, periods, streak, strength } = judgedGoal;
  const form = formOf(goal);
  const present = must(periods.at(-1), 'present period');
  const recent = periods.slice(-SHOWN_PERIODS);
  const percentage = percentageOf(present, form.daysPerWeek);
  const owner = toPerson(judged, publicUrl);
  const { filter } = form;
  return {
    id: goal.publicId,
    title: titleOf(form),
    custom_title: form.title,
    type: form.type,
    delta: form.period === 'days_of_week' ? 'week' : form.period,
    period: form.period,
    days_per_week: form.daysPerWeek,
    seconds: form.targetSeconds,
    target_seconds: form.targetSeconds,
    language: filter.language[0] ?? null,
    languages: [...filter.language],
    project: filter.project[0] ?? null,
    projects: [...filter.project],
    editors: [...filter.editor],
    categories: [...filter.category],
    branches: [...filter.branch],
    machines: [...filter.machine],
    ai_agents: [...filter.aiAgent],
    progress: { current_seconds: secondsOf(present.us), percentage, streak },
    strength,
    status: present.status,
    average_status: averageStatus(recent),
    cumulative_status: cumulativeStatus(recent),
    status_percent_calculated: Math.min(100, Math.floor(percentage)),
    range_text: rangeText(present, judged),
    is_enabled: form.isEnabled,
    is_inverse: form.isInverse,
    is_snoozed: form.snoozeUntil !== null && form.snoozeUntil > judged.now,
    is_tweeting: false,
    is_current_user_owner: true,
    ignore_zero_days: form.ignoreZeroDays,
    ignore_days: form.ignoreDays.map((day) => must(WEEKDAYS[day], 'weekday')),
    improve_by_percent: form.improveByPercent,
    snooze_until: form.snoozeUntil === null ? null : isoSeconds(form.snoozeUntil),
    is_mailed: form.isMailed,
    category: form.category,
    difficulty: form.difficulty,
    priority: form.priority,
    tags: form.tags,
    created_at: isoSeconds(goal.createdAt),
    modified_at: goal.modifiedAt === null ? null : isoSeconds(goal.modifiedAt),
    owner,
    shared_with: [],
    subscribers: form.isMailed ? [toSubscriber(owner)] : [],
    chart_data: periods.slice(-shown).map((period) => toPeriod(period, form.daysPerWeek, judged)),
  };
}

function toPerson({ owner }: JudgedGoals, publicUrl: string): GoalPerson {
  const { publicId, username, displayName, email } = owner;
  return { display_name: displayName, full_name: displayName, username, email, id: publicId, photo: `${publicUrl}/photo/${publicId}` };
}

function toSubscriber({ display_name, full_name, username, email, id }: GoalPerson): GoalData['subscribers'][number] {
  return { display_name, full_name, username, email, email_frequency: 'Once a period', user_id: id };
}

function toPeriod(period: JudgedPeriod, daysPerWeek: number | null, judged: JudgedGoals): GoalPeriod {
  const { reason, short } = reasonOf(period, daysPerWeek);
  const { projects, languages } = judged.times.explain(period.version, period.counted);
  const date = dateOf(period.key);
  const start = isoOf(period.from);
  const end = lastSecondOf(period);
  return {
    actual_seconds: secondsOf(period.us),
    actual_seconds_text: textOf(period.us),
    goal_seconds: secondsOf(period.targetUs),
    goal_seconds_text: textOf(period.targetUs),
    date,
    range_start: start,
    range_end: end,
    range: { date, start, end, text: rangeText(period, judged), timezone: period.zone },
    range_status: period.status,
    range_status_reason: reason,
    range_status_reason_short: short,
    met_days: period.metDays,
    explain: { projects: toShares(projects, 'All other projects'), languages: toShares(languages, 'All other languages') },
  };
}

function toShares(shares: readonly { name: string; us: number }[], others: string): GoalShare[] {
  const listed = shares.slice(0, shares.length > MOST_SHARES ? MOST_SHARES - 1 : MOST_SHARES);
  const rest = shares.slice(listed.length).reduce((sum, { us }) => sum + us, 0);
  return [...listed, ...(rest > 0 ? [{ name: others, us: rest }] : [])].map(({ name, us }) => ({ name, seconds: secondsOf(us) }));
}

/** `Today`, `Yesterday`, `Mon Jan 23`; of longer periods `Mon Jan 23 until Sun Jan 29`. */
function rangeText({ days }: JudgedPeriod, { today }: JudgedGoals): string {
  const [first] = days;
  const last = must(days.at(-1), 'last day');
  if (!first || first.day !== last.day) return `${shortDateTextOf(must(first, 'first day').date)} until ${shortDateTextOf(last.date)}`;
  if (first.day === today) return 'Today';
  return first.day === today - 1 ? 'Yesterday' : shortDateTextOf(first.date);
}

function percentageOf({ us, targetUs, metDays }: JudgedPeriod, daysPerWeek: number | null): number {
  return daysPerWeek === null ? percentOf(us, targetUs) : percentOf(metDays ?? 0, daysPerWeek);
}

function averageStatus(periods: readonly JudgedPeriod[]): PeriodStatus {
  const over = periods.filter(({ isRunning, status }) => !isRunning && status !== 'ignored');
  if (over.length === 0) return must(periods.at(-1), 'present period').status;
  return statusOfSum(over) === 'success' ? 'success' : 'fail';
}

function cumulativeStatus(periods: readonly JudgedPeriod[]): PeriodStatus {
  const counted = periods.filter(({ status }) => status !== 'ignored');
  return counted.length === 0 ? 'ignored' : statusOfSum(counted);
}

/** Of "at least": success once the sum is reached. Of "at most": fail once it is passed, success when all is over. Of days a week by met periods. */
function statusOfSum(periods: readonly JudgedPeriod[]): PeriodStatus {
  const last = must(periods.at(-1), 'last period');
  const us = periods.reduce((sum, period) => sum + period.us, 0);
  const targetUs = periods.reduce((sum, period) => sum + period.targetUs, 0);
  if (last.metDays !== null) {
    if (periods.every(({ status }) => status === 'success')) return 'success';
    return periods.some(({ status }) => status === 'fail') ? 'fail' : 'pending';
  }
  if (last.version.isInverse) {
    if (us > targetUs) return 'fail';
    return last.isRunning ? 'pending' : 'success';
  }
  return us >= targetUs ? 'success' : pendingOrFail(last);
}

function pendingOrFail({ isRunning }: JudgedPeriod): PeriodStatus {
  return isRunning ? 'pending' : 'fail';
}
