/** `2026-11-22T10:03:20Z`: ISO 8601 in UTC without a fraction, the only form that every client parses. Takes ms since 1970. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
