import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger, type Env, machineZone, NestLogger, publicUrl, SERVER, untilStopped } from '@app/core';
import { migrate, StartProblem, waitForSchema } from '@app/database';
import { EnsureOwner, loadPasswordCheck } from '@app/users';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, createAdapter } from './http/configure-app.js';
import { serveDocs } from './http/swagger.js';

/**
 * Serves the API in this process: schema, listening, owner. Then tells the parent process, if it has one, that it is ready.
 * `first`: the one of several processes that brings the schema up to date, makes the owner and prints the addresses.
 */
export async function serve(env: Env, first: boolean): Promise<void> {
  if (first) await migrate(env.DATABASE_URL);
  else await waitForSchema(env.DATABASE_URL);
  const log = createLogger(env.LOG_LEVEL, 'api');
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(env), createAdapter(env), {
    logger: new NestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  untilStopped(() => app.close());
  await configureApp(app, log);
  serveDocs(app);
  await app.init();
  await loadPasswordCheck();
  await listen(app, env);
  if (first) await greet(app, env);
  process.send?.('ready');
}

/** Only after listening: a key that is made and shown once must not be lost to a busy port. */
async function greet(app: NestFastifyApplication, env: Env): Promise<void> {
  const ownerKey = await app.get(CommandBus).execute(new EnsureOwner(SERVER, machineZone(env)));
  process.stdout.write(greeting(env, portOf(app), ownerKey));
}

/**
 * Says where the first key is. Only a terminal shows it: what is printed elsewhere ends in a journal or in a container's log, for ever and for
 * whoever may read that.
 */
function firstKey(env: Env, ownerKey: string): { told: string; line: string } {
  if (process.stdout.isTTY) return { told: `Your API key, shown only this once:\n\n    ${ownerKey}`, line: ownerKey };
  if (!env.EMBEDDED_DATABASE || env.DATA_DIR === undefined) {
    return { told: 'Get your API key, it is shown once: npm run cli -- key:create owner', line: '…' };
  }
  const file = path.join(env.DATA_DIR, 'first-key');
  rmSync(file, { force: true });
  writeFileSync(file, `${ownerKey}\n`, { mode: 0o600 });
  return { told: `Your API key is in ${file}, which only you can read. Delete the file when you have it.`, line: `what ${file} says` };
}

async function listen(app: NestFastifyApplication, { HOST, PORT }: Env): Promise<void> {
  try {
    await app.getHttpAdapter().getInstance().listen({ port: PORT, host: HOST });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new StartProblem(`PORT ${PORT} is taken by another program. Set PORT to a free one.`);
    if (code === 'EACCES') throw new StartProblem(`PORT ${PORT} may not be used by this user. Set PORT to 1024 or higher.`);
    throw new StartProblem(`HOST ${HOST} is no address of this machine (${String(code)}). Set HOST to 127.0.0.1 or 0.0.0.0.`);
  }
}

function portOf(app: NestFastifyApplication): number {
  const [address] = app.getHttpAdapter().getInstance().addresses();
  return typeof address === 'object' ? address.port : 0;
}

function greeting(env: Env, port: number, ownerKey: string | undefined): string {
  const url = publicUrl(env, port);
  const addresses = `\nChronova is at   ${url}\nSwagger UI is at ${url}/docs\n`;
  if (!ownerKey) return `${addresses}A new API key: npm run cli -- key:create owner (all names: user:list)\n\n`;
  const { told, line } = firstKey(env, ownerKey);
  return `${addresses}
${told}

Put these three lines into ~/.wakatime.cfg (if it has [settings] already: the last two, below that), and every WakaTime plugin sends its heartbeats here:

    [settings]
    api_url = ${url}/api/v1
    api_key = ${line}

To sign in with an e-mail address and a password too: npm run cli -- user:claim

`;
}
