import { heartbeatId } from './heartbeat-id.js';
import type { Heartbeat } from './heartbeat.js';
export interface RequestContext { userAgent: string; machineHeader: string; nowMs: number }
export type ParsedHeartbeat = { ok: true; id: string; heartbeat: Heartbeat } | { ok: false; errors: Record<string, string[]> };
export function headerText(raw: string | undefined): string { return raw ?? ''; }
export function parseHeartbeat(item: unknown, request: RequestContext): ParsedHeartbeat {
  const o = (typeof item === 'object' && item !== null ? item : {}) as Record<string, any>;
  const errors: Record<string, string[]> = {};
  if (!o.entity) errors['entity'] = ['This field is required.'];
  if (!Number(o.time)) errors['time'] = ['This field is required.'];
  if (Object.keys(errors).length) return { ok: false, errors };
  const s = (v: unknown): string => (typeof v === 'string' ? v : '');
  const n = (v: unknown): number | null => (Number.isInteger(Number(v)) && v != null ? Number(v) : null);
  const heartbeat: Heartbeat = { time: Math.round(Number(o.time) * 1e6), entity: s(o.entity), type: s(o.type) || 'file', category: s(o.category), project: s(o.project), branch: s(o.branch), language: s(o.language), dependencies: Array.isArray(o.dependencies) && o.dependencies.length ? o.dependencies : null, isWrite: o.is_write === true, lines: n(o.lines), lineno: n(o.lineno), cursorpos: n(o.cursorpos), projectRootCount: null, lineAdditions: null, lineDeletions: null, aiLineChanges: null, humanLineChanges: null, aiInputTokens: null, aiOutputTokens: null, aiCachedInputTokens: null, aiPromptLength: null, aiSession: s(o.ai_session), aiSubscriptionPlan: '', userAgent: s(o.user_agent) || request.userAgent, machine: s(o.machine), editor: s(o.editor), operatingSystem: '', commitHash: '', commitAuthor: '', commitMessage: '', repositoryUrl: '' };
  return { ok: true, id: heartbeatId(heartbeat), heartbeat };
}
