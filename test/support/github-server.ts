import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { simulation } from '@simulacrum/github-api-simulator';
import type { GitRepository } from './git-repository.js';

/** Somebody at GitHub. */
export interface GithubAccount {
  id: number;
  login: string;
  emails: string[];
}

/** A repository at GitHub, whose commits are those of a real one. */
export interface GithubRepository {
  node_id: string;
  full_name: string;
  git: GitRepository;
  private?: boolean;
  archived?: boolean;
  fork?: boolean;
  default_branch?: string;
  pushed_at?: string;
}

/** What a test lets a request be answered with, in place of the answer. */
export interface Trouble {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
  params: string[];
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

const CLIENT = { id: 'Iv1.0123456789abcdef', secret: 'client-secret-of-the-test' };

/** GitHub on loopback: the simulator of GitHub's API, with what it lacks: commits, pages, ETags, limits, OAuth as it is. */
export class GithubServer {
  readonly accounts = new Map<string, GithubAccount>();
  readonly repositories: GithubRepository[] = [];
  /** Every request, as `GET /path?query`, and what it was answered. */
  readonly requests: { line: string; status: number }[] = [];
  /** Tokens that an app of the server gets: they expire, and have refresh tokens. */
  isApp = false;
  scope = 'repo,read:user,user:email';
  left = 5_000;
  /** Decides what goes wrong. */
  trouble: (line: string) => Trouble | undefined | Promise<Trouble | undefined> = () => undefined;
  readonly client = CLIENT;
  readonly revoked: string[] = [];
  private readonly codes = new Map<string, { challenge: string; redirect: string; account: GithubAccount }>();
  private readonly refreshTokens = new Map<string, GithubAccount>();
  private readonly names = new Map<string, GithubRepository>();
  /** Who says yes in the browser. */
  visitor: GithubAccount | undefined;
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<GithubServer> {
    let server: GithubServer | undefined;
    const app = simulation({
      extend: {
        extendRouter: (router) => {
          router.use(async (request, response, next) => {
            const reply = await server?.answer(request);
            if (!reply) {
              next();
              return;
            }
            response.status(reply.status ?? 200).set(reply.headers ?? {});
            if (reply.body === undefined) response.end();
            else response.json(reply.body);
          });
        },
      },
    });
    const { port, ensureClose } = await app.listen(0);
    server = new GithubServer(`http://127.0.0.1:${port}`, ensureClose);
    return server;
  }

  /** What Chronova is told of this GitHub. */
  get env() {
    return {
      GITHUB_URL: this.url,
      GITHUB_API_URL: this.url,
      GITHUB_CLIENT_ID: CLIENT.id,
      GITHUB_CLIENT_SECRET: CLIENT.secret,
      GITHUB_WEBHOOK_SECRET: 'webhook-secret-of-the-test',
      TOKEN_KEYS: `test:${Buffer.alloc(32, 't').toString('base64')}`,
    };
  }

  /** A token of an account. */
  tokenOf(account: GithubAccount): string {
    const token = `gho_${randomBytes(18).toString('hex')}`;
    this.accounts.set(token, account);
    return token;
  }

  add(repository: GithubRepository): GithubRepository {
    this.repositories.push(repository);
    this.names.set(repository.full_name, repository);
    return repository;
  }

  /** As GitHub renames: the old name leads to the new one, until another repository has it. */
  rename(repository: GithubRepository, name: string): void {
    repository.full_name = name;
    this.names.set(name, repository);
  }

  /** Requests since the last call, as lines. */
  takeRequests(): string[] {
    return this.requests.splice(0).map(({ line }) => line);
  }

  /** The headers of a webhook. */
  signed(event: string, payload: string, delivery: string, secret = this.env.GITHUB_WEBHOOK_SECRET): Record<string, string> {
    return {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`,
    };
  }

  private async answer(incoming: IncomingMessage & { originalUrl?: string; body?: unknown }): Promise<Reply | undefined> {
    const url = new URL(incoming.originalUrl ?? incoming.url ?? '/', this.url);
    const method = incoming.method ?? 'GET';
    const line = `${method} ${url.pathname}${url.search}`;
    const body = incoming.body === undefined || incoming.body === null ? await textOf(incoming) : JSON.stringify(incoming.body);
    const trouble = await this.trouble(line);
    const reply =
      trouble ??
      this.routed({ method, path: decodeURIComponent(url.pathname), query: url.searchParams, headers: incoming.headers, body, params: [] });
    if (!reply) return undefined;
    const answered = this.finished(reply, incoming.headers['if-none-match']);
    this.requests.push({ line, status: answered.status ?? 200 });
    return answered;
  }

  private finished({ status = 200, headers = {}, body }: Reply, known: string | undefined): Reply {
    const etag = `W/"${createHash('sha1')
      .update(JSON.stringify(body ?? ''))
      .digest('hex')}"`;
    const isKnown = status === 200 && known === etag;
    if (!isKnown && status < 400) this.left--;
    const limit = { 'x-ratelimit-remaining': String(this.left), 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600) };
    return isKnown ? { status: 304, headers: { ...limit, etag } } : { status, headers: { ...limit, etag, ...headers }, body };
  }

  private routed(request: Request): Reply | undefined {
    for (const [method, pattern, handle] of this.routes) {
      const match = request.method === method ? pattern.exec(request.path) : null;
      if (match) return handle({ ...request, params: match.slice(1) });
    }
    return undefined;
  }

  private readonly routes: [string, RegExp, (request: Request) => Reply][] = [
    ['GET', /^\/login\/oauth\/authorize$/, (request) => this.authorize(request)],
    ['POST', /^\/login\/oauth\/access_token$/, (request) => this.accessToken(request)],
    ['DELETE', /^\/applications\/([^/]+)\/token$/, (request) => this.revoke(request)],
    [
      'GET',
      /^\/user$/,
      (r) =>
        this.as(r, ({ id, login }) => ({
          headers: { 'x-oauth-scopes': this.isApp ? '' : this.scope.replaceAll(',', ', ') },
          body: { id, login, node_id: `U_${id}` },
        })),
    ],
    [
      'GET',
      /^\/user\/emails$/,
      (r) =>
        this.as(r, ({ emails }) => ({
          body: [
            ...emails.map((email) => ({ email, verified: true, primary: false, visibility: null })),
            { email: 'unconfirmed@example.com', verified: false, primary: false, visibility: null },
          ],
        })),
    ],
    [
      'GET',
      /^\/user\/repos$/,
      (r) =>
        this.as(r, () =>
          this.paged(
            r,
            this.repositories.map((one) => this.shown(one)),
          ),
        ),
    ],
    ['GET', /^\/repos\/([^/]+\/[^/]+)$/, (r) => this.of(r, (one) => ({ body: this.shown(one) }))],
    ['GET', /^\/repos\/([^/]+\/[^/]+)\/branches$/, (r) => this.of(r, (one) => this.paged(r, branchesOf(one)))],
    [
      'GET',
      /^\/repos\/([^/]+\/[^/]+)\/branches\/(.+)$/,
      (r) => this.of(r, (one) => ({ body: branchesOf(one).find(({ name }) => name === r.params[1]) })),
    ],
    ['GET', /^\/repos\/([^/]+\/[^/]+)\/commits$/, (r) => this.of(r, (one) => this.commits(r, one))],
    ['GET', /^\/repos\/([^/]+\/[^/]+)\/compare\/(.+)\.\.\.(.+)$/, (r) => this.of(r, (one) => this.compare(r, one))],
    ['GET', /^\/repos\/([^/]+\/[^/]+)\/commits\/([0-9a-f]{40})$/, (r) => this.of(r, (one) => this.commit(r, one))],
  ];

  private as(request: Request, handle: (account: GithubAccount) => Reply): Reply {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    const account = this.accounts.get(token);
    return account ? handle(account) : { status: 401, body: { message: 'Bad credentials' } };
  }

  private of(request: Request, handle: (repository: GithubRepository) => Reply): Reply {
    return this.as(request, () => {
      const [name = ''] = request.params;
      const repository = this.names.get(name);
      if (!repository || !this.repositories.includes(repository)) return { status: 404, body: { message: 'Not Found' } };
      if (repository.full_name === name) return handle(repository);
      return {
        status: 301,
        headers: { location: `${this.url}${request.path.replace(name, repository.full_name)}?${request.query}` },
        body: { message: 'Moved Permanently' },
      };
    });
  }

  private shown(one: GithubRepository): Record<string, unknown> {
    return {
      node_id: one.node_id,
      id: Number.parseInt(createHash('sha1').update(one.node_id).digest('hex').slice(0, 8), 16),
      full_name: one.full_name,
      name: one.full_name.split('/')[1],
      html_url: `https://github.example.com/${one.full_name}`,
      description: null,
      homepage: null,
      default_branch: one.default_branch ?? 'main',
      private: one.private ?? false,
      archived: one.archived ?? false,
      fork: one.fork ?? false,
      stargazers_count: 3,
      forks_count: 2,
      watchers_count: 3,
      created_at: '2026-01-05T09:00:00Z',
      pushed_at: one.pushed_at ?? '2026-11-20T09:00:00Z',
    };
  }

  private paged(request: Request, all: readonly unknown[], wrap: (items: readonly unknown[]) => unknown = (items) => items): Reply {
    const size = Number(request.query.get('per_page') ?? 30);
    const page = Number(request.query.get('page') ?? 1);
    return { headers: this.links(request, page, page * size < all.length), body: wrap(all.slice((page - 1) * size, page * size)) };
  }

  private links({ path, query }: Request, page: number, hasNext: boolean): Record<string, string> {
    if (!hasNext) return {};
    const next = new URLSearchParams(query);
    next.set('page', String(page + 1));
    return { link: `<${this.url}${path}?${next}>; rel="next"` };
  }

  private commits(request: Request, { git, default_branch = 'main' }: GithubRepository): Reply {
    const sha = request.query.get('sha') ?? default_branch;
    if (!git.has(sha))
      return git.has('HEAD')
        ? { status: 404, body: { message: 'Not Found' } }
        : { status: 409, body: { message: 'Git Repository is empty.' } };
    const size = Number(request.query.get('per_page') ?? 30);
    const page = Number(request.query.get('page') ?? 1);
    const since = request.query.get('since');
    const log = this.log(git, [...(since ? [`--since=${since}`] : []), `--skip=${(page - 1) * size}`, `-n${size + 1}`, sha]);
    return { headers: this.links(request, page, log.length > size), body: log.slice(0, size) };
  }

  private compare(request: Request, { git }: GithubRepository): Reply {
    const [, base = '', head = ''] = request.params;
    if (!git.has(base) || !git.has(head)) return { status: 404, body: { message: 'Not Found' } };
    const all = this.log(git, ['--reverse', `${base}..${head}`]);
    const count = (range: string): number => Number(git.git('rev-list', '--count', range));
    const [ahead, behind] = [count(`${base}..${head}`), count(`${head}..${base}`)];
    const status = behind > 0 ? (ahead > 0 ? 'diverged' : 'behind') : ahead > 0 ? 'ahead' : 'identical';
    return this.paged(request, all, (commits) => ({
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits,
      files: [],
    }));
  }

  private commit(request: Request, { git }: GithubRepository): Reply {
    const [, sha = ''] = request.params;
    if (!git.has(sha)) return { status: 404, body: { message: 'Not Found' } };
    const [commit] = this.log(git, ['-n1', sha]);
    const rows = git
      .git('diff-tree', '--no-commit-id', '--numstat', '-r', '--root', '-m', '--first-parent', sha)
      .split('\n')
      .filter(Boolean);
    const files = rows
      .map((row) => row.split('\t'))
      .map(([additions, deletions, filename]) => ({
        filename,
        additions: Number(additions),
        deletions: Number(deletions),
        changes: 0,
        status: 'modified',
        sha: null,
      }));
    const sum = (of: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[of], 0);
    return this.paged(request, files, (page) => ({
      ...commit,
      stats: { additions: sum('additions'), deletions: sum('deletions'), total: 0 },
      files: page,
    }));
  }

  private log(git: GitRepository, args: string[]): Record<string, unknown>[] {
    const format = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');
    return git
      .git('log', `--format=${format}%x1e`, ...args)
      .split('\x1e')
      .map((row) => row.replace(/^\n/, ''))
      .filter(Boolean)
      .map((row) => {
        const [sha = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] = row.split('\x1f');
        return {
          sha,
          node_id: sha,
          html_url: `https://github.example.com/commit/${sha}`,
          commit: {
            author: { name: an, email: ae, date: utc(ad) },
            committer: { name: cn, email: ce, date: utc(cd) },
            message: message.trimEnd(),
          },
          author: this.userOf(ae),
          committer: this.userOf(ce),
          parents: parents
            .split(' ')
            .filter(Boolean)
            .map((parent) => ({ sha: parent })),
        };
      });
  }

  private userOf(email: string): { login: string; id: number } | null {
    const found = [...this.accounts.values()].find(({ emails }) => emails.includes(email));
    return found ? { login: found.login, id: found.id } : null;
  }

  private authorize({ query }: Request): Reply {
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('state', query.get('state') ?? '');
    if (this.visitor) {
      const code = randomBytes(10).toString('hex');
      this.codes.set(code, {
        challenge: query.get('code_challenge') ?? '',
        redirect: query.get('redirect_uri') ?? '',
        account: this.visitor,
      });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    return { status: 302, headers: { location: back.toString() } };
  }

  private accessToken({ body, headers }: Request): Reply {
    const form: Record<string, string> = headers['content-type']?.includes('json')
      ? JSON.parse(body)
      : Object.fromEntries(new URLSearchParams(body));
    if (form['client_id'] !== CLIENT.id || form['client_secret'] !== CLIENT.secret)
      return { body: { error: 'incorrect_client_credentials' } };
    if (form['grant_type'] === 'refresh_token') {
      const account = this.refreshTokens.get(form['refresh_token'] ?? '');
      this.refreshTokens.delete(form['refresh_token'] ?? '');
      return account ? { body: this.tokens(account) } : { body: { error: 'bad_refresh_token' } };
    }
    const code = this.codes.get(form['code'] ?? '');
    this.codes.delete(form['code'] ?? '');
    const challenge = createHash('sha256')
      .update(form['code_verifier'] ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge || code.redirect !== form['redirect_uri'])
      return { body: { error: 'bad_verification_code' } };
    return { body: this.tokens(code.account) };
  }

  private tokens(account: GithubAccount): Record<string, unknown> {
    const access_token = this.tokenOf(account);
    if (!this.isApp) return { access_token, token_type: 'bearer', scope: this.scope };
    const refresh_token = `ghr_${randomBytes(18).toString('hex')}`;
    this.refreshTokens.set(refresh_token, account);
    return { access_token, token_type: 'bearer', scope: '', expires_in: 28_800, refresh_token, refresh_token_expires_in: 15_897_600 };
  }

  private revoke({ headers, body, params: [id] }: Request): Reply {
    const [, given = ''] = (headers.authorization ?? '').split(' ');
    if (id !== CLIENT.id || Buffer.from(given, 'base64').toString() !== `${CLIENT.id}:${CLIENT.secret}`)
      return { status: 404, body: { message: 'Not Found' } };
    const { access_token: token } = JSON.parse(body);
    this.revoked.push(token);
    return this.accounts.delete(token) ? { status: 204 } : { status: 404, body: { message: 'Not Found' } };
  }
}

function branchesOf({ git }: GithubRepository): { name: string; commit: { sha: string } }[] {
  return git
    .git('for-each-ref', 'refs/heads', '--format=%(refname:short) %(objectname)')
    .split('\n')
    .filter(Boolean)
    .map((row) => row.split(' '))
    .map(([name = '', sha = '']) => ({ name, commit: { sha } }));
}

function utc(iso: string): string {
  return new Date(iso).toISOString().replace('.000Z', 'Z');
}
