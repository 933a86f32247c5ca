import { DayRange, GrandTotal, ItemLists } from './items.dto.js';

/** Today's time. */
export class StatusBarDay extends ItemLists {
  grand_total: GrandTotal;
  range: DayRange;
}

/** What editors show in their status bar. */
export class StatusBar {
  /** @example "2026-01-29T10:03:20Z" */
  cached_at: string;
  has_team_features: boolean;
  /** The same as `data.grand_total.text`. @example "1 hr 12 mins" */
  text: string;
  data: StatusBarDay;
}
