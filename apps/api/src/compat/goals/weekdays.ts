import { WEEKDAY_NAMES } from '@app/analytics';

/** As WakaTime writes them, 0 = Sunday. */
export const WEEKDAYS: readonly string[] = WEEKDAY_NAMES.map((name) => name.toLowerCase());
