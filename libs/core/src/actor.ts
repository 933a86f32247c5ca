/** Something that may be done: `resource:action`, such as `time:read`. Scopes of keys and roles are sets of these. */
export type Permission = `${string}:${string}`;

/** By what somebody asks. `id` is the row's own, `since` when the key was made or the session began, ms since 1970. */
export type AskedBy =
  | { readonly kind: 'key'; readonly id: number; readonly since: number }
  | { readonly kind: 'session'; readonly id: number; readonly since: number }
  /** A service key of an organization: nobody's, so there is no account. */
  | { readonly kind: 'org-key'; readonly id: number; readonly orgId: number }
  /** The operator, on the command line. */
  | { readonly kind: 'cli' }
  /** The server itself: a start, a timer, a job. */
  | { readonly kind: 'job' }
  /** Nobody known. */
  | { readonly kind: 'stranger' };

/** Who asks: the first field of every message. The user whom a message is about stands beside it: it need not be the same. */
export interface Actor {
  /** The account that asks; null where none is known or it is the server itself. */
  readonly userId: number | null;
  readonly by: AskedBy;
  readonly permissions: ReadonlySet<Permission>;
  /** Of the credential, ms since 1970. What it makes may not live longer. Null: it does not end. */
  readonly expiresAt: number | null;
}

/** An actor whose account is known: by a key or a session. */
export interface UserActor extends Actor {
  readonly userId: number;
  /** What the account is called in addresses: its username and its public id. */
  readonly username: string;
  readonly publicId: string;
  readonly by: Extract<AskedBy, { kind: 'key' | 'session' }>;
}

/** Somebody without credentials, or with wrong ones where none are needed. */
export const STRANGER: Actor = { userId: null, by: { kind: 'stranger' }, permissions: new Set(), expiresAt: null };

/** Of the server itself and its operator: no permission is missing. */
class Everything extends Set<Permission> {
  override has(): boolean {
    return true;
  }
}

/** The operator of the server, on its command line. */
export const OPERATOR: Actor = { userId: null, by: { kind: 'cli' }, permissions: new Everything(), expiresAt: null };

/** The server itself: a start, a timer, a job. */
export const SERVER: Actor = { userId: null, by: { kind: 'job' }, permissions: new Everything(), expiresAt: null };
