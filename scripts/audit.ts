// `npm run audit`: known holes in what runs in production. Fails on high and critical ones that are not allowed below; a registry without
// advisories is said and no failure, as nobody here can change it.
import { spawnSync } from 'node:child_process';

/** Advisories (`GHSA-…`) that do not concern us, each with the reason. */
const ALLOWED: Record<string, string> = {};

interface Advisory {
  name: string;
  severity: string;
  title: string;
  url: string;
  range: string;
}

/** What `npm audit --json` prints, as far as it is read here: with `message` alone when the registry tells nothing. */
interface Report {
  message?: string;
  vulnerabilities?: Record<string, { via: (string | Advisory)[] }>;
  metadata?: { vulnerabilities?: object; dependencies?: { prod?: number } };
}

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const report = parse(stdout);
if (!report?.metadata?.vulnerabilities) {
  const why = report?.message ?? stderr.trim().split('\n')[0];
  process.stderr.write(
    `\n!!! audit: NOT DONE. The registry tells of no advisories (${why}).\n!!! Whether a package has a known hole is not known. Run it again with a registry that has them.\n\n`,
  );
  process.exit(0);
}

const advisories = new Map(
  Object.values(report.vulnerabilities ?? {})
    .flatMap(({ via }) => via)
    .filter((via) => typeof via === 'object')
    .map((via) => [via.url, via]),
);
let bad = 0;
for (const { name, severity, title, url, range } of advisories.values()) {
  const reason = ALLOWED[url.split('/').at(-1) ?? ''];
  const grave = (severity === 'high' || severity === 'critical') && !reason;
  if (grave) bad++;
  process.stdout.write(`audit: ${severity}: ${name} ${range}: ${title} ${url}${reason ? ` (allowed: ${reason})` : ''}\n`);
}
process.stdout.write(
  `audit: ${advisories.size} advisories for ${report.metadata.dependencies?.prod ?? 'the'} packages, ${bad} to act on\n`,
);
process.exit(bad > 0 ? 1 : 0);

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
