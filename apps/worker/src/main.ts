import { BadEnvironment, createLogger, loadEnv, masked, NestLogger, untilStopped } from '@app/core';
import { databaseProblem, waitForSchema } from '@app/database';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './app.module.js';

/** Starts a worker: waits for the schema that the api makes, then takes jobs. */
async function main(): Promise<void> {
  const env = loadEnv();
  await waitForSchema(env.DATABASE_URL);
  const log = createLogger(env.LOG_LEVEL, 'worker');
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(env), { logger: new NestLogger(log), abortOnError: false });
  untilStopped(() => app.close());
  process.send?.('ready');
}

main().catch((error: unknown) => {
  const problem = databaseProblem(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${error instanceof BadEnvironment ? error.message : masked(`The worker cannot start: ${problem}`)}\n`);
  process.exit(1);
});
