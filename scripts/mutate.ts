/**
 * `npm run mutate` changes the rules of the core one expression at a time and runs their specs on each such mutant: a mutant that no test
 * notices shows a rule that no test states (docs/mutation.md). `npm run mutate -- <file> …` takes those files only. Reports: reports/mutation.
 * Fails when less than 90 % of all mutants are noticed.
 */
import { readFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

/** A file of rules. Its specs are the one beside it and `specs`. */
interface Rules {
  file: string;
  specs?: readonly string[];
  /** The line that the rules begin with. What stands above it is data, such as a table of names, and is left as it is. */
  from?: string;
  /** Its specs need whole libs and Nest; others get test/support/pure in their place, which loads in a quarter of the time: for each mutant. */
  needsNest?: true;
}

const RULES: readonly Rules[] = [
  { file: 'libs/core/src/zones.ts' },
  { file: 'libs/core/src/calendars.ts', needsNest: true },
  { file: 'libs/analytics/src/ranges.ts' },
  { file: 'libs/analytics/src/date-range.ts' },
  { file: 'libs/analytics/src/lists.ts' },
  { file: 'libs/analytics/src/names.ts' },
  { file: 'libs/analytics/src/filters.ts' },
  { file: 'libs/analytics/src/visible.ts' },
  { file: 'libs/heartbeats/src/heartbeat-id.ts' },
  { file: 'libs/heartbeats/src/parse-heartbeat.ts' },
  { file: 'libs/heartbeats/src/user-agent.ts', from: 'export function parseUserAgent' },
  { file: 'libs/heartbeats/src/ai-models.ts', from: 'export function modelOf', specs: ['libs/heartbeats/src/user-agent.spec.ts'] },
  { file: 'libs/heartbeats/src/operating-systems.ts', from: 'export function systemOf' },
  { file: 'libs/heartbeats/src/programs.ts', from: 'export function keyOf' },
  { file: 'libs/users/src/keys/api-keys.ts' },
  { file: 'libs/users/src/keys/key-rules.ts' },
  { file: 'libs/users/src/keys/scopes.ts' },
  { file: 'libs/users/src/profile/visibility.ts' },
  { file: 'libs/compat/src/texts.ts' },
  { file: 'libs/compat/src/visibility.ts' },
  { file: 'apps/api/src/http/limits.ts', needsNest: true },
  { file: 'apps/api/src/http/ingest-delay.ts', needsNest: true },
];
const REPORTS = 'reports/mutation';
const ENOUGH = 90;
/** Outcomes of Stryker that count as noticed, and as not. What it could not run counts as neither. */
const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

interface Score {
  file: string;
  noticed: number;
  missed: number;
  seconds: number;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((file) => !RULES.some((rules) => rules.file === file));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: not among the files that are mutated:\n${RULES.map((rules) => rules.file).join('\n')}\n`);
  process.exit(2);
}

const scores: Score[] = [];
for (const rules of RULES) {
  if (asked.length === 0 || asked.includes(rules.file)) scores.push(await mutate(rules));
}
const all = scores.reduce((sum, score) => ({
  file: 'all',
  noticed: sum.noticed + score.noticed,
  missed: sum.missed + score.missed,
  seconds: sum.seconds + score.seconds,
}));
process.stdout.write(['', 'score  noticed  missed  seconds  file', ...[...scores, all].map(lineOf), ''].join('\n'));
if (percent(all) < ENOUGH) {
  process.stderr.write(`Less than ${ENOUGH} % of the mutants are noticed.\n`);
  process.exitCode = 1;
}

async function mutate({ file, specs = [], from = '', needsNest }: Rules): Promise<Score> {
  const began = performance.now();
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith(from)) + 1;
  if (first === 0) throw new Error(`${file} has no line that begins with "${from}".`);
  const results = await new Stryker({
    mutate: [`${file}:${first}-${lines.length}`],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    // Our tests are ES modules.
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Modules of ended test runs stay in the memory of the process.
    maxTestRunnerReuse: 150,
    timeoutMS: 20_000,
    disableTypeChecks: false,
    ignorePatterns: ['/dist', '/.data', '/reports', '/bench', '/docs'],
    tempDirName: `${REPORTS}/.sandboxes`,
    cleanTempDir: 'always',
    allowConsoleColors: false,
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
    htmlReporter: { fileName: `${REPORTS}/${file.replaceAll('/', '.').replace(/\.ts$/, '')}.html` },
    jest: {
      configFile: 'jest.config.mjs',
      enableFindRelatedTests: false,
      config: {
        testRegex: [file.replace(/\.ts$/, '.spec.ts'), ...specs].map((spec) => `/${spec.replaceAll('.', '\\.')}$`),
        globalSetup: null,
        globalTeardown: null,
        ...(!needsNest && {
          setupFiles: [],
          moduleNameMapper: {
            '^@app/(core|database|users|analytics)$': '<rootDir>/test/support/pure/$1.ts',
            '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
            '^(\\.{1,2}/.*)\\.js$': '$1',
          },
        }),
      },
    },
  }).runMutationTest();
  const count = (statuses: ReadonlySet<string>) => results.filter(({ status }) => statuses.has(status)).length;
  const score = { file, noticed: count(NOTICED), missed: count(MISSED), seconds: Math.round((performance.now() - began) / 1_000) };
  process.stdout.write(`${lineOf(score)}\n`);
  return score;
}

function percent({ noticed, missed }: Score): number {
  return noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed);
}

function lineOf(score: Score): string {
  const columns = [percent(score).toFixed(1).padStart(5), String(score.noticed).padStart(7), String(score.missed).padStart(6)];
  return [...columns, String(score.seconds).padStart(7), score.file].join('  ');
}
