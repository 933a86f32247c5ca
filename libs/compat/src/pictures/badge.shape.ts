import { type BadgeTime, KEPT_SECONDS } from '@app/analytics';
import { makeBadge } from 'badge-maker';
import { minutesTextOf } from '../texts.js';
import type { BadgeParams, ShieldsBadge } from './pictures.dto.js';
import { fitting } from './svg.js';

/** White text has a contrast of 5 and more to both. */
const COLOR = '0b6bb0';
const COLOR_OF_NOTHING = '6a6a6a';
/** Pixels, in a font of 11. */
const LONGEST_LABEL = 360;

/** What stands in a badge that shows nothing, whatever the reason. */
export const NOT_SHOWN = 'unknown or private';

/** A badge as SVG: its label, and how much time it was. */
export function toBadge(time: BadgeTime, params: BadgeParams): string {
  const { label, message, color } = partsOf(time, params);
  return makeBadge({ label, message, color: /^[\da-f]+$/i.test(color) ? `#${color}` : color, style: params.style ?? 'flat' });
}

/** The same for shields.io's endpoint badge (schema version 1). It takes no answer but 200: what is not shown is an error in it. */
export function toShieldsBadge(time: BadgeTime, params: BadgeParams): ShieldsBadge {
  return {
    schemaVersion: 1,
    ...partsOf(time, params),
    ...(params.style && { style: params.style }),
    cacheSeconds: KEPT_SECONDS,
    ...(time.us === null && { isError: true }),
  };
}

function partsOf({ us }: BadgeTime, { label, project, language, color }: BadgeParams): Pick<ShieldsBadge, 'label' | 'message' | 'color'> {
  const names = [project, language].filter((name) => name !== undefined);
  const left = label ?? (names.length > 0 ? names.join(' · ') : 'coding time');
  return {
    label: fitting(left, LONGEST_LABEL, 11),
    message: us === null ? NOT_SHOWN : minutesTextOf(us),
    color: us === null ? COLOR_OF_NOTHING : (color?.replace('#', '').toLowerCase() ?? COLOR),
  };
}
