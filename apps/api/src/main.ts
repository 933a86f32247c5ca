import { BadEnvironment, createLogger, type Env, loadEnv, NestLogger, publicUrl, untilStopped } from '@app/core';
import { migrate, willPass } from '@app/database';
import { EnsureOwner } from '@app/users';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, createAdapter } from './http/configure-app.js';
import { serveDocs } from './http/swagger.js';

/** Starts the API: environment, schema, owner, then listening. */
async function main(): Promise<void> {
  const env = loadEnv();
  await migrate(env.DATABASE_URL);
  const log = createLogger(env.LOG_LEVEL, 'api');
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(env), createAdapter(), {
    logger: new NestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  untilStopped(() => app.close());
  await configureApp(app, log);
  serveDocs(app);
  await app.init();
  const ownerKey = await app.get(CommandBus).execute(new EnsureOwner(zoneHere()));
  await app.listen(env.PORT, env.HOST);
  process.stdout.write(greeting(env, Number(new URL(await app.getUrl()).port), ownerKey));
  process.send?.('ready');
}

/** The owner's zone is the machine's. */
function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
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

/** What a person can do about it, in one line; undefined for what nobody expected. */
function remedy(error: unknown): string | undefined {
  if (error instanceof BadEnvironment) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const port = process.env['PORT'] ?? '3000';
  if (code === 'EADDRINUSE') return `Chronova cannot start: PORT ${port} is taken by another program. Set PORT to a free one.`;
  if (code === 'EACCES') return `Chronova cannot start: PORT ${port} may not be used by this user. Set PORT to 1024 or higher.`;
  if (code === 'EADDRNOTAVAIL')
    return `Chronova cannot start: HOST ${process.env['HOST']} is no address of this machine. Set HOST to 127.0.0.1 or 0.0.0.0.`;
  if (willPass(error))
    return `Chronova cannot start: the database at DATABASE_URL does not answer (${text(error)}). Start it, or correct DATABASE_URL.`;
  if (typeof code === 'string' && /^(28|3D)/.test(code))
    return `Chronova cannot start: the database at DATABASE_URL refuses: ${text(error)}. Correct DATABASE_URL.`;
  return undefined;
}

function text(error: unknown): string {
  if (error instanceof AggregateError) return text(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${remedy(error) ?? `Chronova cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`,
  );
  process.exit(1);
});
