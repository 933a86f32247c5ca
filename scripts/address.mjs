// Where the last start on a data folder listened: commands that print links, and the demo, go by it unless they are told otherwise.
import fs from 'node:fs';
import path from 'node:path';

const NAMES = ['HOST', 'PORT', 'PUBLIC_URL'];
const fileOf = (dataDir) => path.join(dataDir, 'address.json');

export function rememberAddress(dataDir) {
  fs.writeFileSync(fileOf(dataDir), JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, process.env[name]]))));
}

export function recallAddress(dataDir) {
  if (NAMES.some((name) => process.env[name]) || !fs.existsSync(fileOf(dataDir))) return;
  for (const [name, value] of Object.entries(JSON.parse(fs.readFileSync(fileOf(dataDir), 'utf8')))) if (value) process.env[name] = value;
}
