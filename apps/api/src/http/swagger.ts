import { basePath, Env } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The groups of routes, in the order in which Swagger UI shows them. */
const GROUPS = [
  ['Heartbeats', 'Store heartbeats, list and delete them.'],
  ['Time', 'Your time: the status bar, statistics, summaries, durations.'],
  ['Users', 'Your account, and pictures of users.'],
  ['Public', 'What others made public.'],
  ['API keys', 'Make, change and revoke API keys.'],
  ['Account', 'Sign up, sign in and out, passwords, sessions.'],
  ['Administration', 'For the owner and administrators of this instance.'],
  ['Health', 'Whether the server works.'],
] as const;

/** Describes every route there is. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Chronova')
    .setDescription(
      [
        'Self-hosted coding time, for every WakaTime plugin.',
        '',
        'Press **Authorize** and paste the API key that the first start printed (with or without `waka_`) under *Bearer*. A key is also accepted as',
        '`Basic base64(key)`, `Basic base64(key:)`, `X-API-Key`, `?api_key=`, `?token=` and `?access_token=`.',
        '',
        'Every route of a WakaTime client stands under `/api/v1` and `/api/v1/compat/waka`; the two differ only in whether ranges such as',
        '`last_7_days` include today (they do under `/api/v1`). A refused request gets `{"error": "text"}`, with `errors` per field where a field is to blame.',
      ].join('\n'),
    )
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'waka_<uuid>', description: 'The API key, as `waka_<uuid>` or `<uuid>`.' },
      'Bearer',
    )
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'The API key as user name, no password.' }, 'Basic')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'X-API-Key')
    .addApiKey({ type: 'apiKey', in: 'query', name: 'api_key' }, 'api_key');
  for (const [name, description] of GROUPS) builder.addTag(name, description);
  const config = builder.build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
  return withUniqueOperationIds(document);
}

/**
 * A method that serves several addresses would lend them all its name; generators of clients need one each, and the same one tomorrow. Under
 * WakaTime's mount names begin with `compat`; further addresses of one method on one mount are numbered in the order of their paths, the
 * mount itself last.
 */
function withUniqueOperationIds(document: OpenAPIObject): OpenAPIObject {
  const seen = new Map<string, number>();
  const paths = Object.keys(document.paths).toSorted((a, b) => Number(MOUNTS.has(a)) - Number(MOUNTS.has(b)) || (a < b ? -1 : 1));
  for (const path of paths) {
    const { get, post, put, patch, delete: remove, head } = document.paths[path] ?? {};
    for (const operation of [get, post, put, patch, remove, head]) {
      if (!operation?.operationId) continue;
      const method = operation.operationId.replace(/\[\d+\]$/, '');
      const name = path.startsWith(WAKA) ? `compat${method.charAt(0).toUpperCase()}${method.slice(1)}` : method;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      operation.operationId = count > 1 ? `${name}_${count}` : name;
    }
  }
  return document;
}

const WAKA = '/api/v1/compat/waka';
const MOUNTS = new Set(['/api/v1', WAKA]);

/** `/docs`, `/docs/json` and `/docs/yaml`. */
export function serveDocs(app: NestFastifyApplication): void {
  keepTexts(app);
  SwaggerModule.setup('docs', app, () => withAddresses(describeApi(app), basePath(app.get(Env))), {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    customSiteTitle: 'Chronova API',
    swaggerOptions: { displayRequestDuration: true, docExpansion: 'list' },
  });
}

/** Swagger would write the document as text for each request. The first text of each route is kept, and sent to all others. */
function keepTexts(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.method !== 'GET' || !/^\/docs\/(json|yaml)$/.test(route.url)) return;
      let kept: { type: string; text: string } | undefined;
      route.preHandler = (_request, reply, done) => {
        if (kept) void reply.type(kept.type).send(kept.text);
        else done();
      };
      route.onSend = (_request, reply, payload, done) => {
        if (typeof payload === 'string' && reply.statusCode === 200)
          kept ??= { type: String(reply.getHeader('content-type')), text: payload };
        done(null, payload);
      };
    });
}

/** What is served says where this instance is, and where a person gets a key. */
function withAddresses({ info, ...document }: OpenAPIObject, base: string): OpenAPIObject {
  const description = `${info.description ?? ''}\n\nNo key yet? [Sign in](${base}/account/login) and get one.`;
  return { ...document, info: { ...info, description }, servers: [{ url: base || '/' }] };
}
