import {
  BadEnvironment,
  createLogger,
  type Env,
  loadEnv,
  machineZone,
  masked,
  NestLogger,
  publicUrl,
  SERVER,
  untilStopped,
} from '@app/core';
import { databaseProblem, migrate, StartProblem } from '@app/database';
import { EnsureOwner } from '@app/users';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, createAdapter } from './http/configure-app.js';
import { serveDocs } from './http/swagger.js';

/** Starts the API: environment, schema, listening, owner. */
async function main(): Promise<void> {
  const env = loadEnv();
  await migrate(env.DATABASE_URL);
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
  await listen(app, env);
  // Only now: a key that is made and shown once must not be lost to a busy port.
  const ownerKey = await app.get(CommandBus).execute(new EnsureOwner(SERVER, machineZone()));
  process.stdout.write(greeting(env, portOf(app), ownerKey));
  process.send?.('ready');
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
  if (!ownerKey) return `${addresses}\n`;
  return `${addresses}
Your API key, shown only this once:

    ${ownerKey}

Put these three lines into ~/.wakatime.cfg, and every WakaTime plugin sends its heartbeats here:

    [settings]
    api_url = ${url}/api/v1
    api_key = ${ownerKey}

To sign in with an e-mail address and a password too: npm run cli -- user:claim

`;
}

main().catch((error: unknown) => {
  const problem = databaseProblem(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${error instanceof BadEnvironment ? error.message : masked(`Chronova cannot start: ${problem}`)}\n`);
  process.exit(1);
});
