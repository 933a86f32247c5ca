import { DomainError } from '@app/core';
import { type Subject, timeoutOf, type Visibility, zoneOf } from '@app/users';
import { type Dimension, DIMENSIONS, type ProjectFilter } from './results.js';
import { type AskedRules, type ListLimits, OTHERS_LIMITS, OWN_LIMITS, type TimeRules } from './time/time-question.js';

/*
 * What of somebody's time is read: everything of one's own, of others what they made public. Decided here, for every query of time.
 *
 * - A dimension that is not public is not read. Branches, dependencies and the filter of a project belong to projects. Entities and the names
 *   of AI models and agents are never public: no flag stands for them.
 * - Others' time is read by its owner's own rules alone. By other rules every heartbeat of the range is read again: nobody may ask that of
 *   somebody else's history. And with other timeouts and zones percentages change by gaps whose length the question says, and so tell amounts.
 * - Where the amount of time is not public, times are read for nothing but the percentages of public lists.
 */

/** Whose time, by which rules; of others always by their own. Refused: a zone or a timeout that is none. */
export function visibleRules({ userId, visibility }: Subject, { zone, timeout, writesOnly }: AskedRules): TimeRules {
  const asked = {
    ...(zone !== undefined && { zone: zoneOf(zone) }),
    ...(timeout !== undefined && { timeout: timeoutOf(timeout) }),
    ...(writesOnly !== undefined && { writesOnly }),
  };
  return visibility.own ? { userId, ...asked } : { userId };
}

/** The project and branches that may be asked for: elsewhere a project that there is would answer differently from one that there is not. */
export function visibleFilter({ project, branches }: ProjectFilter, sees: Visibility): ProjectFilter {
  return sees.projects ? { project, branches } : {};
}

/** The dimensions that are not read. */
export function hiddenDimensions(sees: Visibility): Dimension[] {
  if (sees.own) return [];
  const visible: Record<Dimension, boolean> = {
    project: sees.projects,
    branch: sees.projects,
    language: sees.languages,
    category: sees.categories,
    editor: sees.editors,
    operatingSystem: sees.operatingSystems,
    machine: sees.machines,
    aiModel: false,
    aiAgent: false,
  };
  return DIMENSIONS.filter((dimension) => !visible[dimension]);
}

/** How long lists may be. */
export function listLimits(sees: Visibility): ListLimits {
  return sees.own ? OWN_LIMITS : OTHERS_LIMITS;
}

/** Refused: what has paths of files in it, of anybody else. */
export function checkOwn({ visibility }: Subject): void {
  if (!visibility.own) throw new DomainError('forbidden', 'time.private', 'Heartbeats and durations are for their owner alone.');
}
