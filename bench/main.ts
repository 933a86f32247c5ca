// `npm run bench -- ingest | read | roll-ups | guard | sign-in`: product and floor in the same run on the same database. A table goes to stderr, the same
// as JSON to stdout. Not run by the tests: nothing here may fail for being slow.
import { benchGuard } from './guard.js';
import { benchIngest } from './ingest.js';
import { startProduct } from './product.js';
import { benchRead } from './read.js';
import { benchRollUps } from './roll-ups.js';
import { benchSignIn } from './sign-in.js';
import { machine, report, type Table } from './report.js';

const benches: Record<string, (product: Awaited<ReturnType<typeof startProduct>>) => Promise<Table[]>> = {
  guard: benchGuard,
  ingest: benchIngest,
  read: benchRead,
  'roll-ups': benchRollUps,
  'sign-in': benchSignIn,
};

const [name = ''] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')}\n`);
  process.exit(2);
}
const product = await startProduct();
try {
  report(name, machine(product.postgresVersion), await bench(product));
} finally {
  await product.stop();
}
process.exit(0);
