import { uuidV8Of } from '@app/core';
import type { Heartbeat } from './heartbeat.js';

/**
 * The id of a heartbeat: a UUIDv8 (RFC 9562 §5.8) from the SHA-256 of its fields. The same heartbeat has the same id whenever it is sent
 * (contract §2.6), so what is listed here, and in which order, never changes: a new field is appended only where it is not none.
 */
export function heartbeatId(h: Heartbeat): string {
  return uuidV8Of(
    JSON.stringify([
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
    ]),
  );
}
