/** What a webhook of GitHub asks for, as it is kept until it is done. */
export type WebhookEvent =
  /** Somebody pushed: the commits and their files, where GitHub told them. */
  | { kind: 'push'; repository: string; commits: { sha: string; files: string[] }[] }
  /** A repository is another one now; `isDeleted`: it is not there any more. */
  | { kind: 'repository'; repository: PresentRepository; isDeleted: boolean }
  /** What an account may read is something else now; `isRevoked`: nothing at all. */
  | { kind: 'account'; externalId: string; isRevoked: boolean };

/** What a webhook says of a repository. */
export interface PresentRepository {
  externalId: string;
  fullName: string;
  htmlUrl: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
}

/** Commits of one push, as many as GitHub tells, and files of one commit. */
const MOST_COMMITS = 2_048;
const MOST_FILES = 3_000;

const ACCOUNT_EVENTS: ReadonlySet<string> = new Set(['installation', 'installation_repositories', 'github_app_authorization']);

/** What a delivery asks for; undefined: nothing, such as a ping. */
export function webhookEventOf(event: string, payload: unknown): WebhookEvent | undefined {
  if (event === 'push') return pushOf(payload);
  // Branches that are made or deleted by a page and not by a push.
  if (event === 'create' || event === 'delete') return emptyPushOf(payload);
  if (event === 'repository') return repositoryEventOf(payload);
  if (ACCOUNT_EVENTS.has(event)) return accountEventOf(event, payload);
  return undefined;
}

function pushOf(payload: unknown): WebhookEvent | undefined {
  const push = emptyPushOf(payload);
  if (push?.kind !== 'push') return undefined;
  const commits = listAt(payload, 'commits').slice(0, MOST_COMMITS);
  return { ...push, commits: commits.flatMap((commit) => pushedCommitOf(commit) ?? []) };
}

function emptyPushOf(payload: unknown): WebhookEvent | undefined {
  const repository = textAt(valueAt(payload, 'repository'), 'node_id');
  return repository === undefined ? undefined : { kind: 'push', repository, commits: [] };
}

function pushedCommitOf(commit: unknown): { sha: string; files: string[] } | undefined {
  const sha = textAt(commit, 'id');
  if (sha === undefined || !/^[0-9a-f]{40,64}$/.test(sha)) return undefined;
  const files = ['added', 'modified', 'removed'].flatMap((key) => listAt(commit, key)).filter((file) => typeof file === 'string');
  return { sha, files: [...new Set(files)].slice(0, MOST_FILES) };
}

function repositoryEventOf(payload: unknown): WebhookEvent | undefined {
  const shown = valueAt(payload, 'repository');
  const [externalId, fullName, htmlUrl] = [textAt(shown, 'node_id'), textAt(shown, 'full_name'), textAt(shown, 'html_url')];
  if (externalId === undefined || fullName === undefined || htmlUrl === undefined) return undefined;
  const repository: PresentRepository = {
    externalId,
    fullName,
    htmlUrl,
    defaultBranch: textAt(shown, 'default_branch') ?? 'main',
    isPrivate: valueAt(shown, 'private') === true,
    isArchived: valueAt(shown, 'archived') === true,
  };
  return { kind: 'repository', repository, isDeleted: textAt(payload, 'action') === 'deleted' };
}

function accountEventOf(event: string, payload: unknown): WebhookEvent | undefined {
  const id = valueAt(valueAt(payload, 'sender'), 'id');
  if (typeof id !== 'number') return undefined;
  return { kind: 'account', externalId: String(id), isRevoked: event === 'github_app_authorization' };
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A text that PostgreSQL can keep. */
function textAt(value: unknown, key: string): string | undefined {
  const text = valueAt(value, key);
  return typeof text === 'string' ? text.replaceAll('\0', '').toWellFormed() : undefined;
}

function listAt(value: unknown, key: string): unknown[] {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list : [];
}
