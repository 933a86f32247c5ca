import { AsyncLocalStorage } from 'node:async_hooks';
import 'reflect-metadata';
import type { Actor } from './actor.js';

/** What an audited command did, on its way to its row in `audit_log`. */
export interface AuditEntry {
  readonly actor: Actor;
  /** The command's name. */
  readonly message: string;
  /** The user whom it is about; null: none. Set by the handler where the command does not know. */
  subjectId: number | null;
  /** The organization that it is about; null: none. Set by the handler where the command does not know. */
  orgId: number | null;
  /** What it changes, without secrets. Added to by the handler. */
  readonly details: Record<string, unknown>;
  /** Whether its row is in the command's transaction. */
  written: boolean;
}

/** What everything below an entry point may know of it, without being told. */
export interface MessageContext {
  /** Of the request: in its answer as `X-Request-Id`, in every line of the log, in the audit log. */
  readonly requestId?: string;
  /** The client's address. */
  readonly address?: string;
  /** Aborted once nobody waits for the answer any more. */
  readonly left?: AbortSignal;
  /** Who asks the message that runs. */
  readonly actor?: Actor;
  /** Of the audited command that runs. */
  readonly audit?: AuditEntry;
}

/** Set by entry points (a request, a job) and, for each message, by the bus. */
export const messageContext = new AsyncLocalStorage<MessageContext>();

/** What a marked command says of itself in its audit row: whom it is about, and what it changes. Never a secret. */
export interface AuditDescription {
  subjectId?: number | null;
  orgId?: number | null;
  details?: Record<string, unknown>;
}

const AUDITED = 'chronova:audited';

/**
 * Marks a command: its row in `audit_log` is written in its transaction (`transaction` of `@app/database`), or both are not. `describe`
 * says what the row tells beside who asked, by what, from where and when.
 */
export function Audited<C extends object>(describe: (command: C) => AuditDescription): (target: new (...args: never[]) => C) => void {
  return (target) => Reflect.defineMetadata(AUDITED, describe, target);
}

/** What a command says of itself; undefined: it is not marked. */
export function auditDescriptionOf(command: object): AuditDescription | undefined {
  const describe: ((command: object) => AuditDescription) | undefined = Reflect.getMetadata(AUDITED, command.constructor);
  return describe?.(command);
}

/** Names the user whom the running command is about, where only its handler finds out. */
export function auditSubject(userId: number): void {
  const entry = messageContext.getStore()?.audit;
  if (entry) entry.subjectId = userId;
}

/** Names the organization that the running command is about, where only its handler finds out. */
export function auditOrg(orgId: number): void {
  const entry = messageContext.getStore()?.audit;
  if (entry) entry.orgId = orgId;
}

/** Adds to the audit row of the running command what only its handler finds out. Never a secret. */
export function auditDetails(details: Readonly<Record<string, unknown>>): void {
  const entry = messageContext.getStore()?.audit;
  if (entry) Object.assign(entry.details, details);
}
