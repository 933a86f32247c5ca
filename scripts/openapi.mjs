// `npm run openapi` writes openapi.json from the built api; with `check` it fails when the committed one is not current. Needs no database.
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import prettier from 'prettier';

const built = '../dist/apps/api/apps/api/src';
const { AppModule } = await import(`${built}/app.module.js`);
const { createAdapter } = await import(`${built}/http/configure-app.js`);
const { describeApi } = await import(`${built}/http/swagger.js`);

const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', HOST: '127.0.0.1', PORT: 3000, LOG_LEVEL: 'silent', TRUSTED_PROXIES: [] };
const app = await NestFactory.create(AppModule.forRoot(env), createAdapter(env), {
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
