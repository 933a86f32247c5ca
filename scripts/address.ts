// Where the last start on a data folder listened: commands that print links, and the demo, go by it unless they are told otherwise.
import fs from 'node:fs';
import path from 'node:path';

const NAMES = ['HOST', 'PORT', 'PUBLIC_URL'] as const;

export function rememberAddress(dataDir: string): void {
  fs.writeFileSync(fileOf(dataDir), JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, process.env[name]]))));
}

export function recallAddress(dataDir: string): void {
  if (NAMES.some((name) => process.env[name]) || !fs.existsSync(fileOf(dataDir))) return;
  const remembered: Record<string, string | undefined> = JSON.parse(fs.readFileSync(fileOf(dataDir), 'utf8'));
  for (const [name, value] of Object.entries(remembered)) if (value) process.env[name] = value;
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'address.json');
}
