import { BadEnvironment, createLogger, DomainError, loadEnv, masked, NestLogger, version } from '@app/core';
import { databaseProblem, migrate, waitForSchema } from '@app/database';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './app.module.js';
import { RESTORE } from './database.commands.js';
import { Misuse, refuseMisuse } from './usage.js';

/** Runs one command line: one command or query. Exit codes: 0 done, 1 refused or failed, 2 misused: also a value that nothing can be done with. */
async function main(): Promise<void> {
  if (process.argv[2] === '--version' || process.argv[2] === '-V') {
    process.stdout.write(`Chronova ${version()}\n`);
    return;
  }
  const env = loadEnv();
  // What usage lines call the program.
  process.argv[1] = 'npm run cli --';
  const helpOnly = process.argv.length <= 2 || process.argv.some((a) => a === '--help' || a === '-h' || a === 'help');
  // A restore fills a database that no api has made ready yet.
  if (process.argv[2] === RESTORE && !helpOnly) await migrate(env.DATABASE_URL);
  else if (!helpOnly) await waitForSchema(env.DATABASE_URL, 10);
  const app = await CommandFactory.createWithoutRunning(CliModule.forRoot(env), {
    logger: new NestLogger(createLogger('error', 'cli')),
    abortOnError: false,
    version: version(),
    cliName: 'npm run cli --',
    errorHandler: fail,
    serviceErrorHandler: fail,
  });
  refuseMisuse(app, helpOnly ? [] : process.argv.slice(2), fail);
  try {
    await CommandFactory.runApplication(app);
  } finally {
    await app.close();
  }
}

function fail(error: Error): never {
  // Help and usage errors are written by the parser itself.
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('commander.')) process.exit(code === 'commander.helpDisplayed' || code === 'commander.help' ? 0 : 2);
  const problem = databaseProblem(error);
  const expected = error instanceof DomainError || error instanceof Misuse || error instanceof BadEnvironment;
  const unexpected = problem ? `That cannot be done now: ${problem}` : (error.stack ?? error.message);
  process.stderr.write(`${expected ? error.message : masked(unexpected)}\n`);
  process.exit(error instanceof Misuse || (error instanceof DomainError && error.kind === 'invalid') ? 2 : 1);
}

main().then(() => process.exit(0), fail);
