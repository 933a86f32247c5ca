import { hash } from 'node:crypto';
import type { Heartbeat } from './heartbeat.js';

/**
 * The id of a heartbeat: a UUIDv8 (RFC 9562) from SHA-256 over its fields, so that the same heartbeat, sent at any time to any version of us,
 * has the same id. The list is fixed, ordered and versioned: never change it.
 */
export function heartbeatId(h: Heartbeat): string {
  const text = JSON.stringify([
    'chronova-heartbeat-1',
    h.time,
    h.entity,
    h.type,
    h.category,
    h.project,
    h.branch,
    h.language,
    h.dependencies,
    h.isWrite,
    h.lines,
    h.lineno,
    h.cursorpos,
    h.projectRootCount,
    h.lineAdditions,
    h.lineDeletions,
    h.aiLineChanges,
    h.humanLineChanges,
    h.aiInputTokens,
    h.aiOutputTokens,
    h.aiCachedInputTokens,
    h.aiPromptLength,
    h.aiSession,
    h.aiSubscriptionPlan,
    h.userAgent,
    h.machine,
    h.editor,
    h.operatingSystem,
    h.commitHash,
    h.commitAuthor,
    h.commitMessage,
    h.repositoryUrl,
  ]);
  const digest = hash('sha256', text, 'hex');
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3];
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
