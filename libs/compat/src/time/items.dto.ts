/** An amount of time in every form that clients read. */
export class GrandTotal {
  /** Hours to two decimals. @example "1.20" */
  decimal: string;
  /** Hours and minutes. @example "1:12" */
  digital: string;
  /** Whole hours. @example 1 */
  hours: number;
  /** Whole minutes beside the hours. @example 12 */
  minutes: number;
  /** @example "1 hr 12 mins" */
  text: string;
  /** @example 4330.5 */
  total_seconds: number;
}

/** Time under one name. */
export class Item {
  /** @example "TypeScript" */
  name: string;
  /** @example 4330.5 */
  total_seconds: number;
  /** Share of the list, to two decimals. @example 86.15 */
  percent: number;
  /** @example "1:12:10" */
  digital: string;
  /** Hours to two decimals. @example "1.20" */
  decimal: string;
  /** @example "1 hr 12 mins" */
  text: string;
  /** Whole hours. @example 1 */
  hours: number;
  /** Whole minutes beside the hours. @example 12 */
  minutes: number;
  /** Whole seconds beside the minutes. @example 10 */
  seconds: number;
}

/** Time on one machine. */
export class MachineItem extends Item {
  /** Derived from the machine's name. @example "9b3c2c3e-52c0-8c5e-a5e6-0c2f7d1f6f0a" */
  machine_name_id: string;
}

/** A local day. */
export class DayRange {
  /** @example "2026-01-29" */
  date: string;
  /** First second of the day, in UTC. @example "2026-01-29T03:00:00Z" */
  start: string;
  /** Last second of the day, in UTC. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "Thu Jan 29th 2026" */
  text: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
}

/**
 * The lists that every answer has, most time first: at most 1,000 names for oneself, 100 for others, fewer where an answer of many days would be
 * longer than 4 MB. What a list has no room for is its last entry, such as "All other projects", so sums and percentages hold.
 */
export class ItemLists {
  /** What was done. */
  categories: Item[];
  /** Where: time without a project is "Unknown Project". */
  projects: Item[];
  /** Time without a language is "Other". */
  languages: Item[];
  editors: Item[];
  operating_systems: Item[];
  /** Libraries that the edited files use: a file may have several, of which 100 count. Empty on ranges of more than 31 days. */
  dependencies: Item[];
  machines: MachineItem[];
  /** Only where you have labels, and on ranges of days of at most 92. A project counts under each of its labels; percent is of the total. */
  labels?: Item[];
  /** Only where you have clients, and on ranges of days of at most 92. Time of projects without one is "No client". */
  clients?: Item[];
}
