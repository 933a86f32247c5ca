import { localDate, type Clock } from '@app/core';
import { willPass } from '@app/database';
import type { Logger } from '@nestjs/common';
import type { DateRange } from '../date-range.js';
import type { TimeRead } from '../time/time-question.js';
import type { TimeReader } from '../time/time-reader.js';
import { type GroupParts, readRanges, type ZoneGroup } from './read-ranges.js';

/** Users that one statement reads: a fraction of a second. */
export const GROUP = 100;

/** What is needed to read the time of many. */
export interface GroupReader {
  times: TimeReader;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}

/**
 * The time of a group over each of some ranges, by user: each user's own days, by the user's own rules. Whose time cannot be read, because there
 * is too much of it to be read in time, is left out and does not keep the others from being read.
 */
export async function readGroup(
  { times, clock, log, signal }: GroupReader,
  { zone, ids }: ZoneGroup,
  rangesOf: (today: string) => readonly DateRange[],
  parts: GroupParts,
): Promise<Map<number, TimeRead[]>> {
  const ranges = rangesOf(localDate(zone, clock.now()));
  const read = async (group: readonly number[]): Promise<Map<number, TimeRead[]>> => {
    signal.throwIfAborted();
    try {
      return await readRanges(times, { zone, ids: group }, ranges, parts);
    } catch (error) {
      if (signal.aborted || willPass(error)) throw error;
      if (group.length === 1) {
        log.error(`The time of user ${group[0]} is not read`, error);
        return new Map();
      }
      const half = group.length >> 1;
      return new Map([...(await read(group.slice(0, half))), ...(await read(group.slice(half)))]);
    }
  };
  return read(ids);
}
