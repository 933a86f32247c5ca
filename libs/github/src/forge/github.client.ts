import { Clock, Env, githubApiUrl, version } from '@app/core';
import { Injectable } from '@nestjs/common';
import { Octokit, RequestError } from 'octokit';
import {
  type ForgeAccount,
  type ForgeCommit,
  type ForgeCommitDetail,
  type ForgeLimit,
  type ForgePage,
  ForgeProblem,
  type ForgeRepository,
  type ForgeTokens,
  scopesOf,
} from './forge.js';

/** Entries of a page: as many as GitHub gives. */
export const PAGE_SIZE = 100;
/** ms that one answer may take. */
const LONGEST_MS = 30_000;
/** What GitHub asks for where it says that there were too many requests and not how long to wait. */
const PAUSE_MS = 60_000;
/** How often one request is sent on to another address: a repository that was renamed has a new one. */
const MOST_HOPS = 3;
/** Pages of the files of one commit: GitHub has no more. */
const MOST_FILE_PAGES = 10;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** By what a request is sent. */
export interface Caller {
  token: string;
  signal: AbortSignal;
  /** Hears what each answer says of the limit. */
  onLimit?: (limit: ForgeLimit) => void;
}

interface Answered {
  headers: Record<string, string | number | undefined>;
}

/** The one place that speaks with GitHub. Nothing is tried again here, and nobody waits: who asks is told when to come back. */
@Injectable()
export class GithubClient {
  private readonly baseUrl: string;

  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
  ) {
    this.baseUrl = githubApiUrl(env);
  }

  /** Whose a token is. */
  async whoAmI(caller: Caller): Promise<ForgeAccount> {
    const octokit = this.octokit(caller);
    const { data, headers } = await this.ask(caller, () => octokit.rest.users.getAuthenticated());
    const emails = await this.confirmedEmails(octokit, caller);
    const noreply =
      new URL(this.env.GITHUB_URL).host === 'github.com'
        ? 'users.noreply.github.com'
        : `users.noreply.${new URL(this.env.GITHUB_URL).host}`;
    const hidden = [`${data.login}@${noreply}`, `${data.id}+${data.login}@${noreply}`];
    return {
      externalId: String(data.id),
      login: data.login,
      scopes: scopesOf(textOf(headers['x-oauth-scopes'])),
      emails: [...new Set([...emails, ...hidden].map((email) => email.toLowerCase()))],
      expiresAt: instantOf(textOf(headers['github-authentication-token-expiration'])),
    };
  }

  /** A page of the repositories that an account can read. Undefined: nothing changed since `etag`. */
  repositories(caller: Caller, page: number, etag: string): Promise<ForgePage<ForgeRepository> | undefined> {
    const octokit = this.octokit(caller);
    return this.page(caller, toRepository, () =>
      octokit.rest.repos.listForAuthenticatedUser({
        per_page: PAGE_SIZE,
        page,
        sort: 'created',
        direction: 'asc',
        headers: ifChanged(etag),
      }),
    );
  }

  /** A repository by its present name. */
  async repository(caller: Caller, fullName: string): Promise<ForgeRepository> {
    const octokit = this.octokit(caller);
    const { data } = await this.ask(caller, () => octokit.rest.repos.get(nameOf(fullName)));
    return toRepository(data);
  }

  /** A page of the branches of a repository, with the commit that each ends in. */
  branches(caller: Caller, fullName: string, page: number, etag: string): Promise<ForgePage<{ name: string; sha: string }> | undefined> {
    const octokit = this.octokit(caller);
    return this.page(caller, toBranch, () =>
      octokit.rest.repos.listBranches({ ...nameOf(fullName), per_page: PAGE_SIZE, page, headers: ifChanged(etag) }),
    );
  }

  /** The newest commit of a branch. */
  async branch(caller: Caller, fullName: string, name: string): Promise<{ name: string; sha: string }> {
    const octokit = this.octokit(caller);
    const { data } = await this.ask(caller, () => octokit.rest.repos.getBranch({ ...nameOf(fullName), branch: name }));
    return toBranch(data);
  }

  /** A page of the commits that lead to one, the newest first, back to an instant. */
  async commits(caller: Caller, fullName: string, to: string, since: number, page: number): Promise<ForgePage<ForgeCommit>> {
    const octokit = this.octokit(caller);
    const { data, headers } = await this.ask(caller, () =>
      octokit.rest.repos.listCommits({ ...nameOf(fullName), sha: to, since: new Date(since).toISOString(), per_page: PAGE_SIZE, page }),
    );
    return { items: data.map(toCommit), hasNext: hasNext(headers), etag: '' };
  }

  /** A page of the commits that are in `to` and not in `from`. `isForced`: some are in `from` and not in `to`. */
  async newCommits(
    caller: Caller,
    fullName: string,
    from: string,
    to: string,
    page: number,
  ): Promise<ForgePage<ForgeCommit> & { isForced: boolean }> {
    const octokit = this.octokit(caller);
    const { data, headers } = await this.ask(caller, () =>
      octokit.rest.repos.compareCommitsWithBasehead({ ...nameOf(fullName), basehead: `${from}...${to}`, per_page: PAGE_SIZE, page }),
    );
    return { items: data.commits.map(toCommit), hasNext: hasNext(headers), etag: '', isForced: data.behind_by > 0 };
  }

  /** The files of a commit, and how many lines it changed. */
  async commitDetail(caller: Caller, fullName: string, sha: string): Promise<ForgeCommitDetail> {
    const octokit = this.octokit(caller);
    const files: string[] = [];
    for (let page = 1; ; page++) {
      const { data, headers } = await this.ask(caller, () =>
        octokit.rest.repos.getCommit({ ...nameOf(fullName), ref: sha, per_page: PAGE_SIZE, page }),
      );
      files.push(...(data.files ?? []).map(({ filename }) => filename));
      if (page < MOST_FILE_PAGES && hasNext(headers)) continue;
      return { additions: data.stats?.additions ?? 0, deletions: data.stats?.deletions ?? 0, files };
    }
  }

  /** Where somebody says yes. `challenge`: RFC 7636, S256. */
  authorizationUrl(state: string, challenge: string, redirectUrl: string): string {
    const url = new URL(`${this.env.GITHUB_URL}/login/oauth/authorize`);
    url.search = new URLSearchParams({
      client_id: this.env.GITHUB_CLIENT_ID ?? '',
      redirect_uri: redirectUrl,
      scope: scopesOf(this.env.GITHUB_SCOPES).join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }).toString();
    return url.toString();
  }

  /** The tokens for the code that GitHub sent somebody back with. Octokit's own way knows no PKCE. */
  tokensFor(code: string, verifier: string, redirectUrl: string, signal: AbortSignal): Promise<ForgeTokens> {
    return this.requestTokens({ code, code_verifier: verifier, redirect_uri: redirectUrl }, signal);
  }

  /** New tokens for those that expired. */
  refreshed(refreshToken: string, signal: AbortSignal): Promise<ForgeTokens> {
    return this.requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }, signal);
  }

  /** Takes a token away at GitHub. Only those of the app can be. */
  async revoke({ token, signal }: Caller): Promise<void> {
    const { GITHUB_CLIENT_ID: id = '', GITHUB_CLIENT_SECRET: secret = '' } = this.env;
    const authorization = `basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const octokit = this.octokit({ signal });
    await this.ask({ signal }, () =>
      octokit.request('DELETE /applications/{client_id}/token', { client_id: id, access_token: token, headers: { authorization } }),
    );
  }

  private async requestTokens(form: Record<string, string>, signal: AbortSignal): Promise<ForgeTokens> {
    const octokit = this.octokit({ signal });
    const { data } = await this.ask({ signal }, () =>
      octokit.request(`POST ${this.env.GITHUB_URL}/login/oauth/access_token`, {
        headers: { accept: 'application/json' },
        client_id: this.env.GITHUB_CLIENT_ID ?? '',
        client_secret: this.env.GITHUB_CLIENT_SECRET ?? '',
        ...form,
      }),
    );
    return toTokens(data, this.clock.now());
  }

  private async confirmedEmails(octokit: Octokit, caller: Pick<Caller, 'signal' | 'onLimit'>): Promise<string[]> {
    try {
      const { data } = await this.ask(caller, () => octokit.rest.users.listEmailsForAuthenticatedUser({ per_page: PAGE_SIZE }));
      return data.filter(({ verified }) => verified).map(({ email }) => email);
    } catch (error) {
      // A token that may not read them is good for everything else.
      if (error instanceof ForgeProblem && (error.trouble === 'gone' || error.trouble === 'forbidden')) return [];
      throw error;
    }
  }

  private async page<Row, T>(
    caller: Caller,
    toItem: (row: Row) => T,
    send: () => Promise<Answered & { data: Row[] }>,
  ): Promise<ForgePage<T> | undefined> {
    const answer = await this.ask(caller, async () => {
      try {
        return await send();
      } catch (error) {
        if (error instanceof RequestError && error.status === 304) return { headers: error.response?.headers ?? {}, data: undefined };
        throw error;
      }
    });
    if (!answer.data) return undefined;
    return { items: answer.data.map(toItem), hasNext: hasNext(answer.headers), etag: textOf(answer.headers['etag']) ?? '' };
  }

  private async ask<A extends Answered>({ signal, onLimit }: Pick<Caller, 'signal' | 'onLimit'>, send: () => Promise<A>): Promise<A> {
    signal.throwIfAborted();
    try {
      const answer = await send();
      onLimit?.(limitOf(answer.headers));
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RequestError && error.response) onLimit?.(limitOf(error.response.headers));
      throw problemOf(error, this.clock.now());
    }
  }

  private octokit({ token, signal }: Partial<Pick<Caller, 'token'>> & Pick<Caller, 'signal'>): Octokit {
    return new Octokit({
      ...(token !== undefined && { auth: token }),
      baseUrl: this.baseUrl,
      userAgent: `chronova/${version()}`,
      log: SILENT,
      retry: { enabled: false },
      throttle: { enabled: false },
      request: { fetch: fetchAtHome, signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]) },
    });
  }
}

/** Follows GitHub to another address of the same server, and to no other server: the token would come along. */
async function fetchAtHome(url: string, init: RequestInit): Promise<Response> {
  let at = new URL(url);
  for (let hops = 0; ; hops++) {
    const response = await fetch(at, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status === 304 || response.status < 300 || response.status >= 400 || location === null) return response;
    const next = new URL(location, at);
    if (next.origin !== at.origin || init.method !== 'GET' || hops >= MOST_HOPS) throw new TypeError('It sends requests elsewhere.');
    at = next;
  }
}

/** `owner/name` in two. */
function nameOf(fullName: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}

function ifChanged(etag: string): Record<string, string> {
  return etag === '' ? {} : { 'if-none-match': etag };
}

function textOf(header: string | number | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}

function hasNext({ link }: Answered['headers']): boolean {
  return /rel="next"/.test(textOf(link) ?? '');
}

/** `2026-11-22 10:03:20 UTC` or ISO 8601. */
function instantOf(text: string | null | undefined): number | null {
  const at = Date.parse((text ?? '').replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/, '$1T$2Z'));
  return Number.isNaN(at) ? null : at;
}

function limitOf(headers: Answered['headers']): ForgeLimit {
  const number = (name: string): number | null => (/^\d{1,12}$/.test(textOf(headers[name]) ?? '') ? Number(headers[name]) : null);
  const reset = number('x-ratelimit-reset');
  return { left: number('x-ratelimit-remaining'), resetAt: reset === null ? null : reset * 1000 };
}

/** What went wrong, in words for the user; nothing of the request is in them. */
function problemOf(error: unknown, now: number): ForgeProblem {
  if (!(error instanceof RequestError) || !error.response) return new ForgeProblem('away', 'GitHub could not be reached.');
  const { status, response } = error;
  if (status === 401) return new ForgeProblem('revoked', 'GitHub takes the token no more. Connect your account again.');
  const until = status === 403 || status === 429 ? limitedUntil(response.headers, error.message, status, now) : null;
  if (until !== null) return new ForgeProblem('limited', 'GitHub answers no more requests for now.', until);
  if (status === 403)
    return new ForgeProblem(
      'forbidden',
      'GitHub refuses this to the token: it has not the permission, or an organization wants to approve it first.',
    );
  if (status === 404 || status === 410 || status === 451 || status === 422)
    return new ForgeProblem('gone', 'GitHub says that it is not there.');
  if (status === 409) return new ForgeProblem('empty', 'The repository has no commits.');
  return new ForgeProblem('away', `GitHub failed (${status}).`);
}

/** When to ask again: GitHub's `retry-after`, else the reset of the limit, else a minute from now. Null: it was no limit. */
function limitedUntil(headers: Answered['headers'], message: string, status: number, now: number): number | null {
  const after = Number(headers['retry-after']);
  if (Number.isFinite(after) && after >= 0) return now + after * 1000;
  const { left, resetAt } = limitOf(headers);
  if (left === 0 && resetAt !== null) return Math.max(resetAt, now + 1000);
  return status === 429 || /rate limit/i.test(message) ? now + PAUSE_MS : null;
}

function toBranch({ name, commit }: { name: string; commit: { sha: string } }): { name: string; sha: string } {
  return { name, sha: commit.sha };
}

type Listed = Awaited<ReturnType<Octokit['rest']['repos']['listCommits']>>['data'][number];

function toCommit({ sha, parents, commit, author, html_url }: Listed): ForgeCommit {
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    authoredAt: microsOf(commit.author?.date ?? commit.committer?.date),
    committedAt: microsOf(commit.committer?.date ?? commit.author?.date),
    authorName: commit.author?.name ?? '',
    authorEmail: (commit.author?.email ?? '').toLowerCase(),
    authorLogin: author && 'login' in author ? author.login : null,
    committerName: commit.committer?.name ?? '',
    committerEmail: (commit.committer?.email ?? '').toLowerCase(),
    message: commit.message,
    htmlUrl: html_url,
  };
}

function microsOf(date: string | undefined): number {
  return (instantOf(date) ?? 0) * 1000;
}

/** What GitHub says of a repository in a list and on its own. */
interface ListedRepository {
  node_id: string;
  full_name: string;
  html_url: string;
  description: string | null;
  homepage?: string | null;
  default_branch: string;
  private: boolean;
  archived: boolean;
  fork: boolean;
  stargazers_count: number;
  forks_count: number;
  watchers_count: number;
  created_at: string | null;
  pushed_at: string | null;
}

function toRepository(row: ListedRepository): ForgeRepository {
  return {
    externalId: row.node_id,
    fullName: row.full_name,
    htmlUrl: row.html_url,
    description: row.description,
    homepage: row.homepage ?? null,
    defaultBranch: row.default_branch,
    isPrivate: row.private,
    isArchived: row.archived,
    isFork: row.fork,
    starCount: row.stargazers_count,
    forkCount: row.forks_count,
    watchCount: row.watchers_count,
    createdAt: instantOf(row.created_at),
    pushedAt: instantOf(row.pushed_at),
  };
}

interface TokenAnswer {
  access_token?: unknown;
  refresh_token?: unknown;
  expires_in?: unknown;
  scope?: unknown;
  error?: unknown;
}

/** GitHub answers 200 where it refuses, too. */
function toTokens(
  { access_token: token, refresh_token: refresh, expires_in: seconds, scope, error }: TokenAnswer,
  now: number,
): ForgeTokens {
  if (typeof token !== 'string' || token === '')
    throw error === 'bad_refresh_token'
      ? new ForgeProblem('revoked', 'GitHub takes the token no more. Connect your account again.')
      : new ForgeProblem('forbidden', 'GitHub gave no token for this code. Begin again.');
  return {
    token,
    refreshToken: typeof refresh === 'string' ? refresh : null,
    expiresAt: typeof seconds === 'number' ? now + seconds * 1000 : null,
    scopes: typeof scope === 'string' ? scopesOf(scope) : [],
  };
}
