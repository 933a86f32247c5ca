/** Rows as columns of even width, two spaces apart, below their titles. */
export function toTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [titles, ...rows];
  const widths = titles.map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  const toLine = (row: readonly string[]): string => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return all.map((row) => `${toLine(row).trimEnd()}\n`).join('');
}

/** Which page of how many this is, and how to see the next. */
export function toFooter(what: string, total: number, { page, perPage }: { page: number; perPage: number }): string {
  const pages = Math.max(1, Math.ceil(total / perPage));
  const next = page < pages ? `; the next: --page ${page + 1}` : '';
  return `${what}: ${total}, page ${page} of ${pages}${next}\n`;
}

/** An instant for people, UTC. */
export function toMinute(ms: number | null): string {
  return ms === null ? 'never' : new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
