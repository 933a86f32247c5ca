import {
  type AiAnalysisResult,
  aiLinesOf,
  type AiShare,
  type AiUsage,
  humanLinesOf,
  type KindOfDays,
  type NamedShare,
} from '@app/analytics';
import { percentOf, roundedTo2, secondsOf } from '../texts.js';
import { costOf } from '../time/ai-block.shape.js';
import type { AiAnalysisAnswer, AiCounted, AiDays, AiLines, AiOfSessions, AiSide, AiSplit, AiUsageItem, AiViews } from './ai.dto.js';
import { toAnalyticsHead } from './analytics.shape.js';

const HOUR_US = 3_600_000_000;
const TOP_LANGUAGES = 5;

/** AI analytics as both of Chronova's clients read it (contract §3.5.8), with more beside. Amounts are whole seconds: both read those. */
export function toAiAnalysis(result: AiAnalysisResult): AiAnalysisAnswer {
  const views = toViews(result);
  const { total, inferredUs } = result;
  const inferred = wholeSeconds(inferredUs);
  return {
    ...views,
    data: {
      of: toAnalyticsHead(result.head),
      total: toSplit(total),
      ...views,
      usage: toCounted(result.usage.counters, result.usage.cost, result.usage.sessions),
      agents: result.agents.map(toUsage),
      models: result.models.map(toUsage),
      sources: {
        time: { measured: 0, reported: wholeSeconds(total.ai) - inferred, inferred },
        counters: 'reported',
        cost: 'reported',
      },
    },
  };
}

function toViews({ total, days, languages, projects, withAi, withoutAi, trend }: AiAnalysisResult): AiViews {
  return {
    comparison: {
      ai: toSide('ai', total, languages, projects),
      manual: toSide('manual', total, languages, projects),
      withAi: toDays(withAi),
      withoutAi: toDays(withoutAi),
    },
    languageMatrix: languages.map(({ name, ...share }) => ({ language: name, ...toSplit(share) })),
    projectDependency: projects.map(({ name, ...share }) => ({ project: name, ...toSplit(share) })),
    efficiencyTrend: trend.map(({ date, period, productivity, ai, manual }) => ({
      date,
      aiPercent: percentOf(ai, ai + manual),
      period,
      productivity: roundedTo2(productivity),
    })),
    adoptionTimeline: days.map(({ date, cost, ...share }) => {
      const { aiSeconds, manualSeconds } = toSplit(share);
      return { date, aiSeconds, manualSeconds, cost: costOf({ cost }) ?? null };
    }),
    contributionShare: {
      ...percents(total),
      aiHours: roundedTo2(total.ai / HOUR_US),
      manualHours: roundedTo2(total.manual / HOUR_US),
    },
  };
}

function toSide(side: keyof AiShare, total: AiShare, languages: readonly NamedShare[], projects: readonly NamedShare[]): AiSide {
  const used = languages.filter((one) => one[side] > 0).toSorted((a, b) => b[side] - a[side]);
  return {
    totalHours: roundedTo2(total[side] / HOUR_US),
    languageCount: used.length,
    projectCount: projects.filter((one) => one[side] > 0).length,
    topLanguages: used.slice(0, TOP_LANGUAGES).map((one) => ({ name: one.name, seconds: wholeSeconds(one[side]) })),
  };
}

function toDays({ days, us }: KindOfDays): AiDays {
  return { totalSeconds: wholeSeconds(us), avgDaily: days === 0 ? 0 : wholeSeconds(us / days), days };
}

/** Manual time is what is left of the rounded total, so the parts add up. */
function toSplit(share: AiShare): AiSplit {
  const totalSeconds = wholeSeconds(share.ai + share.manual);
  const aiSeconds = Math.min(wholeSeconds(share.ai), totalSeconds);
  return { aiSeconds, manualSeconds: totalSeconds - aiSeconds, totalSeconds, ...percents(share) };
}

function percents({ ai, manual }: AiShare): { aiPercent: number; manualPercent: number } {
  return { aiPercent: percentOf(ai, ai + manual), manualPercent: percentOf(manual, ai + manual) };
}

function toUsage({ name, us, inferredUs, counted, sessions }: AiUsage): AiUsageItem {
  return {
    name,
    seconds: wholeSeconds(us),
    source: us > 0 && inferredUs === us ? 'inferred' : 'reported',
    ...toCounted(counted.counters, counted.cost, sessions),
  };
}

function toCounted(counters: AiUsage['counted']['counters'], cost: number | null, totals: AiUsage['sessions']): AiCounted {
  return {
    aiLines: toLines(aiLinesOf(counters)),
    humanLines: toLines(humanLinesOf(counters)),
    tokens: { input: counters.aiInputTokens, cachedInput: counters.aiCachedInputTokens, output: counters.aiOutputTokens },
    sessions: totals ? totals.sessions : null,
    prompts: totals ? ofSessions(totals.prompts, totals.promptsInSessions, totals.sessions, totals.medianPrompts) : null,
    promptLength: totals ? ofSessions(totals.promptLength, totals.lengthInSessions, totals.sessions, totals.medianLength) : null,
    cost: costOf({ cost }) ?? null,
  };
}

function ofSessions(total: number, inSessions: number, sessions: number, median: number | null): AiOfSessions {
  return { total, averagePerSession: sessions === 0 ? null : roundedTo2(inSessions / sessions), medianPerSession: median };
}

function toLines(lines: { additions: number; deletions: number } | null): AiLines | null {
  return lines && { added: lines.additions, deleted: lines.deletions };
}

function wholeSeconds(us: number): number {
  return Math.round(secondsOf(us));
}
