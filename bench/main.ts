// `npm run bench -- ai | badge | goals | ingest | leaders | orgs | projects | read | reports | roll-ups | rules | guard | sign-in | hostile`: product and floor in the same run on the same database. A table goes to stderr, the same
// as JSON to stdout. `--database` names a server to make a database on instead of the embedded one. Not run by the tests: nothing here may fail for being slow.
import { inspect, parseArgs } from 'node:util';
import { benchAi } from './ai.js';
import { benchBadge } from './badge.js';
import { benchGoals } from './goals.js';
import { benchGuard } from './guard.js';
import { benchHostile } from './hostile.js';
import { benchIngest } from './ingest.js';
import { benchLeaders } from './leaders.js';
import { benchOrgs } from './orgs.js';
import { startProduct } from './product.js';
import { benchProjects } from './projects.js';
import { benchRead } from './read.js';
import { benchReports } from './reports.js';
import { benchRollUps } from './roll-ups.js';
import { benchRules } from './rules.js';
import { benchSignIn } from './sign-in.js';
import { machine, report, type Table } from './report.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { database: { type: 'string' }, days: { type: 'string' }, heartbeats: { type: 'string' }, users: { type: 'string' } },
});
const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
/** How many the benches of AI, goals, projects and rules store; left out: a million. */
const heartbeats = numberOf(values.heartbeats);
/** How many people the benches of leaders, organizations and reports make; left out: ten thousand, a thousand, a thousand. */
const users = numberOf(values.users);

/** Days that the bench of organizations makes; left out: a year. */
const days = numberOf(values.days);

const benches: Record<string, (product: Awaited<ReturnType<typeof startProduct>>) => Promise<Table[]>> = {
  ai: (product) => benchAi(product, heartbeats),
  badge: benchBadge,
  goals: (product) => benchGoals(product, heartbeats),
  guard: benchGuard,
  hostile: benchHostile,
  ingest: benchIngest,
  leaders: (product) => benchLeaders(product, users),
  orgs: (product) => benchOrgs(product, users, days),
  projects: (product) => benchProjects(product, heartbeats),
  read: benchRead,
  reports: (product) => benchReports(product, users),
  'roll-ups': benchRollUps,
  rules: (product) => benchRules(product, heartbeats),
  'sign-in': benchSignIn,
};

const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  process.stderr.write(
    `Usage: npm run bench -- ${Object.keys(benches).join(' | ')} [--database postgres://user:password@host:port/postgres] [--heartbeats n] [--users n] [--days n]\n`,
  );
  process.exit(2);
}
const product = await startProduct(values.database);
try {
  report(name, machine(product.postgresVersion), await bench(product));
} catch (error) {
  // At once: what fails as everything stops only follows from it.
  process.stderr.write(`\n${inspect(error)}\n`);
  process.exitCode = 1;
} finally {
  await product.stop().catch((error: unknown) => process.stderr.write(`${inspect(error)}\n`));
}
process.exit();
