import { basePath, Clock, Env, FIELDS, type FieldSchema, version } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiProperty, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { atPresent } from '../compat/heartbeats/heartbeats.examples.js';
import { describeOperations, operationsOf, WAKA, wakaGroup } from './describe-operations.js';

/** The groups of routes, in the order in which Swagger UI shows them. */
const GROUPS = [
  ['Heartbeats', 'Store heartbeats, list and delete them.'],
  ['External durations', 'Time that other programs kept: store, list and delete it.'],
  ['Time', 'Your time: the status bar, statistics, summaries, durations.'],
  ['Analytics', 'How you spent your time: focus, hours, weekdays, streaks, comparisons, timesheets.'],
  ['Lists', 'What your heartbeats were made with, and the names that there are.'],
  ['Rules and names', 'Rename and merge, and rules that set fields or leave time out.'],
  ['Projects', 'Your projects, and the labels and clients that you group them under.'],
  ['Goals', 'What you want to reach, how it goes, and when it rests.'],
  ['GitHub', 'Your account at GitHub, and your repositories there.'],
  ['Reports', 'The report of a week: read it, or get it by mail.'],
  ['Users', 'Your account, and pictures of users.'],
  ['Public', 'What others made public.'],
  ['Pictures', 'Badges, a calendar and cards for a README: what a user made public, for every page.'],
  ['Leaders', 'Who codes most on this server, and what its people do together.'],
  ['Leaderboards', 'Private leaderboards: who is on one sees the others, by consent.'],
  ['Organizations', 'Workspaces of several people: members, teams, what they share, and reports of it.'],
  ['API keys', 'Make, change and revoke API keys.'],
  ['Account', 'Sign up, sign in and out, passwords, sessions.'],
  ['Administration', 'For the owner and administrators of this instance.'],
  ['Health', 'Whether the server works.'],
] as const;

/** The groups whose routes WakaTime's mount has too: in groups of their own, closed at first. */
const WAKA_GROUPS = [
  'Heartbeats',
  'External durations',
  'Time',
  'Analytics',
  'Lists',
  'Projects',
  'Rules and names',
  'Goals',
  'Users',
  'Public',
  'Pictures',
  'Leaders',
  'Leaderboards',
  'Organizations',
  'Health',
].map(wakaGroup);

/** Describes every route there is. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  for (const { target, property, schema } of FIELDS) ApiProperty(propertyOf(schema))(target, property);
  const builder = new DocumentBuilder()
    .setTitle('Chronova')
    .setDescription(
      [
        'Self-hosted coding time, for every WakaTime plugin.',
        '',
        'Press **Authorize** and paste the API key that the first start printed, with or without `waka_`. A key is also accepted as',
        '`Basic base64(key)`, `Basic base64(key:)`, `X-API-Key`, `?api_key=`, `?token=` and `?access_token=`.',
        '',
        'Every route of a WakaTime client stands under `/api/v1` and `/api/v1/compat/waka`; the two differ only in whether ranges such as',
        '`last_7_days` include today (they do under `/api/v1`). In place of `current` they take your own username, @username or id. A refused request gets `{"error": "text"}`, with `errors` per field where a field is to blame.',
      ].join('\n'),
    )
    .setVersion(version())
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This instance')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'waka_<uuid>', description: 'The API key, as `waka_<uuid>` or `<uuid>`.' },
      'Bearer',
    );
  for (const [name, description] of GROUPS) builder.addTag(name, description);
  for (const name of WAKA_GROUPS) builder.addTag(name, `The same routes under ${WAKA}, for clients that are set to it.`);
  const config = builder.build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
  describeOperations(document);
  return withUniqueOperationIds(document);
}

function propertyOf({ enum: values, ...schema }: FieldSchema): Parameters<typeof ApiProperty>[0] {
  return { ...schema, ...(values && { enum: [...values] }) };
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
    for (const operation of operationsOf(document.paths[path] ?? {})) {
      if (!operation.operationId) continue;
      const method = operation.operationId.replace(/\[\d+\]$/, '');
      const name = path.startsWith(WAKA) ? `compat${method.charAt(0).toUpperCase()}${method.slice(1)}` : method;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      operation.operationId = count > 1 ? `${name}_${count}` : name;
    }
  }
  return document;
}

const MOUNTS = new Set(['/api/v1', WAKA]);

/** `/docs`, `/docs/json` and `/docs/yaml`. */
export function serveDocs(app: NestFastifyApplication): void {
  keepTexts(app);
  SwaggerModule.setup('docs', app, () => withAddresses(describeApi(app), basePath(app.get(Env))), {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    customSiteTitle: 'Chronova API',
    swaggerOptions: {
      displayRequestDuration: true,
      docExpansion: 'list',
      filter: true,
      onComplete: closeWakaGroups,
    },
  });
}

/** Runs in the browser, as text: it knows nothing of this file. */
function closeWakaGroups(): void {
  const tags = ui.specSelectors.tags().toJS();
  for (const { name } of tags) if (name.startsWith('WakaTime mount')) ui.layoutActions.show(['operations-tag', name], false);
}

/** Swagger UI's own, in the browser. */
declare const ui: {
  specSelectors: { tags(): { toJS(): { name: string }[] } };
  layoutActions: { show(what: string[], shown: boolean): void };
};

/** How long a description stays as it was made: its examples are of the last two minutes then, or of half a minute before. */
const KEPT_MS = 30_000;

/** A text as Swagger first wrote it, and its bytes with examples of the present. */
interface KeptText {
  type: string;
  text: string;
  bytes: Buffer;
  madeAt: number;
}

/**
 * Swagger would write the document as text for each request. The first text of each route is kept, and its bytes, with examples of the
 * present, are made once in half a minute and sent to all. The page gets a viewport, for phones.
 */
function keepTexts(app: NestFastifyApplication): void {
  const clock = app.get(Clock);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.method !== 'GET') return;
      if (/^\/docs\/?$/.test(route.url)) {
        route.onSend = (_request, _reply, payload, done) => done(null, typeof payload === 'string' ? withViewport(payload) : payload);
      }
      if (!/^\/docs\/(json|yaml|swagger-ui-init\.js)$/.test(route.url)) return;
      let kept: KeptText | undefined;
      route.preHandler = (_request, reply, done) => {
        if (!kept) return done();
        if (Math.abs(clock.now() - kept.madeAt) >= KEPT_MS) kept = keptText(kept, clock.now());
        void reply.type(kept.type).send(kept.bytes);
      };
      route.onSend = (_request, reply, payload, done) => {
        if (typeof payload !== 'string' || reply.statusCode !== 200) return done(null, payload);
        kept ??= keptText({ type: String(reply.getHeader('content-type')), text: payload }, clock.now());
        done(null, kept.bytes);
      };
    });
}

function keptText({ type, text }: Pick<KeptText, 'type' | 'text'>, now: number): KeptText {
  return { type, text, bytes: Buffer.from(atPresent(text, now)), madeAt: now };
}

function withViewport(page: string): string {
  return page.replace('<head>', '<head>\n  <meta name="viewport" content="width=device-width, initial-scale=1">');
}

/** What is served says where this instance is, and where a person gets a key. */
function withAddresses({ info, ...document }: OpenAPIObject, base: string): OpenAPIObject {
  const description = `${info.description ?? ''}\n\nNo key yet? [Sign in](${base}/account/login) and get one. For generators: [JSON](${base}/docs/json), [YAML](${base}/docs/yaml).`;
  return { ...document, info: { ...info, description }, servers: [{ url: base || '/', description: 'This instance' }] };
}
