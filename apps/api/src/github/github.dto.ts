import { isoSeconds, OptionalText, RuledText, Text } from '@app/core';
import { type BegunConnect, type Connection, tokenProblem } from '@app/github';

export class GithubTokenBody {
  /**
   * A personal token as GitHub shows it. A fine-grained one needs to read contents and metadata of your repositories, and your e-mail addresses; a classic
   * one the scopes `repo`, `read:user` and `user:email`.
   * @example "github_pat_11AAAAAAA0examplexample"
   */
  @RuledText(tokenProblem, { minLength: 8, maxLength: 255 })
  token: string;
}

/** Of the address that GitHub sent you back to. */
export class GithubConnectBody {
  /** @example "kMtyoNzbnIzFYgHqmLq5dGUUzTZDI4_gYRRYKkmwbJU" */
  @Text(200, 1)
  state: string;

  /** @example "0123456789abcdef0123" */
  @Text(200, 1)
  code: string;
}

export class GithubCallbackParams {
  /** What began the connection. @example "kMtyoNzbnIzFYgHqmLq5dGUUzTZDI4_gYRRYKkmwbJU" */
  @OptionalText()
  state?: string;

  /** What GitHub gives for a token. @example "0123456789abcdef0123" */
  @OptionalText()
  code?: string;

  /** Why there is no code. */
  @OptionalText()
  error?: string;
}

export class GithubAuthData {
  /** Open this page in a browser. @example "https://github.com/login/oauth/authorize?client_id=Iv1.0123456789abcdef&state=kMtyoN…" */
  authorization_url: string;
  /** GitHub sends it back; good once and for you alone. @example "kMtyoNzbnIzFYgHqmLq5dGUUzTZDI4_gYRRYKkmwbJU" */
  state: string;
  /** Ten minutes from now. @example "2026-11-22T10:13:20Z" */
  expires_at: string;
}

export class GithubAuthAnswer {
  data: GithubAuthData;
}

/** How many requests GitHub still answers you. */
export class GithubRateLimitData {
  /** As GitHub said last; null: it did not say. @example 4987 */
  remaining: number | null;
  /** @example "2026-11-22T11:00:00Z" */
  resets_at: string | null;
}

/** What this server is set up for. */
export class GithubOffersData {
  /** Connecting by the page of `POST …/github/auth`. @example true */
  app: boolean;
  /** Connecting by a personal token. @example true */
  token: boolean;
  /** Whether pushes are told at once. Without, they are read every hour. @example true */
  webhooks: boolean;
}

export class GithubConnectionData {
  /** `none`; `connected`; `revoked`: GitHub takes the token no more; `ended`: by you. @example "connected" */
  status: string;
  /** `github` */
  provider: string;
  /** @example "octocat" */
  login: string | null;
  /** oauth (an OAuth App), app (a GitHub App) or token (a personal one). @example "app" */
  kind: string | null;
  /** Empty for a GitHub App and for fine-grained tokens: GitHub tells none. @example ["read:user", "user:email", "repo"] */
  scopes: string[];
  /** @example "2026-11-22T10:03:20Z" */
  connected_at: string | null;
  /** When the token ends. That of a GitHub App is renewed before. @example "2026-11-22T18:03:20Z" */
  expires_at: string | null;
  /** When the list of repositories was read last. @example "2026-11-22T10:03:25Z" */
  last_synced_at: string | null;
  /** Whether something is read at GitHub now, or about to be. @example false */
  is_syncing: boolean;
  /** When it goes on, where GitHub made it wait. */
  waits_until: string | null;
  /** What is wrong and what to do; null: nothing is. */
  problem: string | null;
  rate_limit: GithubRateLimitData;
  /** Repositories that you can read. @example 12 */
  repositories: number;
  /** Those of them that are linked to a project. @example 3 */
  linked_repositories: number;
  offers: GithubOffersData;
}

export class GithubConnectionAnswer {
  data: GithubConnectionData;
}

export class GithubConnectedData {
  /** @example "connected" */
  status: string;
  /** @example "octocat" */
  login: string;
  /** @example "Connected to GitHub as octocat. You can close this page." */
  message: string;
}

export class GithubConnectedAnswer {
  data: GithubConnectedData;
}

export class GithubDisconnectedData {
  /** @example "ended" */
  status: string;
  /** Whether GitHub took the token away. Not for a personal one: delete that at GitHub yourself. @example true */
  revoked: boolean;
  /** @example "Your account is no longer connected, and its token is deleted." */
  message: string;
}

export class GithubDisconnectedAnswer {
  data: GithubDisconnectedData;
}

export class GithubSyncData {
  /** @example "Your repositories and their commits are being read." */
  message: string;
  /** When you may ask again. @example "2026-11-22T10:04:20Z" */
  again_at: string;
}

export class GithubSyncAnswer {
  data: GithubSyncData;
}

export class WebhookData {
  /** @example true */
  received: boolean;
  /** Whether it came before: nothing is done again. @example false */
  duplicate: boolean;
}

export class WebhookAnswer {
  data: WebhookData;
}

export function toReceived({ isNew }: { isNew: boolean }): WebhookAnswer {
  return { data: { received: true, duplicate: !isNew } };
}

export function toAuth({ authorizationUrl, state, expiresAt }: BegunConnect): GithubAuthAnswer {
  return { data: { authorization_url: authorizationUrl, state, expires_at: isoSeconds(expiresAt) } };
}

export function toConnected({ login }: { login: string }): GithubConnectedAnswer {
  return { data: { status: 'connected', login, message: `Connected to GitHub as ${login}. You can close this page.` } };
}

export function toDisconnected({ isRevoked }: { isRevoked: boolean }): GithubDisconnectedAnswer {
  const message = isRevoked
    ? 'Your account is no longer connected. Its token is deleted here and at GitHub.'
    : 'Your account is no longer connected, and its token is deleted here. If GitHub still shows it, delete it there, too.';
  return { data: { status: 'ended', revoked: isRevoked, message } };
}

export function toSyncAsked({ againAt }: { againAt: number }): GithubSyncAnswer {
  return { data: { message: 'Your repositories and their commits are being read.', again_at: isoSeconds(againAt) } };
}

export function toConnection(connection: Connection): GithubConnectionAnswer {
  return {
    data: {
      status: connection.status,
      provider: 'github',
      login: connection.login,
      kind: connection.kind,
      scopes: connection.scopes,
      connected_at: isoOrNull(connection.connectedAt),
      expires_at: isoOrNull(connection.expiresAt),
      last_synced_at: isoOrNull(connection.lastSyncedAt),
      is_syncing: connection.isSyncing,
      waits_until: isoOrNull(connection.waitsUntil),
      problem: connection.problem,
      rate_limit: { remaining: connection.limitLeft, resets_at: isoOrNull(connection.limitResetAt) },
      repositories: connection.repositories,
      linked_repositories: connection.linked,
      offers: connection.offers,
    },
  };
}

/** ms since 1970 as text. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : isoSeconds(ms);
}
