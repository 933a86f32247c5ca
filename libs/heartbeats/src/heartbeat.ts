/**
 * A heartbeat as the client meant it: aliases, types and empties are settled; placeholders, defaults and rules are not (contract §2.4).
 * `''` and null are "none". Texts have no control characters and at most 4,096 UTF-16 units, but for the commit message. Integers fit 32 bits.
 */
export interface Heartbeat {
  /** µs since 1970. */
  time: number;
  /** A file's path, a domain, a URL or an application's name; never none. */
  entity: string;
  /** `file`, `app`, `domain`, … */
  type: string;
  category: string;
  project: string;
  branch: string;
  language: string;
  /** At most 1,000, each once, in the order sent; never an empty list. */
  dependencies: string[] | null;
  isWrite: boolean;
  /** ≥ 0 */
  lines: number | null;
  /** ≥ 1 */
  lineno: number | null;
  /** ≥ 1 */
  cursorpos: number | null;
  projectRootCount: number | null;
  lineAdditions: number | null;
  lineDeletions: number | null;
  /** May be negative, like humanLineChanges. */
  aiLineChanges: number | null;
  humanLineChanges: number | null;
  aiInputTokens: number | null;
  aiOutputTokens: number | null;
  aiCachedInputTokens: number | null;
  /** Characters. */
  aiPromptLength: number | null;
  aiSession: string;
  aiSubscriptionPlan: string;
  /** Raw: the item's own, else the request's. */
  userAgent: string;
  /** Name of the machine, decoded. */
  machine: string;
  /** As the body names it, apart from the user agent. */
  editor: string;
  /** As the body names it, apart from the user agent. */
  operatingSystem: string;
  commitHash: string;
  commitAuthor: string;
  /** Whole, with tabs and newlines; it is cut where it is stored. */
  commitMessage: string;
  repositoryUrl: string;
}
