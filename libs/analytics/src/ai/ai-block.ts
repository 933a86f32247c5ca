import type { Counters, Sessions } from '../time/counters.js';

/** What was counted under one name, as people read it. */
export interface NamedUsage {
  /** As shown, `''` for none; undefined: of all that there is no room for. */
  value: string | undefined;
  name: string;
  counters: Counters;
  /** US dollars, of what has a price; null where nothing has. */
  cost: number | null;
}

/** What clients counted of work with an AI: of a day, or of a range. */
export interface AiBlock {
  counters: Counters;
  cost: number | null;
  agents: readonly NamedUsage[];
  models: readonly NamedUsage[];
  /** Undefined where there is neither a session nor a prompt. */
  sessions: Sessions | undefined;
}
