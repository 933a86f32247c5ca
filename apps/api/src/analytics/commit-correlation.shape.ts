import { percentOf, roundedTo2, secondsOf, toAnalyticsHead } from '@app/compat';
import type { CommitCorrelation } from '@app/github';
import type { CommitCorrelationAnswer, CorrelationItem, DensityItem, HistogramItem, QuartilesItem } from './commit-correlation.dto.js';

/** Coding time and commits, as people read it: seconds, and numbers of two decimals. */
export function toCommitCorrelation(result: CommitCorrelation): CommitCorrelationAnswer {
  const { sessions, behind } = result;
  return {
    data: {
      ...toAnalyticsHead(result.head),
      total_seconds: secondsOf(result.us),
      commits: result.commits,
      is_shortened: result.isShortened,
      commits_per_hour: result.perHour === null ? null : roundedTo2(result.perHour),
      daily: result.days.map(({ date, us, commits }) => ({ date, total_seconds: secondsOf(us), commits })),
      seconds_per_commit: toQuartiles(result.totalPerCommit),
      file_seconds_per_commit: toQuartiles(result.filePerCommit),
      sessions: {
        total: sessions.total,
        ending_in_commit: sessions.committed,
        percent: sessions.total === 0 ? null : percentOf(sessions.committed, sessions.total),
      },
      first_edit_to_commit_seconds: toQuartiles(result.firstEditToCommit),
      hours: result.hours.map((hour) => toBar(hour)),
      weekdays: result.weekdays.map((weekday) => toBar(weekday)),
      correlation: { n: result.n, pearson: toCorrelation(result.pearson), spearman: toCorrelation(result.spearman) },
      most_dense: result.most.map((density) => toDensity(density)),
      least_dense: result.least.map((density) => toDensity(density)),
      ai: {
        total_seconds: secondsOf(behind.us),
        ai_seconds: secondsOf(behind.aiUs),
        percent: behind.us === 0 ? null : percentOf(behind.aiUs, behind.us),
      },
    },
  };
}

function toQuartiles(quartiles: CommitCorrelation['totalPerCommit']): QuartilesItem | null {
  return quartiles && { median: secondsOf(quartiles.median), p25: secondsOf(quartiles.p25), p75: secondsOf(quartiles.p75) };
}

function toBar({ us, commits }: { us: number; commits: number }): HistogramItem {
  return { total_seconds: secondsOf(us), commits };
}

function toCorrelation(found: CommitCorrelation['pearson']): CorrelationItem | null {
  return found && { value: toFour(found.value), low: toFour(found.low), high: toFour(found.high) };
}

function toFour(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function toDensity({ project, us, commits, perHour }: CommitCorrelation['most'][number]): DensityItem {
  return { project, total_seconds: secondsOf(us), commits, commits_per_hour: roundedTo2(perHour) };
}
