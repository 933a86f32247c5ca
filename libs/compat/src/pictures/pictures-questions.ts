import type { BadgeLinkShows, BadgeQuestion, PictureRange } from '@app/analytics';
import type { BadgeLook, BadgeParams, CardParams } from './pictures.dto.js';

/** `includeToday` decides for ranges such as `last_7_days`. */
export function linkedQuestion(includeToday: boolean, { range, project, language, projectLabel }: BadgeLinkShows): BadgeQuestion {
  return { range, includeToday, project, language, projectLabel };
}

/** The same of a badge by its address. */
export function badgeQuestion(
  includeToday: boolean,
  { range = 'all_time', project, language }: Pick<BadgeParams, 'range' | 'project' | 'language'>,
): BadgeQuestion {
  return { range, includeToday, project, language };
}

/** The same for a card. */
export function cardRange(includeToday: boolean, { range = 'last_7_days' }: CardParams): PictureRange {
  return { range, includeToday };
}

/** How the badge of a link looks: as the link says, or as its request does. */
export function linkedParams(shows: BadgeLinkShows, { label, color, style }: BadgeLook): BadgeParams {
  const { project, language } = shows;
  return { project, language, label: label ?? shows.label ?? shows.projectLabel, color, style };
}
