// `npm run bench -- badge | ingest | leaders | projects | read | roll-ups | guard | sign-in | hostile`: product and floor in the same run on the same database. A table goes to stderr, the same
// as JSON to stdout. `--database` names a server to make a database on instead of the embedded one. Not run by the tests: nothing here may fail for being slow.
import { parseArgs } from 'node:util';
import { benchBadge } from './badge.js';
import { benchGuard } from './guard.js';
import { benchHostile } from './hostile.js';
import { benchIngest } from './ingest.js';
import { benchLeaders } from './leaders.js';
import { startProduct } from './product.js';
import { benchProjects } from './projects.js';
import { benchRead } from './read.js';
import { benchRollUps } from './roll-ups.js';
import { benchSignIn } from './sign-in.js';
import { machine, report, type Table } from './report.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { database: { type: 'string' }, heartbeats: { type: 'string' } },
});
/** How many the bench of projects stores; left out: a million. */
const heartbeats = values.heartbeats === undefined ? undefined : Number(values.heartbeats);

const benches: Record<string, (product: Awaited<ReturnType<typeof startProduct>>) => Promise<Table[]>> = {
  badge: benchBadge,
  guard: benchGuard,
  hostile: benchHostile,
  ingest: benchIngest,
  leaders: benchLeaders,
  projects: (product) => benchProjects(product, heartbeats),
  read: benchRead,
  'roll-ups': benchRollUps,
  'sign-in': benchSignIn,
};

const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  process.stderr.write(
    `Usage: npm run bench -- ${Object.keys(benches).join(' | ')} [--database postgres://user:password@host:port/postgres]\n`,
  );
  process.exit(2);
}
const product = await startProduct(values.database);
try {
  report(name, machine(product.postgresVersion), await bench(product));
} finally {
  await product.stop();
}
process.exit(0);
