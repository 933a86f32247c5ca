// `npm run demo`: makes a user with 90 days of plausible heartbeats, sent through the public API of the server that runs, and says what to open.
// `npm run demo -- --remove` deletes the users that it made.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import cliProgress from 'cli-progress';
import './dot-env.ts';
import { recallAddress } from './address.ts';

const dataDir = path.resolve(process.env.DATA_DIR || '.data');
recallAddress(dataDir);

const CLI = path.join(import.meta.dirname, 'cli.ts');
/** The names of the users that were made here and not removed, one a line. With a database of one's own there is no data folder. */
const MADE = fs.existsSync(dataDir) ? path.join(dataDir, 'demo-users') : path.join(homedir(), '.chronova-demo-users');
if (process.argv.includes('--remove')) process.exit(removeUsers());

const DAYS = 90;
const BATCH = 250;
const url = process.env.PUBLIC_URL || `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || 3000}`;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const PROJECTS = [
  {
    name: 'engine',
    language: 'TypeScript',
    folder: '/home/demo/engine/src',
    files: ['main.ts', 'parser.ts', 'queue.ts', 'parser.spec.ts'],
    dependencies: ['fastify', 'pg'],
  },
  { name: 'website', language: 'CSS', folder: '/home/demo/website', files: ['index.html', 'style.css', 'app.js'], dependencies: [] },
  { name: 'notes', language: 'Markdown', folder: '/home/demo/notes', files: ['today.md', 'ideas.md'], dependencies: [] },
  { name: 'firmware', language: 'Rust', folder: '/home/demo/firmware/src', files: ['main.rs', 'uart.rs'], dependencies: ['embedded-hal'] },
];
const EDITORS = ['vscode/1.95.0 vscode-wakatime/24.6.2', 'neovim/900 vim-wakatime/11.1.1', 'IntelliJ/2024.3 IntelliJ-wakatime/15.0.0'];
const CATEGORIES = ['coding', 'coding', 'coding', 'coding', 'debugging', 'writing tests', 'code reviewing'];
/** An agent's work, in some minutes of a session. */
const AGENT = 'claude-code/2.0.14 claude-code-wakatime/3.1.0';

await fetch(`${url}/health/ready`).catch(() => {
  process.stderr.write(`No Chronova answers at ${url}. Run "npm start" in another terminal first.\n`);
  process.exit(1);
});

const random = generator(20_261_124);
const name = `demo-${Date.now().toString(36)}`;
fs.appendFileSync(MADE, `${name}\n`);
const made = execFileSync(process.execPath, [CLI, 'user:create', name, '--zone', zone], { encoding: 'utf8' });
const key = /waka_[0-9a-f-]{36}/.exec(made)?.[0];
if (!key) throw new Error(`The command line prints no key:\n${made}`);

const heartbeats = Array.from({ length: DAYS }, (_, n) => dayOf(DAYS - 1 - n)).flat();
const bar = new cliProgress.SingleBar(
  { format: 'Sending {bar} {value}/{total} heartbeats, {eta} s left', hideCursor: true },
  cliProgress.Presets.shades_classic,
);
bar.start(heartbeats.length, 0);
for (let n = 0; n < heartbeats.length; n += BATCH) {
  const response = await fetch(`${url}/api/v1/users/current/heartbeats.bulk`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'X-Machine-Name': 'demo-laptop' },
    body: JSON.stringify(heartbeats.slice(n, n + BATCH)),
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  bar.update(Math.min(n + BATCH, heartbeats.length));
}
bar.stop();

const stats = await (await fetch(`${url}/api/v1/users/current/stats/last_90_days?api_key=${key}`)).json();
process.stdout.write(`
${name} worked ${stats.data.human_readable_total_including_other_language} in ${DAYS} days, ${stats.data.human_readable_daily_average_including_other_language} a day. Open, or paste the key into Swagger UI:

    ${url}/docs     key ${key}
    ${url}/api/v1/users/current/stats/last_30_days?api_key=${key}
    ${url}/api/v1/users/current/summaries?range=last_7_days&api_key=${key}
    ${url}/api/v1/users/current/reports/weekly?format=html&api_key=${key}
    ${url}/api/v1/users/current/durations?date=${lastWholeDay()}&api_key=${key}

npm run demo -- --remove deletes the demo user again.
`);

/** The last day before today on which the demo user worked, in the machine's zone. */
function lastWholeDay(): string {
  for (let daysAgo = 1; ; daysAgo++) {
    const day = new Date();
    day.setDate(day.getDate() - daysAgo);
    const date = localDate(day);
    if (daysAgo === DAYS || heartbeats.some(({ time }) => localDate(new Date(time * 1000)) === date)) return date;
  }
}

function localDate(day: Date): string {
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** Deletes the users of earlier runs; returns the exit code. One that is not there any more is no failure. */
function removeUsers(): number {
  const names = fs.existsSync(MADE) ? fs.readFileSync(MADE, 'utf8').split('\n').filter(Boolean) : [];
  const left = names.filter((user) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'user:delete', user, '--yes'], { encoding: 'utf8' });
    const gone = status === 0 || stderr.includes('There is no user');
    process.stdout.write(gone ? stdout || `${user} is gone already.\n` : stderr);
    return !gone;
  });
  if (names.length === 0) process.stdout.write('There are no demo users.\n');
  fs.rmSync(MADE, { force: true });
  if (left.length > 0) fs.writeFileSync(MADE, `${left.join('\n')}\n`);
  return left.length > 0 ? 1 : 0;
}

/** A day's heartbeats: two or three sessions on workdays, few on other days, each in one project at a time, every minute or so. */
function dayOf(daysAgo: number): { time: number }[] {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  midnight.setDate(midnight.getDate() - daysAgo);
  const free = midnight.getDay() === 0 || midnight.getDay() === 6;
  if (free && random() < 0.7) return [];
  const sent: ({ time: number } & Record<string, unknown>)[] = [];
  for (const begin of free ? [15] : [9, 13.5, ...(random() < 0.3 ? [20] : [])]) {
    let time = midnight.getTime() / 1000 + (begin + random() * 0.8) * 3600;
    const end = time + (1.2 + random() * 2.2) * 3600;
    let project = pick(PROJECTS);
    const editor = pick(EDITORS);
    while (time < end && time < Date.now() / 1000) {
      if (random() < 0.02) project = pick(PROJECTS);
      const file = pick(project.files);
      const isAgent = random() < 0.15;
      sent.push({
        entity: `${project.folder}/${file}`,
        type: 'file',
        category: isAgent ? 'ai coding' : pick(CATEGORIES),
        time: Number(time.toFixed(3)),
        project: project.name,
        branch: random() < 0.7 ? 'main' : 'feature/next',
        language: project.language,
        dependencies: project.dependencies,
        lines: 40 + Math.floor(random() * 400),
        lineno: 1 + Math.floor(random() * 40),
        is_write: random() < 0.3,
        user_agent: `wakatime/v1.115.2 (linux-6.1.0-x86_64) go1.22.1 ${isAgent ? AGENT : editor}`,
      });
      time += random() < 0.03 ? 600 + random() * 1500 : 20 + random() * 120;
    }
  }
  return sent;
}

function pick<T>(list: readonly T[]): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}

/** The same demo every time: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
