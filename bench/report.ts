import os from 'node:os';

/** One table of a bench: columns in the order of the first row's keys. */
export interface Table {
  title: string;
  rows: Record<string, string | number>[];
}

export function machine(postgres: string): Record<string, string | number> {
  return {
    cpu: os.cpus()[0]?.model ?? '',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    postgres,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The tables for people on stderr, the same as JSON on stdout. */
export function report(bench: string, on: Record<string, string | number>, tables: readonly Table[]): void {
  const lines = [`# ${bench}: ${Object.values(on).join(', ')}`, '', ...tables.flatMap(markdown)];
  process.stderr.write(`\n${lines.join('\n')}\n`);
  process.stdout.write(`${JSON.stringify({ bench, machine: on, tables }, null, 2)}\n`);
}

let shownAt = 0;

/** What is going on: one line that changes on a terminal, elsewhere a line every five seconds. */
export function progress(text: string): void {
  if (process.stderr.isTTY) return void process.stderr.write(`\r\u001b[K${text}`);
  if (performance.now() - shownAt < 5_000) return;
  shownAt = performance.now();
  process.stderr.write(`${text}\n`);
}

function markdown({ title, rows }: Table): string[] {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map((r) => line(columns.map((c) => r[c] ?? ''))), ''];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share `q` of them lies, by the nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
