import type { BadgeQuestion, PictureRange } from '@app/analytics';
import type { BadgeParams, CardParams } from './pictures.dto.js';

/** `includeToday` decides for ranges such as `last_7_days`. */
export function badgeQuestion(includeToday: boolean, { range = 'all_time', project, language }: BadgeParams): BadgeQuestion {
  return { range, includeToday, project, language };
}

/** The same for a card. */
export function cardRange(includeToday: boolean, { range = 'last_7_days' }: CardParams): PictureRange {
  return { range, includeToday };
}
