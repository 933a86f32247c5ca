// `npm run openapi` writes openapi.json from the built api; with `check` it fails when the committed one is not current. Needs no database.
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import prettier from 'prettier';
import type * as AppFile from '../apps/api/src/app.module.js';
import type * as ConfigureFile from '../apps/api/src/http/configure-app.js';
import type * as SwaggerFile from '../apps/api/src/http/swagger.js';
import type * as EnvFile from '../libs/core/src/env.js';

const built = '../dist/apps/api';
const { AppModule }: typeof AppFile = await import(`${built}/apps/api/src/app.module.js`);
const { createAdapter }: typeof ConfigureFile = await import(`${built}/apps/api/src/http/configure-app.js`);
const { describeApi }: typeof SwaggerFile = await import(`${built}/apps/api/src/http/swagger.js`);
const { Env }: typeof EnvFile = await import(`${built}/libs/core/src/env.js`);

const env = Object.assign(new Env(), { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'silent' });
const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(env), createAdapter(env), {
  preview: true,
  logger: ['error', 'fatal'],
  bodyParser: false,
});
const text = await prettier.format(JSON.stringify(describeApi(app)), { parser: 'json', printWidth: 140 });

if (process.argv[2] === 'check') {
  if (readFileSync('openapi.json', 'utf8') !== text) {
    process.stderr.write('openapi.json is not what the routes say. Run: npm run openapi\n');
    process.exit(1);
  }
} else {
  writeFileSync('openapi.json', text);
}
process.exit(0);
