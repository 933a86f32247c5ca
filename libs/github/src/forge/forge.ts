/** What Chronova reads of a forge, in its own words: GitHub's stand in github.client.ts alone. Instants are ms since 1970 where nothing else is said. */

/** How many requests a forge still answers, and until when that counts. */
export interface ForgeLimit {
  left: number | null;
  resetAt: number | null;
}

/** Whose a token is. */
export interface ForgeAccount {
  externalId: string;
  login: string;
  scopes: string[];
  /** Confirmed addresses, in lower case, those that hide one among them. */
  emails: string[];
  /** When the token ends, where the forge says so. */
  expiresAt: number | null;
}

/** A repository that an account can read. */
export interface ForgeRepository {
  externalId: string;
  fullName: string;
  htmlUrl: string;
  description: string | null;
  homepage: string | null;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  isFork: boolean;
  starCount: number;
  forkCount: number;
  watchCount: number;
  createdAt: number | null;
  pushedAt: number | null;
}

/** A commit as a list of a forge shows it. */
export interface ForgeCommit {
  sha: string;
  parents: string[];
  /** µs since 1970. */
  authoredAt: number;
  committedAt: number;
  authorName: string;
  authorEmail: string;
  authorLogin: string | null;
  committerName: string;
  committerEmail: string;
  message: string;
  htmlUrl: string | null;
}

/** What only the page of one commit says. */
export interface ForgeCommitDetail {
  additions: number;
  deletions: number;
  files: string[];
}

/** A page of a list; undefined where a forge says that nothing changed. */
export interface ForgePage<T> {
  items: T[];
  hasNext: boolean;
  etag: string;
}

/** Tokens that a forge gave. */
export interface ForgeTokens {
  token: string;
  refreshToken: string | null;
  expiresAt: number | null;
  scopes: string[];
}

/**
 * Why a forge did not answer as wished. `revoked`: it takes the token no more. `limited`: ask again at `until`. `forbidden`: the token may not. `gone`: it is
 * not there, or not for this account. `empty`: the repository has no commits. `away`: it failed, or could not be reached.
 */
export type ForgeTrouble = 'revoked' | 'limited' | 'forbidden' | 'gone' | 'empty' | 'away';

/** Says nothing of what was sent: no token and no address is in it. */
export class ForgeProblem extends Error {
  constructor(
    readonly trouble: ForgeTrouble,
    message: string,
    /** ms since 1970, of `limited`. */
    readonly until: number | null = null,
  ) {
    super(message);
  }
}

/** Scopes as a forge writes them: with commas, blanks or both between them. */
export function scopesOf(text: string | null | undefined): string[] {
  return [...new Set((text ?? '').split(/[\s,]+/).filter((scope) => scope !== ''))];
}
