/**
 * `npm run migrations -- create <name>` writes the migration that brings the schema to the entities; `npm run migrations -- check` fails when
 * there is one to write. Works on an empty database of its own, beside DATABASE_URL's or on an embedded server made for the run.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import { ormConfig } from '../libs/database/src/mikro-orm.config.js';
import { startPostgres } from './embedded-postgres.ts';

const FOLDER = 'libs/database/src/migrations';
const [mode = '', name = ''] = process.argv.slice(2);
if (mode !== 'check' && !(mode === 'create' && name !== '')) {
  process.stderr.write('Usage: npm run migrations -- check | create <name>\n');
  process.exit(2);
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-migrations-'));
const server = await startPostgres({ dataDir, open: true, settings: { fsync: 'off' } });
try {
  const orm = await MikroORM.init(ormConfig(server.url));
  await orm.migrator.up();
  const missing = await orm.schema.getUpdateSchemaSQL();
  if (mode === 'check' && missing.trim() !== '') {
    process.stderr.write(`The entities are ahead of the migrations. Run: npm run migrations -- create <name>\n${missing}\n`);
    process.exitCode = 1;
  }
  if (mode === 'create') {
    const { fileName } = await orm.migrator.create(FOLDER, false, false, name);
    writeIndex();
    process.stdout.write(`${FOLDER}/${fileName}\n`);
  }
  await orm.close(true);
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** The list that the apps import: tsc leaves out what nothing imports. */
function writeIndex(): void {
  const files = readdirSync(FOLDER)
    .filter((f) => /^Migration.*\.ts$/.test(f))
    .toSorted();
  const classes = files.map((f) => /export class (\w+)/.exec(readFileSync(path.join(FOLDER, f), 'utf8'))?.[1] ?? '');
  writeFileSync(
    path.join(FOLDER, 'index.ts'),
    `import type { Migration } from '@mikro-orm/migrations';
${files.map((f, i) => `import { ${classes[i]} } from './${f.replace(/\.ts$/, '.js')}';`).join('\n')}

/** Every migration, oldest first. Merged ones are never edited. */
export const migrations: { name: string; class: new (...args: ConstructorParameters<typeof Migration>) => Migration }[] = [
${classes.map((c) => `  { name: '${c}', class: ${c} },`).join('\n')}
];
`,
  );
}
