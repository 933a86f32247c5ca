import cluster from 'node:cluster';
import { BadEnvironment, createLogger, loadEnv, masked } from '@app/core';
import { databaseProblem } from '@app/database';

/** Starts the API: in this process, or in `API_PROCESSES` of them that share one port. */
async function main(): Promise<void> {
  const env = loadEnv();
  if (cluster.isPrimary && env.API_PROCESSES > 1) {
    const { keepProcesses } = await import('./processes.js');
    return keepProcesses(env.API_PROCESSES, createLogger(env.LOG_LEVEL, 'api'));
  }
  const { serve } = await import('./serve.js');
  return serve(env, cluster.isPrimary || cluster.worker?.id === 1);
}

main().catch((error: unknown) => {
  const problem = databaseProblem(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${error instanceof BadEnvironment ? error.message : masked(`Chronova cannot start: ${problem}`)}\n`);
  process.exit(1);
});
