import type { FocusResult } from '@app/analytics';
import { isoOf, localTextOf, partsOf, percentOf, roundedTo2, secondsOf } from '../texts.js';
import { toAnalyticsHead } from './analytics.shape.js';
import type { FocusAnswer, FocusData, FocusProject } from './focus.dto.js';

const HOUR_US = 3_600_000_000;

/** Focus as chronova-android reads it (contract §3.3). */
export function toFocus(result: FocusResult): FocusAnswer {
  const data = toFocusData(result);
  return { ...data, data };
}

function toFocusData(result: FocusResult): FocusData {
  const { us, switches, blocks, sessions } = result;
  const { zone } = result.head;
  const projects = result.projects.map((project): FocusProject => {
    const { hours, minutes } = partsOf(project.us);
    return { name: project.name, totalSeconds: secondsOf(project.us), percent: percentOf(project.us, us), hours, minutes };
  });
  const [top] = projects;
  const topProject = top ? { name: top.name, percent: top.percent } : null;
  return {
    ...toAnalyticsHead(result.head),
    is_shortened: result.isShortened,
    concentrationScore: result.score,
    totalCodingTime: secondsOf(us),
    contextSwitches: {
      total: switches.total,
      perHour: roundedTo2(switches.perHour),
      recent: switches.recent.map(({ at, from, to }) => ({
        fromProject: from,
        toProject: to,
        timestampFormatted: localTextOf(at, zone),
        timestamp: isoOf(at),
      })),
    },
    deepWorkBlocks: {
      blocks: blocks.longest.map(({ project, from, to }) => ({
        project,
        duration: secondsOf(to - from),
        startTimeFormatted: localTextOf(from, zone),
        endTimeFormatted: localTextOf(to, zone),
        start: isoOf(from),
        end: isoOf(to),
      })),
      totalBlocks: blocks.total,
      totalDeepWorkHours: roundedTo2(blocks.us / HOUR_US),
    },
    sessions: { total: sessions.total, longestSeconds: secondsOf(sessions.longestUs) },
    projectDistribution: projects,
    topProject,
    top_project: topProject,
  };
}
