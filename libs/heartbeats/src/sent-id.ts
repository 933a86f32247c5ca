import { parseHeartbeat } from './parse-heartbeat.js';

/** The id that a heartbeat gets which says by itself what sent it. Undefined: it could never be stored. */
export function idOfSent(item: unknown, nowMs: number): string | undefined {
  const parsed = parseHeartbeat(item, { userAgent: '', machineHeader: '', nowMs });
  return parsed.ok ? parsed.id : undefined;
}
