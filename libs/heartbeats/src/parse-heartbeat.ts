import { isUtf8 } from 'node:buffer';
import type { Heartbeat } from './heartbeat.js';
import { heartbeatId } from './heartbeat-id.js';

/** What the request says about all of its items. */
export interface RequestContext {
  /** The header as text, `''` if there is none. */
  userAgent: string;
  /** X-Machine-Name as text, not yet percent-decoded; `''` if there is none. */
  machineHeader: string;
  nowMs: number;
}

/** A heartbeat and its id, or what is wrong with it for ever: the field's name on the wire → texts. */
export type ParsedHeartbeat = { ok: true; id: string; heartbeat: Heartbeat } | { ok: false; errors: Record<string, string[]> };

/** A JSON object as it came. */
export type Item = Readonly<Record<string, unknown>>;
/** The field's name on the wire → texts. */
export type Errors = Map<string, string[]>;

const MAX_TEXT = 4096;
const MAX_DEPENDENCIES = 1000;
const INT32_MAX = 2_147_483_647;
const INT32_MIN = -2_147_483_648;
const DAY_MS = 86_400_000;
/** No heartbeat is older, ms since 1970. */
export const EARLIEST_MS = Date.UTC(2000, 0, 1);
// oxlint-disable-next-line no-control-regex -- these are what it is about
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const CONTROLS = new RegExp(CONTROL, 'g');
// oxlint-disable-next-line no-control-regex -- all but tab and newline
const CONTROLS_OF_MESSAGE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// oxlint-disable-next-line no-control-regex -- ASCII
const NOT_ASCII = /[^\u0000-\u007f]/;
/** What is said of a field that must be there. */
export const REQUIRED = 'This field is required.';

/**
 * One item of a heartbeat request, settled (contract §2.3, §2.4): tolerant of everything that real clients send, never throwing.
 * Optional fields that make no sense become none; refused is only what cannot be stored: no entity, no time or an impossible one, a line number
 * beyond 32 bits (as WakaTime does), a text of more than 4,096 characters. All that is wrong is told at once.
 */
export function parseHeartbeat(item: unknown, request: RequestContext): ParsedHeartbeat {
  if (!isItem(item)) return { ok: false, errors: { heartbeat: ['A heartbeat must be a JSON object.'] } };
  const errors: Errors = new Map();
  const heartbeat: Heartbeat = {
    time: timeOf(item, request.nowMs, errors),
    entity: entityOf(item, errors),
    type: text(item, 'type', errors, 'entity_type') || 'file',
    category: text(item, 'category', errors),
    project: text(item, 'project', errors, 'alternate_project'),
    branch: text(item, 'branch', errors, 'alternate_branch'),
    language: text(item, 'language', errors, 'alternate_language'),
    dependencies: dependenciesOf(item['dependencies'], errors),
    isWrite: isTrue(item['is_write']),
    lines: integer(item['lines'], 0) ?? integer(item['lines_in_file'], 0),
    lineno: lineNumberOf(item['lineno'], errors),
    cursorpos: integer(item['cursorpos'], 1),
    projectRootCount: integer(item['project_root_count'], 0),
    lineAdditions: integer(item['line_additions'], 0),
    lineDeletions: integer(item['line_deletions'], 0),
    aiLineChanges: integer(item['ai_line_changes'], INT32_MIN),
    humanLineChanges: integer(item['human_line_changes'], INT32_MIN),
    aiInputTokens: integer(item['ai_input_tokens'], 0),
    aiOutputTokens: integer(item['ai_output_tokens'], 0),
    aiCachedInputTokens: integer(item['ai_cached_input_tokens'], 0),
    aiPromptLength: integer(item['ai_prompt_length'], 0),
    aiSession: text(item, 'ai_session', errors),
    aiSubscriptionPlan: text(item, 'ai_subscription_plan', errors),
    userAgent: text(item, 'user_agent', errors, 'plugin', 'userAgent') || fitting('user_agent', clean(request.userAgent).trim(), errors),
    machine: text(item, 'machine', errors, 'machine_name_id', 'hostname') || fitting('machine', machineOfHeader(request), errors),
    editor: fitting('editor', nameOf(item['editor']), errors),
    operatingSystem: fitting('operating_system', nameOf(item['operating_system']), errors),
    commitHash: text(item, 'commit_hash', errors),
    commitAuthor: text(item, 'commit_author', errors),
    commitMessage: messageOf(item['commit_message']),
    repositoryUrl: text(item, 'repository_url', errors),
  };
  if (errors.size > 0) return { ok: false, errors: Object.fromEntries(errors) };
  return { ok: true, id: heartbeatId(heartbeat), heartbeat };
}

/** A header's text: Node shows its bytes as latin1, and some clients send UTF-8 (contract §2.3). Bytes that are no UTF-8 stay latin1. */
export function headerText(raw: string | undefined): string {
  if (raw === undefined || !NOT_ASCII.test(raw)) return raw ?? '';
  const bytes = Buffer.from(raw, 'latin1');
  return bytes.toString('latin1') === raw && isUtf8(bytes) ? bytes.toString('utf8') : raw;
}

/** Whether it is an object, not a list. */
export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds what is wrong with a field. */
export function refuse(errors: Errors, field: string, message: string): void {
  const texts = errors.get(field);
  if (texts) texts.push(message);
  else errors.set(field, [message]);
}

/** Text without control characters and half surrogate pairs, neither of which PostgreSQL stores whole. */
function clean(value: string): string {
  const printable = CONTROL.test(value) ? value.replace(CONTROLS, '') : value;
  return printable.isWellFormed() ? printable : printable.toWellFormed();
}

/** Numbers and booleans as text; `''` for what is no text at all. */
function rawText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The text as it can be stored, without blanks around it. */
export function cleanText(value: unknown): string {
  return clean(rawText(value)).trim();
}

/** The text, or an error and none if it is too long. */
export function fitting(field: string, value: string, errors: Errors, longest = MAX_TEXT): string {
  if (value.length <= longest) return value;
  refuse(errors, field, `At most ${longest} characters are allowed.`);
  return '';
}

/** The first of a field and its aliases that says something; the error names the field. */
export function text(item: Item, field: string, errors: Errors, ...aliases: readonly string[]): string {
  let value = cleanText(item[field]);
  for (const alias of aliases) {
    if (value !== '') break;
    value = cleanText(item[alias]);
  }
  return fitting(field, value, errors);
}

/** A path may begin or end with a blank, so it is not trimmed. */
export function entityOf(item: Item, errors: Errors): string {
  const value = item['entity'];
  const entity = clean(rawText(value));
  if (entity.trim() !== '') return fitting('entity', entity, errors);
  refuse(errors, 'entity', typeof value === 'object' && value !== null ? 'Must be a text.' : REQUIRED);
  return '';
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Seconds, and what some scripts send in their place: ms, µs, ns. From 2000 on no number can be taken for another unit. */
const UNITS = [1, 1e3, 1e6, 1e9];

function timeOf(item: Item, nowMs: number, errors: Errors): number {
  return instantOf('time', isNone(item['time']) ? item['timestamp'] : item['time'], nowMs, errors);
}

/** µs; an error of the field and 0 if there is none, or none that can be. */
export function instantOf(field: string, value: unknown, nowMs: number, errors: Errors): number {
  if (isNone(value)) {
    refuse(errors, field, REQUIRED);
    return 0;
  }
  const seconds = numberOf(value);
  const latestMs = nowMs + DAY_MS;
  for (const perSecond of UNITS) {
    const ms = (seconds / perSecond) * 1000;
    if (ms >= EARLIEST_MS && ms <= latestMs) return Math.round((seconds / perSecond) * 1e6);
  }
  if (Number.isFinite(seconds))
    refuse(errors, field, 'The time must be from 2000-01-01 to a day ahead of now, in seconds since 1970 (UTC).');
  else refuse(errors, field, 'Must be a number: seconds since 1970 (UTC).');
  return 0;
}

/** A number, or a text that is one; else NaN. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** Cut toward zero; null for what is no number, below `min` or beyond 32 bits. */
function integer(value: unknown, min: number): number | null {
  // `+ 0` turns -0 into 0.
  const whole = Math.trunc(numberOf(value)) + 0;
  return whole >= min && whole <= INT32_MAX ? whole : null;
}

function lineNumberOf(value: unknown, errors: Errors): number | null {
  if (Math.trunc(numberOf(value)) > INT32_MAX) refuse(errors, 'lineno', `Number must be between 1 and ${INT32_MAX}.`);
  return integer(value, 1);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}

/** A list or a comma list. The first 1,000 different ones are kept: more is no source file, and every read of the range would pay for it. */
function dependenciesOf(value: unknown, errors: Errors): string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  if (list.length === 0) return null;
  const kept = new Set<string>();
  for (const one of list) {
    if (typeof one !== 'string' && typeof one !== 'number') continue;
    const name = cleanText(one);
    if (name.length > MAX_TEXT) {
      refuse(errors, 'dependencies', `At most ${MAX_TEXT} characters are allowed in each.`);
      return null;
    }
    if (name !== '') kept.add(name);
    if (kept.size === MAX_DEPENDENCIES) break;
  }
  return kept.size > 0 ? [...kept] : null;
}

/** A name, or an object that has one (contract §2.4, `editor` and `operating_system`). */
function nameOf(value: unknown): string {
  return cleanText(isItem(value) ? value['name'] : value);
}

function messageOf(value: unknown): string {
  const message = rawText(value);
  if (message.trim() === '') return '';
  const printable = CONTROL.test(message) ? message.replace(CONTROLS_OF_MESSAGE, '') : message;
  return printable.trim() === '' ? '' : printable.toWellFormed();
}

/** wakatime-cli sends `url.QueryEscape(hostname)`, where `+` is a blank; the legacy CLI (`wakatime/13.1.0`) the bare name (contract §2.3). */
function machineOfHeader({ machineHeader, userAgent }: RequestContext): string {
  if (machineHeader === '') return '';
  const fromGo = ['wakatime/v', 'wakatime/unset', 'wakatime/<local-build>'].some((start) => userAgent.startsWith(start));
  const escaped = fromGo && machineHeader.includes('+') ? machineHeader.replaceAll('+', ' ') : machineHeader;
  return clean(percentDecoded(escaped) ?? machineHeader).trim();
}

function percentDecoded(value: string): string | undefined {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
