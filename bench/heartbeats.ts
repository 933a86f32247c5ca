/** A heartbeat as wakatime-cli sends it, fifteen fields, the n-th of its user. */
export interface Sent {
  entity: string;
  type: string;
  category: string;
  time: number;
  project: string;
  branch: string;
  language: string;
  is_write: boolean;
  lines: number;
  lineno: number;
  cursorpos: number;
  project_root_count: number;
  line_additions: number;
  line_deletions: number;
  user_agent: string;
  dependencies?: string[];
}

const FILES = 40;
const LANGUAGES = ['TypeScript', 'Go', 'Rust', 'Markdown'];
const EDITORS = ['vscode/1.95.0 vscode-wakatime/24.6.2', 'neovim/900 vim-wakatime/11.1.1'];
export const DEPENDENCIES = ['fastify', 'pg', 'kysely', 'pino', 'rxjs', 'class-validator'];

/**
 * Another project every `perProject` heartbeats, of twelve; two languages in each, a branch for a few days, one in ten sittings debugging:
 * some sixteen different activities a day for who works round the clock.
 */
export function heartbeat(n: number, time: number, perProject = 200, dependencies = false): Sent {
  const sitting = Math.floor(n / perProject);
  const project = sitting % 12;
  return {
    entity: `/home/ada/project-${project}/src/file-${n % FILES}.ts`,
    type: 'file',
    category: sitting % 10 === 0 ? 'debugging' : 'coding',
    time,
    project: `project-${project}`,
    branch: Math.floor(n / 5000) % 4 === 0 ? 'next' : 'main',
    language: LANGUAGES[(project + (n % 50 < 40 ? 0 : 1)) % LANGUAGES.length] ?? '',
    is_write: n % 5 === 0,
    lines: 100 + (n % 300),
    lineno: 1 + (n % 100),
    cursorpos: 1 + (n % 1000),
    project_root_count: 4,
    line_additions: n % 3,
    line_deletions: n % 2,
    user_agent: `wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 ${EDITORS[Math.floor(n / 50_000) % EDITORS.length]}`,
    ...(dependencies && { dependencies: [DEPENDENCIES[n % 6] ?? '', DEPENDENCIES[(n + 1) % 6] ?? '', DEPENDENCIES[(n + 2) % 6] ?? ''] }),
  };
}

const DAY = 86_400;

/** When the n-th of `count` heartbeats is, that are spread evenly over so many days up to `today` (its midnight, s since 1970), `seconds` of each. */
export function spreadOver(count: number, { days, today, from = 0, seconds = DAY }: Spread): (n: number) => number {
  const perDay = Math.ceil(count / days);
  return (n) => today - (days - 1 - Math.floor(n / perDay)) * DAY + from + ((n % perDay) / perDay) * seconds;
}

interface Spread {
  days: number;
  today: number;
  /** Seconds after midnight. */
  from?: number;
  seconds?: number;
}

/** A heartbeat of one of 500 projects, another one every 200. */
export function heartbeatOfMany(n: number, time: number): Sent {
  return { ...heartbeat(n, time), project: `project-${Math.floor(n / 200) % MANY}` };
}

export const MANY = 500;
