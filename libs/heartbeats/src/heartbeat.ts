/**
 * A heartbeat as the client meant it: aliases, types and empties are settled; placeholders, defaults and rules are not.
 * `''` and null are "none". Times are integer µs since 1970.
 */
export interface Heartbeat {
  time: number;
  entity: string;
  type: string;
  category: string;
  project: string;
  branch: string;
  language: string;
  dependencies: string[] | null;
  isWrite: boolean;
  lines: number | null;
  lineno: number | null;
  cursorpos: number | null;
  projectRootCount: number | null;
  lineAdditions: number | null;
  lineDeletions: number | null;
  aiLineChanges: number | null;
  humanLineChanges: number | null;
  aiInputTokens: number | null;
  aiOutputTokens: number | null;
  aiCachedInputTokens: number | null;
  aiPromptLength: number | null;
  aiSession: string;
  aiSubscriptionPlan: string;
  userAgent: string;
  machine: string;
  editor: string;
  operatingSystem: string;
  commitHash: string;
  commitAuthor: string;
  /** Whole; storage cuts it. */
  commitMessage: string;
  repositoryUrl: string;
}
