import type { DayBounds, DurationBlock, DurationsResult, ProjectBlock, Slice } from '@app/analytics';
import type { Duration, Durations } from './durations.dto.js';
import { isoOf, lastSecondOf, machineNameId, secondsOf } from '../texts.js';

/** Durations of a day (contract §1.4, §4.1), ascending. Blocks of 0 s, a heartbeat that nothing followed in time, are there too (case 27). */
export function toDurations(answer: DurationsResult): Durations {
  const { project, branches } = answer.filter;
  return {
    data: answer.blocks.map((block) => ({
      project: block.project,
      time: secondsOf(block.from),
      duration: secondsOf(block.us),
      color: answer.colors.get(block.project) ?? null,
      ...sliceOf(block, answer.sliceBy),
      ...(block.externalId !== null && { external_id: block.externalId }),
    })),
    start: isoOf(answer.day.from),
    end: lastSecondOf(answer.day),
    timezone: answer.zone,
    ...(project !== undefined && {
      available_branches: answer.availableBranches,
      branches: branches?.length ? [...branches] : answer.availableBranches,
    }),
  };
}

/** The same of somebody else: blocks by project, without files and colours. */
export function toProjectDurations(blocks: readonly ProjectBlock[], day: DayBounds, zone: string): Durations {
  return {
    data: blocks.map(({ project, from, us }) => ({ project, time: secondsOf(from), duration: secondsOf(us), color: null })),
    start: isoOf(day.from),
    end: lastSecondOf(day),
    timezone: zone,
  };
}

/** The sliced value under the name that was asked for; os and machine also under the names that other answers give them. */
function sliceOf({ slice }: Pick<DurationBlock, 'slice'>, sliceBy: Slice): Partial<Duration> {
  if (sliceBy === 'dependencies') return { dependencies: typeof slice === 'string' ? [slice] : slice };
  const value = typeof slice === 'string' ? slice : slice.join();
  switch (sliceBy) {
    case 'project':
      return {};
    case 'os':
      return { os: value, operating_system: value };
    case 'machine':
      return { machine: value, machine_name_id: machineNameId(value) };
    default:
      return { [sliceBy]: value };
  }
}
